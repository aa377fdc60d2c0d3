import { describe, expect, it } from 'vitest'
import type { ReportStatus } from '../../../src/pipeline/report/types.ts'
import { renderCard } from '../../../src/views/card.ts'
import { renderDispatch } from '../../../src/views/dispatch.ts'
import { deliveredItem } from '../../support/desk-items.ts'
import { buttons } from './shown.ts'

const MOVING: ReportStatus[] = ['queued', 'running', 'delayed']

describe('between version 1 and its card', () => {
  it.each(MOVING)('the card that is being posted reads as the delivered one (%s)', (status) => {
    const card = renderCard(deliveredItem({ status, processingSeconds: null }))
    expect(card.text).toContain('Mail the link, then call.')
    expect(card.text).not.toMatch(/new version/)
    expect(buttons(card.blocks)).toContain('Regenerate')
  })

  it.each(MOVING)('message 1 does not promise a card that is not there (%s)', (status) => {
    const { text, blocks } = renderDispatch(deliveredItem({ status, processingSeconds: null }))
    expect(text).not.toContain('Intel is below')
    expect(buttons(blocks)).toContain('Take it')
  })

  it('a later version that is delayed is told as one, because the card is there', () => {
    const item = deliveredItem({ status: 'delayed' })
    expect(renderCard(item).text).toContain('new version is')
    expect(renderDispatch(item).text).toContain('Intel is below in the thread, version 1; a new')
  })
})
