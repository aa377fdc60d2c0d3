import type { ProviderName } from '../pipeline/ports.ts'
import type { Accepted, NewReply } from '../pipeline/report/desk-store.ts'
import type { ReplyInput, ReportId } from '../pipeline/report/types.ts'
import type { Db, Queryable } from './db.ts'
import { FIRST_ONES, INSERT_REPLIES, INSERT_REPORTS, LOCK_CONTENTS, MERGE_COPIES } from './desk-sql.ts'
import { toJsonb } from './jsonb.ts'
import type { Queue } from './queue.ts'
import { insertRuns } from './run-rows.ts'

const SENDING_TOOLS: ProviderName[] = ['smartlead', 'heyreach']

/**
 * Stores replies and queues their work in one transaction. A message known already answers with its first id, whether
 * it is known by its key or, where a sending tool's event is one of the two, by its content.
 */
export async function acceptAll({ db, queue }: { db: Db; queue: Queue }, replies: NewReply[]): Promise<Accepted[]> {
  return db.transaction(async (tx) => {
    const known = replies.filter(({ contentKey }) => contentKey !== null)
    const locks = [known.map(({ contentKey }) => contentKey), known.map(({ broughtBy }) => isSendingTool(broughtBy))]
    if (known.length > 0) await tx.query(LOCK_CONTENTS, locks)
    const answers = new Map<ReportId, Accepted>()
    for (const wave of wavesOf(replies)) await acceptWave({ tx, queue }, wave, answers)
    return replies.map(({ id }) => {
      const answer = answers.get(id)
      if (!answer) throw new Error('A duplicate reply has no first one')
      return answer
    })
  })
}

/**
 * A statement does not see its own rows, so what a sending tool brought goes in another one than what has the same
 * content. Copies that Clay alone brings are told apart by their keys and stay together.
 */
function wavesOf(replies: NewReply[]): NewReply[][] {
  const waves: NewReply[][] = []
  const seen = new Map<string, { wave: number; hasTool: boolean }>()
  for (const reply of replies) {
    const isTool = isSendingTool(reply.broughtBy)
    const before = reply.contentKey === null ? undefined : seen.get(reply.contentKey)
    const wave = before ? before.wave + (isTool || before.hasTool ? 1 : 0) : 0
    if (reply.contentKey !== null) seen.set(reply.contentKey, { wave, hasTool: isTool || (before?.hasTool ?? false) })
    waves[wave] = [...(waves[wave] ?? []), reply]
  }
  return waves
}

function isSendingTool(broughtBy: string): boolean {
  return SENDING_TOOLS.some((tool) => tool === broughtBy)
}

type Accepting = { tx: Queryable; queue: Queue }

async function acceptWave(
  { tx, queue }: Accepting,
  replies: NewReply[],
  answers: Map<ReportId, Accepted>,
): Promise<void> {
  const { rows } = await tx.query<{ id: ReportId }>(INSERT_REPLIES, [toJsonb(replies.map(replyJson)), SENDING_TOOLS])
  const stored = new Set(rows.map((row) => row.id))
  const fresh = replies.filter((reply) => stored.has(reply.id))
  for (const { id } of fresh) answers.set(id, { id, isDuplicate: false })
  if (fresh.length > 0) await queueFresh(queue, tx, fresh)
  const copies = replies.filter((reply) => !stored.has(reply.id))
  if (copies.length === 0) return
  const firsts = await firstOnes(tx, copies)
  for (const [id, first] of firsts) answers.set(id, { id: first.id, isDuplicate: true })
  await merge(tx, copies, firsts)
}

type First = { id: ReportId; by: string }

async function firstOnes(tx: Queryable, copies: NewReply[]): Promise<Map<ReportId, First>> {
  const values = [toJsonb(copies.map(replyJson)), SENDING_TOOLS]
  const { rows } = await tx.query<{ id: ReportId; first_id: ReportId; first_by: string }>(FIRST_ONES, values)
  return new Map(rows.map((row) => [row.id, { id: row.first_id, by: row.first_by }]))
}

/** What a copy may add to the first one: who it is about and where it came from, never what was said. */
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

/** Only another door says something new: a repeated request of the same one changes nothing. */
async function merge(tx: Queryable, copies: NewReply[], firsts: Map<ReportId, First>): Promise<void> {
  const given = copies.flatMap(({ id, origin, broughtBy, input }) => {
    const first = firsts.get(id)
    if (origin !== 'reply' || !first || first.by === broughtBy) return []
    const adds = ADDED.flatMap((field) => (input[field] === null ? [] : [[field, input[field]] as const]))
    return [{ id, first_id: first.id, brought_by: broughtBy, adds: Object.fromEntries(adds) }]
  })
  if (given.length > 0) await tx.query(MERGE_COPIES, [toJsonb(given), SENDING_TOOLS])
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

function replyJson(reply: NewReply): object {
  return {
    id: reply.id,
    message_key: reply.messageKey,
    content_key: reply.contentKey,
    origin: reply.origin,
    domain: reply.input.domain,
    prospect_email: reply.input.prospectEmail,
    input: reply.input,
    extra: reply.extra,
    brought_by: reply.broughtBy,
    received_at: reply.receivedAt,
  }
}
