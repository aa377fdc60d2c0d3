import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeskItem, Domain, ReportStatus } from '../../../src/pipeline/report/types.ts'
import { renderCard } from '../../../src/views/card.ts'
import { renderIntelAnswer, renderShared } from '../../../src/views/command-messages.ts'
import { renderDispatch } from '../../../src/views/dispatch.ts'
import type { SlackMessage } from '../../../src/views/message.ts'
import * as notices from '../../../src/views/notices.ts'
import { renderPageFailed } from '../../../src/views/page-failed.ts'
import { renderQuietLine } from '../../../src/views/quiet-line.ts'
import { renderRefusal } from '../../../src/views/refusals.ts'
import { validateBlocks } from '../../../src/views/validate.ts'
import { deliveredItem, deskItem, hostileItem, INJECTION, minimalItem } from '../../support/desk-items.ts'
import { hostileDocument, sampleDocument, sampleSignal, tier3Document } from '../../support/sample-documents.ts'
import { elements } from './shown.ts'

const STATUSES: ReportStatus[] = [
  'queued',
  'running',
  'delayed',
  'delivered',
  'no_signals',
  'held',
  'dismissed',
  'cancelled',
  'failed',
]
const domain = 'fernmill.example' as Domain

/** Every message that can be rendered of an item, with `text` wherever words come from outside the item. */
function everyMessage(item: DeskItem, text: string): Record<string, SlackMessage> {
  const facts = { mention: text, what: text, next: text, reference: text }
  return {
    dispatch: renderDispatch(item),
    quietLine: renderQuietLine(item),
    card: renderCard(item),
    cardWithPicture: renderCard({ ...item, linksReachable: false }, { fileId: 'F0PIC' }),
    noSignals: notices.renderNoSignals(item, { willRecheckUntil: text }),
    noSignalsEnd: notices.renderNoSignals(item, { willRecheckUntil: null, triedDays: 7 }),
    failure: notices.renderFailure(item, facts),
    delayed: notices.renderDelayedNotice(item, { ...facts, retryUntil: text }),
    stopped: notices.renderStoppedNotice(item),
    callbackFailed: notices.renderCallbackFailed(item, facts),
    notionFailed: notices.renderNotionFailed(item, facts),
    notionStays: notices.renderNotionStays(item, facts),
    newVersion: notices.renderNewVersionNotice(item),
    refreshed: notices.renderNewVersionNotice(item, { count: 3, changed: 1, since: text }),
    escalationThread: notices.renderEscalationThread(item),
    escalationDm: notices.renderEscalationDm(item, text),
    pageFailed: renderPageFailed(item, text),
    intelAnswer: renderIntelAnswer({ domain, newest: item, ageHours: 3, signals: [], running: true }),
    ...(item.document === null ? {} : { shared: renderShared(item, 'U0BDR', 3) }),
    refusal: renderRefusal(text, [text, text]),
  }
}

/** What is left of a message when our own mentions and dates are taken out. */
function withoutOwnTokens(message: SlackMessage, item: DeskItem): string {
  const own = ['U0BDR', item.dismissedBy, item.assignedTo, item.owner?.userId, item.escalation?.to, item.escalation?.by]
  let json = JSON.stringify(message)
  for (const id of own) if (id && /^[UW][A-Z0-9]+$/.test(id)) json = json.replaceAll(`<@${id}>`, '')
  return json.replace(/<!date\^\d+\^\{date_short_pretty\} at \{time\}\|[\d: -]+UTC>/g, '')
}

function expectSafe(item: DeskItem, text: string): void {
  for (const [name, message] of Object.entries(everyMessage(item, text))) {
    expect({ name, problems: validateBlocks('message', message.blocks, message.text) }).toEqual({ name, problems: [] })
    expect(message.text.length, name).toBeLessThanOrEqual(3_500)
    expect(withoutOwnTokens(message, item), name).not.toMatch(/<[!@#]/)
    expect(message.text.replace(/<(@[UW][A-Z0-9]+|!date[^<>]*)>/g, ''), name).not.toMatch(/[<>]/)
    expect(JSON.stringify(message), name).not.toMatch(/javascript:|[\u202A-\u202E\u2066-\u2069\u200B]/i)
    for (const element of elements(message.blocks))
      expect(element['value'], `${name}: values carry the opaque id only`).toBe(item.id)
  }
}

const tenSignals = sampleDocument({
  signals: Array.from({ length: 10 }, (_, index) => sampleSignal({ id: `s${index}`, bullet: 'x'.repeat(300) })),
})

describe('every message, in every status', () => {
  const items: [string, (status: ReportStatus) => DeskItem][] = [
    ['a bare item', (status) => minimalItem({ status })],
    ['a normal item', (status) => deskItem({ status, statusNote: 'A note.' })],
    ['a delivered item', (status) => deliveredItem({ status })],
    ['tier 3', (status) => deliveredItem({ status, document: tier3Document(), version: 2 })],
    ['ten long signals', (status) => deliveredItem({ status, document: tenSignals })],
    ['a hostile item', (status) => hostileItem({ status })],
    ['a hostile item before the card', (status) => hostileItem({ status, version: 0 })],
    ['a report asked for', (status) => hostileItem({ status, origin: 'api', dismissedBy: 'U0ANN' })],
    ['one dismissed by nobody we know', (status) => deskItem({ status, dismissedBy: '<!channel>' })],
    ['a hostile document', (status) => deliveredItem({ status, document: hostileDocument() })],
  ]
  it.each(items)('is accepted by Slack and safe: %s', (_, make) => {
    for (const status of STATUSES) expectSafe(make(status), INJECTION.repeat(30))
  })

  it('also when the model said so', () => {
    for (const status of STATUSES) expectSafe(deskItem({ status, reading: { by: 'model', kind: 'unsubscribe' } }), 'x')
  })

  it('is the same however often it is rendered', () => {
    const item = hostileItem()
    expect(everyMessage(item, INJECTION)).toEqual(everyMessage(item, INJECTION))
  })

  it('renders hostile input within the limits, links or none', () => {
    const item = hostileItem()
    for (const card of [renderCard(item), renderCard({ ...item, linksReachable: false })])
      expect(card.text.length).toBeLessThanOrEqual(3_500)
  })
})

describe('untrusted text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<!channel>',
      '<@U123>',
      '<!here|',
      '<#C1>',
      '<',
      '!',
      '@',
      '&lt;',
      '\u202E',
      '\n',
      '`',
      '*',
      '🎉',
      '<!date^1^{date}|x>',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const words = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''))

  it('never becomes a Slack token and never breaks a message', () => {
    fc.assert(
      fc.property(words, words, (first, second) => {
        const plan = tier3Document().gameplan
        const signal = sampleSignal({ title: first, bullet: second, buyerName: first, type: second, deadline: first })
        const item = deliveredItem({
          statusNote: first,
          reply: {
            prospectName: first,
            prospectEmail: second,
            companyName: second,
            campaignName: first,
            prospectTitle: second,
          },
          reading: { keySentences: [first, second], notes: [{ kind: 'packaging', text: first }] },
          document: tier3Document({
            signals: [signal],
            whyTheyCare: first,
            angle: second,
            tierReason: first,
            sentNote: first,
            budgetNote: second,
            preparedAt: second,
            dmNote: first,
            dm: null,
            otherBuyers: tier3Document().otherBuyers.map((buyer) => ({ ...buyer, name: first, state: second })),
            gameplan: plan && { ...plan, pitch: { text: first, evidence: [] }, lead: { text: second, evidence: [] } },
          }),
          escalation: { to: 'U0LEAD', by: second, why: first, at: second },
        })
        expectSafe(item, first)
        expectSafe({ ...item, version: 0, status: 'running' }, second)
      }),
      { numRuns: 40 },
    )
  })
})
