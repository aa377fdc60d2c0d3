import { describe, expect, it } from 'vitest'
import {
  renderCallbackFailed,
  renderDelayedNotice,
  renderEscalationDm,
  renderEscalationThread,
  renderFailure,
  renderNewVersionNotice,
  renderNoSignals,
  renderStoppedNotice,
} from '../../../src/views/notices.ts'
import { renderPageFailed } from '../../../src/views/page-failed.ts'
import { renderKnownRefusal, renderRefusal } from '../../../src/views/refusals.ts'
import { validateBlocks } from '../../../src/views/validate.ts'
import { deliveredItem, deskItem } from '../../support/desk-items.ts'
import { sampleBuyer } from '../../support/sample-documents.ts'
import { buttons, shown } from './shown.ts'

const OPERATOR = {
  mention: 'U0OPER',
  what: 'Supabase answered 503.',
  next: 'Check its status page.',
  reference: 'ref-7',
}
const WHO = 'Jordan Ashby (VP Sales), Brightpath Labs, brightpath-labs.example, jordan@brightpath-labs.example'

describe('no signals', () => {
  it('says what to do instead and until when it is looked at again', () => {
    const item = deskItem({ status: 'no_signals' })
    const { text, blocks } = renderNoSignals(item, { willRecheckUntil: '2026-03-10T14:04:00.000Z' })
    expect(text).toBe(
      `<@U0BDR> no signals found, so there is no report. Use the standard follow-up; escalate if the account matters.\nIt is looked at again by itself until <!date^1773151440^{date_short_pretty} at {time}|2026-03-10 14:04 UTC>; a report follows if signals appear.\n${WHO}`,
    )
    expect(buttons(blocks)).toEqual(['Take it', 'Regenerate', 'Escalate'])
  })

  it('keeps the version that stands', () => {
    const item = deliveredItem({ version: 2 })
    const { text, blocks } = renderNoSignals(item, { willRecheckUntil: null })
    expect(text).toBe(`<@U0BDR> no signals now. Version 2 stays as it is.\n${WHO}`)
    expect(buttons(blocks)).toEqual(['Regenerate', 'Open report'])
  })

  it('says once that nothing more is tried', () => {
    const item = deskItem({ status: 'no_signals' })
    const { text } = renderNoSignals(item, { willRecheckUntil: null, triedDays: 7 })
    expect(text).toBe(
      `<@U0BDR> no signals in 7 days; nothing more is tried. Use the standard follow-up; escalate if the account matters.\n${WHO}`,
    )
  })

  it('asks for no follow-up when nobody replied', () => {
    const { text } = renderNoSignals(deskItem({ origin: 'api', status: 'no_signals' }), { willRecheckUntil: null })
    expect(text).toContain('so there is no report. Escalate if the account matters.')
    expect(text).not.toContain('follow-up')
  })

  it('shows what is known of the buyer', () => {
    const facts = [{ label: 'Enrolment', value: '12,400', source: null }]
    const known = {
      id: 'b',
      type: null,
      state: 'AZ',
      city: null,
      website: null,
      logoUrl: null,
      logo: null,
      size: null,
      budgetUsd: null,
    }
    const buyer = sampleBuyer({ ...known, name: 'Cedar Hollow', facts })
    const { text, blocks } = renderNoSignals(deskItem({ status: 'no_signals' }), { willRecheckUntil: null, buyer })
    expect(text).toContain('It will not be looked at again by itself.')
    expect(text).toContain('Known of the buyer: Cedar Hollow')
    expect(shown(blocks)).toContain('Known of the buyer: Cedar Hollow\nEnrolment: 12,400')
  })
})

describe('what went wrong', () => {
  it('tells the operator what failed, the next step and the reference', () => {
    const { text, blocks } = renderFailure(deskItem({ status: 'failed' }), OPERATOR)
    expect(text).toBe(
      `<@U0OPER> no report could be made. The reply is kept; please take over by hand.\n${WHO}\nWhat happened: Supabase answered 503.\nNext: Check its status page.`,
    )
    expect(shown(blocks)).toContain('What happened: Supabase answered 503.\nNext: Check its status page.')
    expect(shown(blocks)).toContain('Reference ref-7')
    expect(buttons(blocks)).toEqual(['Try again'])
  })

  it('says of a failed new version that the one before stands, and asks nobody to take over', () => {
    const { text, blocks } = renderFailure(deliveredItem({ version: 3 }), OPERATOR)
    expect(text).toBe(
      `<@U0OPER> No new version could be made. Version 3 stays as it is.\n${WHO}\nWhat happened: Supabase answered 503.\nNext: Check its status page.`,
    )
    expect(shown(blocks)).toContain('Reference ref-7')
    expect(buttons(blocks)).toEqual(['Regenerate', 'Open report'])
  })

  it('speaks of no prospect when somebody asked for the report', () => {
    const item = deskItem({ origin: 'api' })
    const delayed = renderDelayedNotice(item, { ...OPERATOR, retryUntil: null }).text
    for (const text of [renderFailure(item, OPERATOR).text, delayed])
      expect(text).not.toMatch(/reply|prospect|take over/)
  })

  it('mentions whoever is responsible when no operator is known', () => {
    expect(renderFailure(deskItem(), { ...OPERATOR, mention: null }).text).toMatch(/^<@U0BDR> /)
  })

  it('says until when a delay is retried', () => {
    const facts = { mention: 'U0OPER', what: 'Supabase is down.', retryUntil: '2026-03-04T14:04:00.000Z' }
    const { text } = renderDelayedNotice(deskItem({ status: 'delayed' }), facts)
    expect(text).toContain('intel is delayed. It is retried by itself until <!date^1772633040^')
    expect(text).toContain('What happened: Supabase is down.')
  })

  it('says that Clay did not take the result but that the report is fine', () => {
    const { text, blocks } = renderCallbackFailed(deliveredItem(), OPERATOR)
    expect(text).toContain('<@U0OPER> Clay did not take the result. The report itself is fine.')
    expect(buttons(blocks)).toEqual([])
    expect(renderCallbackFailed(deliveredItem(), { ...OPERATOR, mention: null }).text).not.toContain('<@')
  })

  it('says that a closer reading stopped the run', () => {
    const reading = { kind: 'unsubscribe' as const, by: 'model' as const }
    const { text, blocks } = renderStoppedNotice(
      deskItem({ status: 'held', statusNote: 'Asks to be removed.', reading }),
    )
    expect(text).toContain('this is an unsubscribe request. Do not mail again.')
    expect(text).toContain('Asks to be removed.')
    expect(text).not.toContain('<@')
    expect(buttons(blocks)).toEqual(['Run anyway'])
  })
})

describe('message 2 without a page', () => {
  const reportText = Array.from({ length: 40 }, (_, index) => `${index}. ${'fact '.repeat(40)}`).join('\n')

  it('carries the text, marked as such, and offers to publish again', () => {
    const { text, blocks } = renderPageFailed(deliveredItem({ links: null }), '1. One\n2. Two')
    expect(shown(blocks)).toContain('the page could not be published')
    expect(shown(blocks)).toContain('1. One\n2. Two')
    expect(text).toContain('1. One 2. Two')
    expect(text).toContain(WHO)
    expect(buttons(blocks)).toEqual(['Take it', 'Regenerate', 'Escalate', 'Dismiss'])
  })

  it('says who took it, who dismissed it, and how to bring it back', () => {
    const owner = { userId: 'U0ANN', at: '2026-03-03T14:05:30.000Z', secondsAfterReceipt: 45 }
    const taken = renderPageFailed(deliveredItem({ links: null, owner }), 'Text')
    expect(shown(taken.blocks)).toContain('Taken by <@U0ANN>, 45 s after the reply.')
    const item = deliveredItem({ links: null, status: 'dismissed', dismissedBy: 'U0OPER' })
    const { text, blocks } = renderPageFailed(item, 'Text')
    expect(text).toContain('Since then the reply was dismissed by <@U0OPER>.')
    expect(buttons(blocks)).toEqual(['Run anyway'])
  })

  it('splits a long text between lines and counts what has no room', () => {
    const { text, blocks } = renderPageFailed(deliveredItem(), reportText.repeat(3))
    expect(validateBlocks('message', blocks, text)).toEqual([])
    const pieces = blocks.filter((block) => block.type === 'rich_text').slice(1)
    expect(pieces.length).toBeGreaterThan(2)
    for (const piece of pieces.slice(0, -1)) expect(shown(piece).trimEnd()).toMatch(/fact$/)
    expect(shown(blocks)).toMatch(/[\d,]+ more characters have no room here/)
  })

  it('survives one endless line', () => {
    const { text, blocks } = renderPageFailed(deliveredItem(), '👩🏽‍💻'.repeat(30_000))
    expect(validateBlocks('message', blocks, text)).toEqual([])
  })

  it('loses nothing of a text that fits', () => {
    const source = reportText.slice(0, 8_000)
    const pieces = renderPageFailed(deliveredItem(), source)
      .blocks.filter((block) => block.type === 'rich_text')
      .slice(1)
    const words = (value: string) => value.split(/\s+/).filter(Boolean)
    expect(words(pieces.map(shown).join('\n'))).toEqual(words(source))
  })
})

describe('afterwards', () => {
  it('announces a new version with what changed and the same links', () => {
    const change = { added: 2, removed: 1, moved: 0, text: 'One tender closed.' }
    const { text, blocks } = renderNewVersionNotice(deliveredItem({ version: 2, change }))
    expect(text).toContain('<@U0BDR> version 2 is ready: 2 new, 1 gone.')
    expect(text).toContain('Link to mail: https://intel.example/r/brightpath-labs-Xy12')
    expect(shown(blocks)).toContain('One tender closed.')
    const same = { added: 0, removed: 0, moved: 0, text: '' }
    expect(renderNewVersionNotice(deliveredItem({ version: 2, change: same })).text).toContain(
      'is ready: same signals.',
    )
  })

  it('says of a version that nobody asked for how many signals are new or changed since when', () => {
    const change = { added: 1, removed: 1, moved: 0, text: 'Another signal leads.' }
    const since = '2026-03-02T15:04:00.000Z'
    const item = deliveredItem({ version: 2, change })
    const said = (added: number, changed: number) => renderNewVersionNotice(item, { count: added, changed, since }).text
    const text = said(3, 0)
    expect(text).toContain('version 2 is ready: 3 new signals since ')
    expect(text).toContain('2026-03-02 15:04 UTC')
    expect(said(1, 0)).toContain(': 1 new signal since ')
    expect(said(0, 1)).toContain('version 2 is ready: 1 signal changed since ')
    expect(said(2, 3)).toContain(': 2 new signals and 3 signals changed since ')
  })

  it('mentions who should help, why, and who asks', () => {
    const escalation = { to: 'U0LEAD', by: 'U0BDR', why: 'Wants a discount', at: '2026-03-03T15:00:00.000Z' }
    const item = deliveredItem({ escalation })
    const thread = renderEscalationThread(item)
    expect(thread.text).toContain('<@U0LEAD>, <@U0BDR> escalates this reply to you.')
    expect(thread.text).toContain('Why: Wants a discount')
    const dm = renderEscalationDm(item, 'https://team.slack.example/archives/C1/p2')
    expect(dm.text).toContain('<@U0BDR> asks for your help')
    expect(dm.text).toContain('Thread: https://team.slack.example/archives/C1/p2')
    expect(shown(dm.blocks)).toContain('Go to the thread (https://team.slack.example/archives/C1/p2)')
    expect(buttons(dm.blocks)).toEqual(['Take it', 'Open report'])
    expect(shown(renderEscalationDm(item, null).blocks)).not.toContain('Go to the thread')
  })
})

describe('refusals', () => {
  it('says who was faster and when', () => {
    const { text } = renderKnownRefusal({ kind: 'already_taken', by: 'U0ANN', at: '2026-03-03T14:05:30.000Z' })
    expect(text).toBe(
      'Already taken by <@U0ANN> <!date^1772546730^{date_short_pretty} at {time}|2026-03-03 14:05 UTC>.',
    )
  })

  it.each([
    'already_dismissed',
    'gone',
    'not_allowed',
    'home_unknown',
    'too_late',
    'nothing_yet',
    'still_running',
  ] as const)('gives a reason and a next step for %s', (kind) => {
    const { text, blocks } = renderKnownRefusal({ kind })
    expect(text.split('\n').length).toBeGreaterThan(1)
    expect(validateBlocks('message', blocks, text)).toEqual([])
  })

  it('shows a reference when it was our bug', () => {
    const { text, blocks } = renderKnownRefusal({ kind: 'bug', reference: 'ref-9' })
    expect(text).toContain('ref-9')
    expect(shown(blocks)).toContain('Reference ref-9')
  })

  it('shows the words of an error as text, whatever they are', () => {
    const { text, blocks } = renderRefusal('Expected a domain, got <!channel>.', ['Try /intel example.com', ''])
    expect(text).toBe('Expected a domain, got ‹!channel&gt;.\nTry /intel example.com')
    expect(shown(blocks)).toContain('Try /intel example.com')
    expect(validateBlocks('message', renderRefusal('').blocks, renderRefusal('').text)).toEqual([])
  })
})
