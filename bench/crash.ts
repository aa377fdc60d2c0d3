import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Pool } from 'pg'
import type { ReportId } from '../src/pipeline/report/types.ts'
import { auditReplies, type ReplyAudit, untilQuiet } from '../test/support/crash/audit.ts'
import type { CrashChild } from '../test/support/crash/crash-child.ts'
import { type CrashWorld, createCrashWorld, seedSignals, signalsOf } from '../test/support/crash/crash-world.ts'
import { startOwnDatabase } from '../test/support/crash/own-database.ts'

/**
 * The proof that nothing accepted is lost and nothing is sent twice, with figures: `node bench/crash.ts`.
 *
 * 1. Replies in flight while the app is killed with SIGKILL at random, again and again, and started again each time.
 * 2. Two apps on one database, of which one is killed for good while it holds runs and the channel.
 * 3. With `--every`: one reply for every single statement and every answer in the life of a reply, with the app killed
 *    right there.
 *
 * Postgres, Slack's and Clay's stand-ins and Claude's fake outlive all apps, so their counts owe nothing to them.
 */

const SELLER = 'fernmill.example'
const POSTS_PER_SECOND = 50

const { values } = parseArgs({
  options: {
    replies: { type: 'string', default: '60' },
    kills: { type: 'string', default: '20' },
    takeovers: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    every: { type: 'boolean', default: false },
  },
})
const random = seeded(Number(values.seed))
const stage = await startOwnDatabase()
let brought = 0

/** The same numbers from the same seed (mulberry32), so that a bad round can be run again. */
function seeded(seed: number): (from: number, to: number) => number {
  let state = seed
  return (from, to) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return from + (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * (to - from)
  }
}

async function openWorld(): Promise<CrashWorld> {
  const world = await createCrashWorld({
    places: stage.places,
    env: { SLACK_POSTS_PER_SECOND: String(POSTS_PER_SECOND) },
  })
  // A model takes its time, and Slack stores a post well before its answer is here: kills land in between.
  world.claude.respond(() => ({ slowMs: random(200, 2_500) }))
  world.workspace.fault('chat.postMessage', { kind: 'delay', ms: 30 }, { times: Number.MAX_SAFE_INTEGER })
  return world
}

function reply(): Record<string, unknown> {
  return {
    domain: SELLER,
    prospect_name: 'Ana Ruiz',
    prospect_email: `ana@${SELLER}`,
    reply_text: 'Yes, please send me the page. Could we talk on Tuesday?',
    message_id: `bench-${++brought}`,
  }
}

async function inFlight(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from intel.reports where status in ('queued', 'running', 'delayed')`,
  )
  return rows[0]?.n ?? 0
}

async function killAgainAndAgain(replies: number, kills: number): Promise<string[]> {
  console.log(`\n1. ${replies} replies, ${kills} times kill -9 of the app`)
  const world = await openWorld()
  try {
    const restarts: { ready: number; resumed: number | null; flying: number }[] = []
    await world.app()
    const bringing = Promise.all(Array.from({ length: replies }, () => world.bring(reply())))
    bringing.catch(() => undefined)
    for (let kill = 0; kill < kills; kill++) {
      const app = await world.app()
      await delay(random(50, 1_500))
      const flying = await inFlight(stage.pool)
      await app.kill()
      const next = await world.app()
      // What is resumed is resumed within a moment; nothing to resume is no figure.
      await untilResumed(next)
      restarts.push({ ready: next.startedMs, resumed: next.resumed()?.afterReadyMs ?? null, flying })
    }
    const accepted = await bringing
    await untilQuiet(stage.pool, { timeoutMs: 120_000 })
    const ids = [...new Set(accepted.map(({ id }) => id))]
    const audits = await auditReplies(world, stage.pool, ids)
    printRestarts(restarts)
    return verdict(world, audits, { replies, accepted, kills })
  } finally {
    await world.close()
  }
}

async function untilResumed(app: CrashChild): Promise<void> {
  for (let waited = 0; waited < 2_000 && app.resumed() === null; waited += 25) await delay(25)
}

function printRestarts(restarts: { ready: number; resumed: number | null; flying: number }[]): void {
  const resumed = restarts.flatMap((one) => (one.resumed === null ? [] : [Math.max(0, one.resumed)]))
  console.table({
    'replies in flight at the kill': spread(restarts.map((one) => one.flying)),
    'restart to ready, ms (program loaded)': spread(restarts.map((one) => one.ready)),
    'ready to first resumed work, ms': spread(resumed),
  })
}

function spread(numbers: number[]): { least: number; median: number; most: number; of: number } {
  const sorted = numbers.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
  return { least: at(0), median: at(0.5), most: at(1), of: sorted.length }
}

type Facts = { replies: number; accepted: { isDuplicate: boolean }[]; kills: number }

function verdict(world: CrashWorld, audits: ReplyAudit[], { replies, accepted, kills }: Facts): string[] {
  const sum = (of: (audit: ReplyAudit) => number) => audits.reduce((total, audit) => total + of(audit), 0)
  const deliveries = sum((audit) => Object.keys(audit.deliveries).length)
  const heard = sum((audit) => Object.values(audit.deliveries).reduce((total, times) => total + times, 0))
  const recorded = sum((audit) => audit.recordedAnswers)
  const facts = {
    'replies accepted': audits.length,
    'answered only after a kill (sent again)': accepted.filter((one) => one.isDuplicate).length,
    delivered: audits.filter((audit) => audit.status === 'delivered').length,
    'messages 1': sum((audit) => audit.messages1),
    'messages 2': sum((audit) => audit.messages2),
    'messages doubled': audits.filter((audit) => audit.messages1 > 1 || audit.messages2 > 1).length,
    'other posts': sum((audit) => Object.keys(audit.others).length),
    'report versions': sum((audit) => audit.versions),
    'callbacks, by delivery id': deliveries,
    'callbacks repeated (same id)': heard - deliveries,
    'model answers on record': recorded,
    'model answers on record asked for again': sum((audit) => audit.repeatedAnswers),
    'model answers that died before they were on record': world.claude.paid() - recorded,
  }
  console.table(Object.fromEntries(Object.entries(facts).map(([name, count]) => [name, { count }])))
  const problems = [...world.workspace.problems, ...world.claude.problems, ...world.clay.problems]
  const isWrong = {
    'replies were lost': audits.length !== replies || facts.delivered !== replies,
    'messages were lost or doubled': facts['messages 1'] !== replies || facts['messages 2'] !== replies,
    'a message was doubled': facts['messages doubled'] > 0,
    'something else was posted': facts['other posts'] > 0,
    'versions were doubled': facts['report versions'] !== replies,
    'callbacks had two ids': deliveries !== replies,
    'a paid answer was asked for again': facts['model answers on record asked for again'] > 0,
    'more was lost than was in flight':
      facts['model answers that died before they were on record'] > kills * replies * 2,
    [problems.join(', ')]: problems.length > 0,
  }
  return Object.entries(isWrong).flatMap(([what, wrong]) => (wrong ? [what] : []))
}

type Work = { id: string; process_id: string }

/** Two apps; the one that holds the channel dies for good, and the other one has to notice by itself. */
async function takeOver(rounds: number): Promise<string[]> {
  if (rounds === 0) return []
  console.log('\n2. Two apps on one database; one is killed for good')
  const times = { runs: [] as number[], channel: [] as number[] }
  const failures: string[] = []
  for (let round = 0; round < rounds; round++) {
    const world = await openWorld()
    try {
      const [one, other] = [await world.app(), await world.another()]
      world.claude.respond(() => ({ slowMs: random(1_000, 3_000) }))
      const accepted = await Promise.all(Array.from({ length: 40 }, () => world.bring(reply())))
      const victim = await holderOfChannel([one, other])
      await victim.kill()
      const killedAt = performance.now()
      const killedAtWall = Date.now()
      const left = await workOf(victim)
      const survivor = victim === one ? other : one
      if (left.length > 0) times.runs.push(await untilTaken(left, killedAt))
      const firstPost = await world.workspace.waitFor(
        () => world.workspace.callsOf('chat.postMessage').find((call) => call.at > killedAtWall),
        { timeoutMs: 30_000, what: 'a post of the survivor' },
      )
      times.channel.push(firstPost.at - killedAtWall)
      world.claude.respond('good')
      await untilQuiet(stage.pool, { timeoutMs: 60_000 })
      const ids = accepted.map(({ id }) => id)
      failures.push(...wrongIn(await auditReplies(world, stage.pool, ids), ids))
      if (survivor.isGone()) failures.push('the survivor died')
    } finally {
      await world.close()
    }
  }
  console.table({
    'kill to the last run taken over, ms': spread(times.runs),
    'kill to the next post in the channel, ms': spread(times.channel),
  })
  const slow = Math.max(...times.runs, ...times.channel)
  return slow > 13_000 ? [...failures, `taking over took ${Math.round(slow)} ms`] : failures
}

async function holderOfChannel(apps: CrashChild[]): Promise<CrashChild> {
  for (let waited = 0; waited < 10_000; waited += 25) {
    const { rows } = await stage.pool.query<{ pid: number; waiting: number }>(
      `select p.pid, (select count(*)::int from intel.effects e where e.lane = l.lane and e.status = 'pending') as waiting
       from intel.lanes l join intel.processes p on p.id = l.holder where l.lane like 'slack:%'`,
    )
    const [held] = rows
    const holder = apps.find((app) => app.pid === held?.pid)
    if (holder && (held?.waiting ?? 0) > 3) return holder
    await delay(25)
  }
  throw new Error('No app held the channel with posts waiting')
}

async function workOf(app: CrashChild): Promise<Work[]> {
  const { rows } = await stage.pool.query<Work>(
    `select r.id, r.process_id from intel.runs r join intel.processes p on p.id = r.process_id
     where p.pid = $1 and r.status = 'running'`,
    [app.pid],
  )
  return rows
}

/** Milliseconds from the kill until each of these runs was begun by another process. */
async function untilTaken(left: Work[], killedAt: number): Promise<number> {
  for (;;) {
    const { rows } = await stage.pool.query<{ n: number }>(
      `select count(*)::int as n from intel.runs where id = any($1) and process_id = $2 and status = 'running'`,
      [left.map((run) => run.id), left[0]?.process_id ?? ''],
    )
    if (rows[0]?.n === 0) return performance.now() - killedAt
    if (performance.now() - killedAt > 60_000) throw new Error('Runs were not taken over')
    await delay(50)
  }
}

type Expected = {
  status: string
  messages1: number
  messages2: number
  versions: number
  others: number
  heard: number
}

const DELIVERED = { status: 'delivered', messages1: 1, messages2: 1, versions: 1, others: 0, heard: 1 }
const HELD = { ...DELIVERED, status: 'held', messages2: 0, versions: 0, heard: 0 }
const NO_SIGNALS = { ...DELIVERED, status: 'no_signals', messages2: 0, versions: 0, others: 1 }

function wrongIn(audits: ReplyAudit[], ids: ReportId[], expected: Expected = DELIVERED): string[] {
  const isRight = (audit: ReplyAudit) =>
    audit.status === expected.status &&
    audit.messages1 === expected.messages1 &&
    audit.messages2 === expected.messages2 &&
    audit.versions === expected.versions &&
    audit.repeatedAnswers === 0 &&
    Object.values(audit.others).every((posts) => posts === 1) &&
    Object.keys(audit.others).length === expected.others &&
    Object.keys(audit.deliveries).length === expected.heard
  const wrong = audits.filter((audit) => !isRight(audit)).map((audit) => JSON.stringify(audit))
  return audits.length === ids.length ? wrong : [...wrong, `${ids.length - audits.length} replies are gone`]
}

/** What a reply may be, and what must become of it. */
const KINDS: [string, Record<string, unknown>, Expected][] = [
  ['a reply with a report', {}, DELIVERED],
  ['a reply without signals', { domain: 'quietbrook.example' }, NO_SIGNALS],
  ['a reply that is held', { reply_text: 'I am out of the office until Monday with no access to e-mail.' }, HELD],
]

/** Kills right after every single thing that the app does for each kind of reply, and around a direct message. */
async function killEverywhere(): Promise<string[]> {
  console.log('\n3. Killed after every single statement and answer in the life of a reply')
  const world = await openWorld()
  world.claude.respond('good')
  try {
    const failures: string[] = []
    const table: Record<string, { places: number; wrong: number }> = {}
    for (const [name, body, expected] of KINDS) {
      const { places, wrong } = await killAlong(world, body, expected)
      table[name] = { places, wrong: wrong.length }
      failures.push(...wrong)
    }
    const places = ['announced', 'performed', 'reconciled', 'recorded'].map((at) => `dm:${at}`)
    const { id } = await world.bring(reply())
    await untilQuiet(stage.pool, { timeoutMs: 60_000 })
    await world.dieAt(places)
    const app = await world.app()
    app.escalate(id, 'U0LEAD')
    await world.survivor()
    await untilQuiet(stage.pool, { timeoutMs: 60_000 })
    const wrong = wrongIn(await auditReplies(world, stage.pool, [id]), [id], { ...DELIVERED, others: 2 })
    console.table({ ...table, 'an escalation and its direct message': { places: places.length, wrong: wrong.length } })
    return [...failures, ...wrong]
  } finally {
    await world.close()
  }
}

/** For n from 1 on, until replies outlive it: the app dies right after the n-th thing it does since the reply came in. */
async function killAlong(world: CrashWorld, body: Record<string, unknown>, expected: Expected) {
  const wrong: string[] = []
  let survivors = 0
  let place = 0
  // The app does a few things by the clock, so that one quiet reply does not prove that the end was reached.
  for (; survivors < 3; place++) {
    const app = await world.app()
    await world.dieAt([`any#${place + 1}`])
    const { id } = await world.bring({ ...reply(), ...body })
    await Promise.race([app.gone, untilQuiet(stage.pool).catch(() => undefined)])
    survivors = app.isGone() ? 0 : survivors + 1
    await app.kill()
    await world.survivor()
    await untilQuiet(stage.pool, { timeoutMs: 60_000 })
    const found = wrongIn(await auditReplies(world, stage.pool, [id]), [id], expected)
    wrong.push(...found.map((what) => `any#${place + 1}: ${what}`))
  }
  return { places: place - survivors, wrong }
}

try {
  await seedSignals(stage.pool, signalsOf(SELLER))
  console.log(
    `Seed ${values.seed}, ${POSTS_PER_SECOND} posts a second, Postgres with fsync, everything on this machine.`,
  )
  const failures = [
    ...(await killAgainAndAgain(Number(values.replies), Number(values.kills))),
    ...(await takeOver(Number(values.takeovers))),
    ...(values.every ? await killEverywhere() : []),
  ]
  console.log(failures.length === 0 ? '\nNothing was lost and nothing was doubled.' : `\nWrong: ${failures.join('; ')}`)
  process.exitCode = failures.length === 0 ? 0 : 1
} finally {
  await stage.stop()
}
