import { describe, expect, it } from 'vitest'
import { pageModel } from '../../../src/pages/page-model.ts'
import { sampleDocument } from '../../support/sample-documents.ts'

describe('the numbers at the head of a page', () => {
  it('say how many buyers and states are shown when not all are, so that they fit the title', () => {
    const all = sampleDocument()
    const first = all.signals[0]
    if (!first) throw new Error('the sample has no signal')
    const { glance } = pageModel({ ...all, signals: [first] }, { view: 'shareable', dmInSharedPage: false })
    const details = Object.fromEntries(glance.map(({ label, detail }) => [label, detail]))
    expect(details).toMatchObject({ buyers: '1 shown', states: '1 shown' })
  })

  it('say nothing of that when all are shown', () => {
    const { glance } = pageModel(sampleDocument(), { view: 'shareable', dmInSharedPage: false })
    expect(glance.filter(({ label }) => label === 'buyers' || label === 'states')).toMatchObject([
      { detail: null },
      { detail: null },
    ])
  })
})
