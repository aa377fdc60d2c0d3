import type { Button, KnownBlock } from '@slack/types'
import type { BuyerSnapshot, DeskItem, Instant, SlackUserId } from '../pipeline/report/types.ts'
import { escalateButton, openReportButton, regenerateButton, runAnywayButton, takeItButton } from './buttons.ts'
import { links, linkTexts } from './card-parts.ts'
import { inline, mention, safeUrl } from './escape.ts'
import { twin } from './fit.ts'
import {
  actions,
  bold,
  context,
  joined,
  line,
  listOf,
  moment,
  momentToken,
  type Part,
  paragraph,
  richText,
  type SlackMessage,
  section,
  untrusted,
} from './message.ts'
import { askedHow, nounOf, responsibleMention, whoParagraph, whoText } from './who.ts'
import { changeWords, count, kindWords } from './words.ts'

/** A post in the thread of message 1: what happened after the mention, who it is about, what to do. */
type Notice = {
  /** Our own mrkdwn. */
  lead: string
  lines?: (Part[] | null)[]
  /** The lines again for the text twin, escaped. */
  lineTexts?: (string | null)[]
  more?: KnownBlock[]
  buttons?: (Button | null)[]
}

function notice(item: DeskItem, parts: Notice): SlackMessage {
  return {
    text: twin([parts.lead.replaceAll('*', ''), whoText(item)], [], parts.lineTexts ?? []),
    blocks: [
      section(parts.lead),
      ...richText(whoParagraph(item), paragraph(...(parts.lines ?? []))),
      ...(parts.more ?? []),
      ...actions(...(parts.buttons ?? [])),
    ],
  }
}

/**
 * There is nothing to report: what to do instead, what is known of the buyer, and until when we look again. A later look
 * that finds nothing leaves the version that is there.
 */
export function renderNoSignals(
  item: DeskItem,
  options: { willRecheckUntil: Instant | null; triedDays?: number; buyer?: BuyerSnapshot | null },
): SlackMessage {
  if (item.version > 0)
    return notice(item, {
      lead: `${responsibleMention(item)} *no signals now.* Version ${item.version} stays as it is.`,
      buttons: [regenerateButton(item), openReportButton(item)],
    })
  const until = options.willRecheckUntil
  const again =
    until === null
      ? 'It will not be looked at again by itself.'
      : `It is looked at again by itself until ${momentToken(until)}; a report follows if signals appear.`
  const buyer = options.buyer ?? null
  const facts = (buyer?.facts ?? []).slice(0, 5)
  const instead = askedHow(item) === null ? 'Use the standard follow-up; escalate' : 'Escalate'
  const days = options.triedDays
  const lead =
    days === undefined
      ? `*no signals found*, so there is no report. ${instead} if the account matters.\n${again}`
      : `*no signals in ${count(days, 'day')}*; nothing more is tried. ${instead} if the account matters.`
  return notice(item, {
    lead: `${responsibleMention(item)} ${lead}`,
    lines: [line(bold('Known of the buyer: '), untrusted(buyer?.name ?? null, 100))],
    lineTexts: [buyer === null ? null : `Known of the buyer: ${inline(buyer.name, 150)}`],
    more: richText(
      listOf(
        'bullet',
        facts.map((fact) => paragraph(joined(': ', untrusted(fact.label, 60), untrusted(fact.value, 150)))),
      ),
    ),
    buttons: [takeItButton(item), regenerateButton(item), escalateButton(item)],
  })
}

type Failure = { mention: SlackUserId | null; what: string; next: string; reference: string | null }

/**
 * Something broke for good: for the operator, with what, the next step and the reference of our log. Where a version
 * stands already only the next one could not be made.
 */
export function renderFailure(item: DeskItem, facts: Failure): SlackMessage {
  const who = mention(facts.mention) ?? responsibleMention(item)
  const kept = askedHow(item) === null ? ' The reply is kept; please take over by hand.' : ''
  const stands = item.version > 0
  return notice(item, {
    lead: stands
      ? `${who} *No new version could be made.* Version ${item.version} stays as it is.`
      : `${who} *no report could be made.*${kept}`,
    ...whatAndNext(facts),
    more: reference(facts),
    buttons: stands ? [regenerateButton(item), openReportButton(item)] : [runAnywayButton(item, 'Try again')],
  })
}

function reference(facts: Failure): KnownBlock[] {
  return context(facts.reference === null ? null : `Reference ${facts.reference}`)
}

function whatAndNext(facts: { what: string; next: string }): Pick<Notice, 'lines' | 'lineTexts'> {
  return {
    lines: [
      line(bold('What happened: '), untrusted(facts.what, 300)),
      line(bold('Next: '), untrusted(facts.next, 300)),
    ],
    lineTexts: [`What happened: ${inline(facts.what, 300)}`, `Next: ${inline(facts.next, 300)}`],
  }
}

/** A service is down: told once, while the retries go on by themselves. */
export function renderDelayedNotice(
  item: DeskItem,
  facts: { mention: SlackUserId | null; what: string; retryUntil: Instant | null },
): SlackMessage {
  const until = facts.retryUntil === null ? '' : ` until ${momentToken(facts.retryUntil)}`
  const meanwhile = askedHow(item) === null && item.version === 0 ? '; answer the prospect meanwhile' : ''
  return notice(item, {
    lead: `${mention(facts.mention) ?? responsibleMention(item)} *intel is delayed.* It is retried by itself${until}${meanwhile}.`,
    lines: [line(bold('What happened: '), untrusted(facts.what, 300))],
    lineTexts: [`What happened: ${inline(facts.what, 300)}`],
  })
}

/** A closer reading found no positive reply, or words that came later are none, and the run stopped. */
export function renderStoppedNotice(item: DeskItem): SlackMessage {
  const rule = item.reading.kind === 'unsubscribe' ? ' Do not mail again.' : ''
  const who = item.reading.by === 'rules' ? 'The prospect’s words, which came later, say' : 'A closer reading says'
  return notice(item, {
    lead: `*Run stopped.* ${who} that this is ${kindWords(item.reading.kind)}.${rule}`,
    lines: [joined('', untrusted(item.statusNote, 300))],
    lineTexts: [item.statusNote === null ? null : inline(item.statusNote, 300)],
    buttons: [runAnywayButton(item)],
  })
}

/** The report is fine, but Clay did not take the result. */
export function renderCallbackFailed(item: DeskItem, facts: Failure): SlackMessage {
  const who = mention(facts.mention)
  return notice(item, {
    lead: `${who === null ? '' : `${who} `}*Clay did not take the result.* The report itself is fine.`,
    ...whatAndNext(facts),
    more: reference(facts),
  })
}

/** The report is fine, but it is not in Notion. */
export function renderNotionFailed(item: DeskItem, facts: Failure): SlackMessage {
  const who = mention(facts.mention)
  return notice(item, {
    lead: `${who === null ? '' : `${who} `}*Notion did not take the report.* Our own page has it, and the link to mail leads there.`,
    ...whatAndNext(facts),
    more: reference(facts),
  })
}

/** The report is dismissed or has expired, and its page in Notion is still there. */
export function renderNotionStays(item: DeskItem, facts: Failure): SlackMessage {
  const who = mention(facts.mention)
  return notice(item, {
    lead: `${who === null ? '' : `${who} `}*The page in Notion is still there.* The report was dismissed or has expired, but Notion did not take its page away.`,
    ...whatAndNext(facts),
    more: reference(facts),
  })
}

/** A new version replaced the one before: what changed, on the same links; why, where nobody asked for it. */
export function renderNewVersionNotice(
  item: DeskItem,
  news: { count: number; changed: number; since: Instant } | null = null,
): SlackMessage {
  const since = news && sinceWords(news)
  const changed = since ?? (item.change === null ? '' : `: ${changeWords(item.change)}`)
  const angle = item.document?.angle ?? null
  return notice(item, {
    lead: `${responsibleMention(item)} *version ${item.version} is ready*${changed}. The card above and the links show it now.`,
    lines: [line(bold('Angle: '), untrusted(angle, 300)), joined('', untrusted(item.change?.text ?? null, 300))],
    lineTexts: [angle === null ? null : `Angle: ${inline(angle, 300)}`, ...linkTexts(item)],
    more: links(item),
    buttons: [openReportButton(item)],
  })
}

/** `: 3 new signals since …`, `: 1 signal changed since …`, or both. */
function sinceWords({ count: added, changed, since }: { count: number; changed: number; since: Instant }) {
  const parts = [
    added > 0 || changed === 0 ? count(added, 'new signal') : null,
    changed > 0 ? `${count(changed, 'signal')} changed` : null,
  ]
  return `: ${parts.filter((part) => part !== null).join(' and ')} since ${momentToken(since)}`
}

/** To the person who was asked for help, as a direct message. `permalink` leads to the card. */
export function renderEscalationDm(item: DeskItem, permalink: string | null): SlackMessage {
  const thread = safeUrl(permalink)
  const { lines = [], lineTexts = [] } = why(item)
  return notice(item, {
    lead: `${mention(item.escalation?.by) ?? 'A colleague'} asks for your help with this ${nounOf(item)}.`,
    lines,
    lineTexts: [...lineTexts, thread === null ? null : `Thread: ${inline(thread, 500)}`, ...linkTexts(item)],
    more: [
      ...richText(paragraph(thread === null ? null : [{ type: 'link', url: thread, text: 'Go to the thread' }])),
      ...links(item),
    ],
    buttons: [takeItButton(item), openReportButton(item)],
  })
}

/** The same in the thread, so that everybody sees who was asked. */
export function renderEscalationThread(item: DeskItem): SlackMessage {
  const to = mention(item.escalation?.to) ?? 'Nobody'
  const by = mention(item.escalation?.by)
  return notice(item, {
    lead: `${to}, ${by === null ? `this ${nounOf(item)} was escalated to you` : `${by} escalates this ${nounOf(item)} to you`}.`,
    ...why(item),
    buttons: [takeItButton(item)],
  })
}

function why(item: DeskItem): Pick<Notice, 'lines' | 'lineTexts'> {
  if (item.escalation === null) return {}
  const at = moment(item.escalation.at)
  return {
    lines: [line(bold('Why: '), untrusted(item.escalation.why, 500)), at === null ? null : ['Asked ', at]],
    lineTexts: [`Why: ${inline(item.escalation.why, 500)}`],
  }
}
