import type { ProviderName } from '../pipeline/ports.ts'
import type { Accepted, NewReply } from '../pipeline/report/desk-store.ts'
import type { ReplyInput, ReportId } from '../pipeline/report/types.ts'
import { FIRST_ONES, INSERT_REPLIES, LOCK_FIRSTS, LOCK_SAME, MERGE_COPIES, REMEMBER_COPIES } from './accept-sql.ts'
import type { Db, Queryable } from './db.ts'
import { INSERT_REPORTS } from './desk-sql.ts'
import { toJsonb } from './jsonb.ts'
import type { Queue } from './queue.ts'
import { insertRuns } from './run-rows.ts'

const SENDING_TOOLS: ProviderName[] = ['smartlead', 'heyreach']

/**
 * Stores replies and queues their work in one transaction. A message known already answers with its first id, whether it
 * is known by its key or, where a sending tool's event is one of the two, by person and words (docs/decisions/0011).
 */
export async function acceptAll({ db, queue }: { db: Db; queue: Queue }, replies: NewReply[]): Promise<Accepted[]> {
  return db.transaction(async (tx) => {
    const locks = replies.flatMap((reply) => sameOnesOf(reply).map((key) => ({ key, by: reply.broughtBy })))
    if (locks.length > 0)
      await tx.query(LOCK_SAME, [locks.map(({ key }) => key), locks.map(({ by }) => isSendingTool(by))])
    const answers = new Map<ReportId, Accepted>()
    for (const wave of wavesOf(replies)) {
      let left = wave
      for (let round = 0; left.length > 0; round += 1) {
        if (round > 2 * wave.length) throw new Error('The replies of a batch cannot be told apart')
        left = await acceptWave({ tx, queue }, left, answers)
      }
    }
    return replies.map(({ id }) => {
      const answer = answers.get(id)
      if (!answer) throw new Error('A duplicate reply has no first one')
      return answer
    })
  })
}

/** Two replies can only be one when they share one of these. The same content is of the same address. */
function sameOnesOf({ origin, input, keys }: NewReply): string[] {
  if (origin !== 'reply') return []
  return [input.prospectEmail, keys.profile, keys.name].filter((key) => key !== null)
}

/**
 * A statement does not see its own rows, so what a sending tool brought goes in another one than what may be the same
 * reply. Copies that Clay alone brings are told apart by their keys and stay together; where they meet the same row of a
 * tool, `copiesToWait` parts them.
 */
function wavesOf(replies: NewReply[]): NewReply[][] {
  const waves: NewReply[][] = []
  const seen = new Map<string, { wave: number; hasTool: boolean }>()
  for (const reply of replies) {
    const isTool = isSendingTool(reply.broughtBy)
    const keys = sameOnesOf(reply)
    const before = keys.flatMap((key) => seen.get(key) ?? [])
    const wave = Math.max(0, ...before.map((one) => one.wave + (isTool || one.hasTool ? 1 : 0)))
    for (const key of keys) seen.set(key, { wave, hasTool: isTool || (seen.get(key)?.hasTool ?? false) })
    waves[wave] = [...(waves[wave] ?? []), reply]
  }
  return waves
}

function isSendingTool(broughtBy: string): boolean {
  return SENDING_TOOLS.some((tool) => tool === broughtBy)
}

type Accepting = { tx: Queryable; queue: Queue }

/** Answers those that another look is to decide about. */
async function acceptWave(
  { tx, queue }: Accepting,
  replies: NewReply[],
  answers: Map<ReportId, Accepted>,
): Promise<NewReply[]> {
  const { rows } = await tx.query<{ id: ReportId }>(INSERT_REPLIES, [toJsonb(replies.map(replyJson)), SENDING_TOOLS])
  const stored = new Set(rows.map((row) => row.id))
  const fresh = replies.filter((reply) => stored.has(reply.id))
  for (const { id } of fresh) answers.set(id, { id, isDuplicate: false })
  if (fresh.length > 0) await queueFresh(queue, tx, fresh)
  const notStored = replies.filter((reply) => !stored.has(reply.id))
  if (notStored.length === 0) return []
  const firsts = await firstOnes(tx, notStored)
  const waiting = await copiesToWait(tx, notStored, firsts)
  const copies = notStored.filter((copy) => !waiting.has(copy))
  for (const { id } of copies) {
    const first = firsts.get(id)
    if (first) answers.set(id, { id: first.id, isDuplicate: true })
  }
  const others = copies.flatMap(({ id, messageKey }) => {
    const first = firsts.get(id)
    return first?.isOtherKey ? [{ message_key: messageKey, reply_id: first.id }] : []
  })
  if (others.length > 0) await tx.query(REMEMBER_COPIES, [toJsonb(others)])
  for (const id of await merge(tx, copies, firsts)) {
    const answer = answers.get(id)
    if (answer) answers.set(id, { ...answer, hasNewWords: true })
  }
  return [...waiting]
}

/** `isOtherKey`: it was not known by its own key, and is to be from now on. `text`: its words when it was looked for. */
type First = { id: ReportId; by: string; isOtherKey: boolean; text: string | null }
type FirstRow = { id: ReportId; first_id: ReportId; first_by: string; is_other_key: boolean; first_text: string | null }

async function firstOnes(tx: Queryable, copies: NewReply[]): Promise<Map<ReportId, First>> {
  const values = [toJsonb(copies.map(replyJson)), SENDING_TOOLS]
  const { rows } = await tx.query<FirstRow>(FIRST_ONES, values)
  const toFirst = (row: FirstRow): First => ({
    id: row.first_id,
    by: row.first_by,
    isOtherKey: row.is_other_key,
    text: row.first_text,
  })
  return new Map(rows.map((row) => [row.id, toFirst(row)]))
}

/**
 * A row takes one copy at a time: what the next one says is compared with the words that the row has by then, or two
 * messages end as one. The lock shows words that another process has just given it.
 */
async function copiesToWait(tx: Queryable, copies: NewReply[], firsts: Map<ReportId, First>): Promise<Set<NewReply>> {
  const joining = copies.flatMap((copy) => {
    const first = firsts.get(copy.id)
    return first && (first.isOtherKey || first.by !== copy.broughtBy) ? [{ copy, first }] : []
  })
  if (joining.length === 0) return new Set()
  const ids = [...new Set(joining.map(({ first }) => first.id))]
  const { rows } = await tx.query<{ id: ReportId; text_key: string | null }>(LOCK_FIRSTS, [ids])
  const texts = new Map(rows.map((row) => [row.id, row.text_key]))
  const taken = new Map<ReportId, string>()
  const waits = joining.filter(({ copy: { messageKey, input, keys }, first }) => {
    const text = texts.get(first.id) ?? null
    // Words that were there when it was looked for have been compared; only others are worth another look.
    if (first.isOtherKey && text !== first.text && text !== null && keys.text !== null && text !== keys.text)
      return true
    const said = JSON.stringify([messageKey, input.replyText])
    const before = taken.get(first.id) ?? said
    taken.set(first.id, before)
    return before !== said
  })
  return new Set(waits.map(({ copy }) => copy))
}

/** What a copy may add to the first one as long as no run has begun: who it is about and where it came from. */
const ADDED: (keyof ReplyInput)[] = [
  'prospectName',
  'prospectTitle',
  'companyName',
  'product',
  'campaignId',
  'campaignName',
  'sequenceStep',
  'accountTier',
  'requestedTier',
]
/** What it tells at any time, where the first one has nothing; a text without letters gives way to words. */
const TOLD: (keyof ReplyInput)[] = ['replyText', 'prospectEmail']

/**
 * Only another door says something new: a repeated request of the same one changes nothing. Answers which copies brought
 * the words.
 */
async function merge(tx: Queryable, copies: NewReply[], firsts: Map<ReportId, First>): Promise<ReportId[]> {
  const given = copies.flatMap((copy, n) => {
    const { id, origin, broughtBy, input } = copy
    const first = firsts.get(id)
    if (origin !== 'reply' || !first || first.by === broughtBy) return []
    const has = (fields: (keyof ReplyInput)[]) =>
      Object.fromEntries(fields.flatMap((field) => (input[field] === null ? [] : [[field, input[field]] as const])))
    const { prospect_email, content_key, text_key, profile_key, name_key } = replyJson(copy)
    const keys = { prospect_email, content_key, text_key, profile_key, name_key }
    return [{ n, id, first_id: first.id, brought_by: broughtBy, adds: has(ADDED), tells: has(TOLD), ...keys }]
  })
  if (given.length === 0) return []
  const values = [toJsonb(given), SENDING_TOOLS]
  const { rows } = await tx.query<{ id: ReportId; has_words: boolean }>(MERGE_COPIES, values)
  return rows.filter((row) => row.has_words).map(({ id }) => id)
}

async function queueFresh(queue: Queue, tx: Queryable, fresh: NewReply[]): Promise<void> {
  const reports = fresh.map(({ id, postsToSlack, run }) => ({
    id,
    posts_to_slack: postsToSlack,
    run_id: run?.id ?? null,
  }))
  await tx.query(INSERT_REPORTS, [toJsonb(reports)])
  // A request for 500 domains must not stand before the reply that comes a second later.
  const runs = fresh.flatMap((reply) => (reply.run ? [{ ...reply.run, priority: 0 }] : []))
  await insertRuns(queue, tx, runs)
  const waiting = fresh.filter((reply) => !reply.run)
  if (waiting.length > 0)
    await queue.insert(
      tx,
      'dispatch',
      waiting.map(({ id }) => ({ data: { reportId: id } })),
    )
}

function replyJson(reply: NewReply) {
  return {
    id: reply.id,
    message_key: reply.messageKey,
    content_key: reply.keys.content,
    text_key: reply.keys.text,
    profile_key: reply.keys.profile,
    name_key: reply.keys.name,
    origin: reply.origin,
    domain: reply.input.domain,
    prospect_email: reply.input.prospectEmail,
    input: reply.input,
    extra: reply.extra,
    brought_by: reply.broughtBy,
    received_at: reply.receivedAt,
  }
}
