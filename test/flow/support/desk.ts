import type { DeskItem, ReportDocument } from '../../../src/pipeline/report/types.ts'
import { API_TOKEN, type Json, type SignalRow, type TestApp } from '../../support/app.ts'
import { fixtureRows } from '../../support/fixture-rows.ts'
import type { Message } from '../../support/workspace/workspace.ts'

/** What the flow tests share: prospects nobody else has, and everything that a report let out of the house. */

export const CHANNEL = 'C0INTENT'

export type Prospect = { domain: string; email: string; name: string; company: string }

let prospects = 0

/** A seller of its own with the signals of a fixture, so that tests of one app never meet. */
export async function prospectWith(test: TestApp, set: string, keep?: (rows: SignalRow[]) => SignalRow[]) {
  const prospect = unknownProspect()
  const rows = rowsOf(set).map((row) => ({ ...row, domain: prospect.domain }))
  await test.seedSignals(keep ? keep(rows) : rows)
  return prospect
}

/** A prospect without any signal. */
export function unknownProspect(): Prospect {
  prospects += 1
  const domain = `millpond${prospects}-${process.pid}.com`
  return { domain, email: `dana@${domain}`, name: `Dana Whitfield${prospects}`, company: `Millpond ${prospects} Works` }
}

/** The distinct rows of a fixture, dates counted from now. */
export const rowsOf = (set: string): SignalRow[] => fixtureRows(set, new Date())

/** The report's document; throws when there is none. */
export function documentOf({ id, document }: Pick<DeskItem, 'id' | 'document'>): ReportDocument {
  if (!document) throw new Error(`${id} has no document`)
  return document
}

let messages = 0

/** The body of a positive reply of this prospect, a new message each time. */
export function replyOf({ domain, email, name, company }: Prospect, fields: Record<string, unknown> = {}) {
  messages += 1
  return {
    domain,
    prospect_email: email,
    prospect_name: name,
    company_name: company,
    reply_text: 'Yes, that is interesting. Can you send me the report this week?',
    message_id: `flow-${process.pid}-${messages}`,
    ...fields,
  }
}

const effectOf = (message: Message) => message.metadata?.event_payload['effect_id']

/** Every message that this effect posted, as it shows now. */
export function postsOf({ workspace }: TestApp, effectId: string): Message[] {
  return workspace.posts(CHANNEL).filter((message) => effectOf(message) === effectId)
}

/** The one message of an effect; throws when there is none or more than one. */
function postOf(test: TestApp, effectId: string): Message {
  const [found, ...others] = postsOf(test, effectId)
  if (!found || others.length > 0) throw new Error(`${effectId} was posted ${found ? others.length + 1 : 0} times`)
  return found
}

export const messageOne = (test: TestApp, id: string) => postOf(test, `dispatch:${id}`)
export const cardOf = (test: TestApp, id: string) => postOf(test, `card:${id}`)

/** What was posted for a report: message 1, the card and all notices, oldest first, as they show now. */
export function threadOf(test: TestApp, id: string): Message[] {
  return test.workspace.posts(CHANNEL).filter((message) => String(effectOf(message)).includes(id))
}

/** The notices of one kind in the thread of a report. */
export function noticesOf(test: TestApp, id: string, kind: string): Message[] {
  return threadOf(test, id).filter((message) => String(effectOf(message)).startsWith(`notice:${kind}:`))
}

/** The first rendering of an effect's message, before any edit. */
export function asFirstPosted({ workspace }: TestApp, effectId: string): { text: string; blocks: unknown[] } {
  const calls = workspace
    .callsOf('chat.postMessage')
    .filter(({ args }) => JSON.stringify(args).includes(`"${effectId}"`))
  const args = calls[0]?.args
  if (!args) throw new Error(`${effectId} was never posted`)
  return { text: args['text'] as string, blocks: args['blocks'] as unknown[] }
}

/** Everything that a person reads in blocks, one text. */
export function wordsOf(message: { text: string; blocks?: readonly unknown[] | undefined }): string {
  const words: string[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        const isRead = key === 'text' || key === 'user_id' || key === 'url' || key === 'alt_text'
        if (typeof inner === 'string' && isRead) words.push(inner)
        else walk(inner)
      }
  }
  walk(message.blocks ?? [])
  return words.join(' ').replace(/\s+/g, ' ')
}

type Labelled = { text?: { text?: string } }

/** The labels of a message's buttons, in order. */
export function buttonsOf(message: Message | undefined): string[] {
  const rows = (message?.blocks ?? []).filter((block) => block.type === 'actions')
  return rows.flatMap((row) => (row['elements'] as Labelled[]).map((element) => element.text?.text ?? ''))
}

/** The report as the API gives it. */
export async function reportOf(test: TestApp, id: string): Promise<Json> {
  const answer = await test.api(API_TOKEN)('GET', `/v1/reports/${id}`)
  if (answer.status !== 200) throw new Error(`No report: ${answer.status} ${answer.text}`)
  return answer.json
}

export async function runOf(test: TestApp, item: Pick<DeskItem, 'runId'>): Promise<Json> {
  const answer = await test.api(API_TOKEN)('GET', `/v1/runs/${item.runId}`)
  if (answer.status !== 200) throw new Error(`No run: ${answer.status} ${answer.text}`)
  return answer.json
}

/** Sends a reply and waits until it is delivered and nothing more moves. */
export async function deliver(test: TestApp, body: Record<string, unknown>): Promise<DeskItem> {
  const id = await test.reply(body)
  const item = await test.waitForStatus(id, 'delivered')
  await settled(test)
  return item
}

/** Resolves when nothing is due and every posted message shows the present state. */
export async function settled(test: TestApp, options: { timeoutMs?: number } = {}): Promise<void> {
  await test.waitForQuiet(options)
  const stale = `select count(*)::int as n from intel.shown_messages m join intel.reports p on p.id = m.report_id
    where m.shown_revision < p.revision`
  await test.until(async () => (await test.database.pool.query(stale)).rows[0]?.n === 0, {
    what: 'every message to show the present state',
    ...options,
  })
}

/** Everything this report let out of the house, by where it went. */
export async function outputsOf(test: TestApp, item: DeskItem): Promise<Record<string, string>> {
  const report = await reportOf(test, item.id)
  const pages = await Promise.all(
    (['report_url', 'internal_url'] as const).map(async (view) => {
      const url = report[view] as unknown as string | null
      return [view, url === null ? '' : await (await fetch(url)).text()] as const
    }),
  )
  const posts = threadOf(test, item.id).map((message, n) => [`post ${n}`, JSON.stringify(message)] as const)
  const edits = test.workspace
    .callsOf('chat.update')
    .filter(({ args }) => JSON.stringify(args).includes(item.id))
    .map(({ args }, n) => [`edit ${n}`, JSON.stringify(args)] as const)
  const callbacks = test.clay
    .taken()
    .filter((payload) => payload['id'] === item.id)
    .map((payload, n) => [`callback ${n}`, JSON.stringify(payload)] as const)
  return Object.fromEntries([...pages, ...posts, ...edits, ...callbacks, ['api', JSON.stringify(report)]])
}

/** Presses a button as somebody. Throws when it is not there. */
export function click({ workspace }: TestApp, user: string, on: Message, which: string) {
  return workspace.person(user).click(on, which)
}

/** What one person was told and nobody else sees, oldest first. */
export function toldTo({ workspace }: TestApp, user: string): string[] {
  return workspace.ephemerals(user).map((message) => `${message.text} ${wordsOf(message)}`)
}
