import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { ReportId, ReportStatus } from '../../../src/pipeline/report/types.ts'
import type { CrashWorld } from './crash-world.ts'

/**
 * What became of replies, counted at both ends: in the record, and at those who heard of it. Slack's and Clay's
 * stand-ins and Claude's fake outlive every app, so their counts owe nothing to it.
 */
export type ReplyAudit = {
  id: ReportId
  status: ReportStatus
  /** Message 1, or its quiet line. */
  messages1: number
  messages2: number
  /** Everything else posted for this reply, direct messages too, by effect. */
  others: Record<string, number>
  versions: number
  /** Deliveries by their id: more than 1 is a repeat, which Clay takes for the same. */
  deliveries: Record<string, number>
  /** Answers of Claude on record, and questions with more than one of them: those were paid for twice in vain. */
  recordedAnswers: number
  repeatedAnswers: number
  effects: { id: string; status: string }[]
}

type Row = Pick<ReplyAudit, 'id' | 'status' | 'versions' | 'effects'> & {
  recorded_answers: number
  repeated_answers: number
}

const AUDIT = `
select p.id, p.status,
  (select count(*)::int from intel.report_versions v where v.report_id = p.id) as versions,
  (select coalesce(json_agg(json_build_object('id', e.id, 'status', e.status) order by e.seq), '[]')
   from intel.effects e where e.report_id = p.id) as effects,
  (select count(*)::int from intel.model_calls c join intel.runs r on r.id = c.run_id
   where r.subject_id = p.id and c.answer is not null) as recorded_answers,
  (select count(*)::int from (select from intel.model_calls c join intel.runs r on r.id = c.run_id
   where r.subject_id = p.id and c.answer is not null group by c.run_id, c.call_key having count(*) > 1) x) as repeated_answers
from intel.reports p where p.id = any($1)`

/** Who heard of it. */
type Ears = Pick<CrashWorld, 'workspace' | 'clay'>

export async function auditReplies(world: Ears, pool: Pool, ids: ReportId[]): Promise<ReplyAudit[]> {
  const { rows } = await pool.query<Row>(AUDIT, [ids])
  const posts = postsByEffect(world)
  const deliveries = world.clay.taken()
  return rows.map(({ id, status, versions, effects, recorded_answers, repeated_answers }) => {
    const counts = [...posts].filter(([effectId]) => effectId.split(':').includes(id))
    const countOf = (effectId: string) => posts.get(effectId) ?? 0
    const own = [`dispatch:${id}`, `card:${id}`]
    const heard = deliveries.filter((delivery) => delivery['id'] === id).map((one) => String(one['delivery_id']))
    return {
      id,
      status,
      versions,
      effects,
      messages1: countOf(`dispatch:${id}`),
      messages2: countOf(`card:${id}`),
      others: Object.fromEntries(counts.filter(([effectId]) => !own.includes(effectId))),
      deliveries: Object.fromEntries(
        Object.entries(Object.groupBy(heard, (delivery) => delivery)).map(([key, list]) => [key, list?.length ?? 0]),
      ),
      recordedAnswers: recorded_answers,
      repeatedAnswers: repeated_answers,
    }
  })
}

/** How often Slack stored a post of each effect, whether or not its answer arrived. */
function postsByEffect({ workspace }: Ears): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { args, answer } of workspace.callsOf('chat.postMessage')) {
    if (!answer?.ok) continue
    const metadata = args['metadata'] as { event_payload?: { effect_id?: string } } | undefined
    const effectId = metadata?.event_payload?.effect_id ?? 'without an id'
    counts.set(effectId, (counts.get(effectId) ?? 0) + 1)
  }
  return counts
}

/** Work that is not done: replies, runs, effects, and messages that show an old state. */
const BUSY = `
select (select count(*) from intel.reports where dispatched_at is null and run_id is null and status = 'queued')
  + (select count(*) from intel.runs where status in ('queued', 'running', 'delayed'))
  + (select count(*) from intel.effects where status in ('pending', 'started'))
  + (select count(*) from intel.shown_messages m join intel.reports p on p.id = m.report_id
     where m.shown_revision < p.revision) as busy`

/** Resolves when nothing is left to do. Rejects at the deadline, telling what is. */
export async function untilQuiet(pool: Pool, { timeoutMs = 60_000 } = {}): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const { rows } = await pool.query<{ busy: string }>(BUSY)
    if (rows[0]?.busy === '0') return
    if (performance.now() > deadline) throw new Error(`Not quiet after ${timeoutMs} ms: ${await whatIsLeft(pool)}`)
    await delay(40)
  }
}

async function whatIsLeft(pool: Pool): Promise<string> {
  const { rows } = await pool.query(
    `select 'report' as what, id, status as state, status_note as note from intel.reports where status in ('queued', 'running', 'delayed')
     union all select 'run', id, status || ' ' || attempt, note from intel.runs where status in ('queued', 'running', 'delayed')
     union all select 'effect', id, status || ' ' || tries, error from intel.effects where status in ('pending', 'started')`,
  )
  const lanes = await pool.query(`select lane, holder, held_until, next_at from intel.lanes`)
  return JSON.stringify([...rows, ...lanes.rows])
}
