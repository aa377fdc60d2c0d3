import { expect, test } from 'vitest'
import { z } from 'zod'
import { createToolRuns, type ToolRunOptions } from '../../../../src/clients/starbridge/tool-runs.ts'
import type { FakeStarbridge } from '../../../support/fake-starbridge.ts'
import { CEDAR, failureOf, startFake } from './world.ts'

const Output = z.object({ totalContacts: z.number() })

function runsOn(fake: FakeStarbridge, more: Partial<ToolRunOptions> = {}) {
  const waits: number[] = []
  const wait = async (ms: number) => void waits.push(ms)
  const runs = createToolRuns({ ...fake.tools, wait, ...more })
  const contacts = (abort?: AbortSignal) =>
    runs.run({
      tool: { name: 'buyer_contacts', id: fake.tools.ids['buyer_contacts'] ?? '' },
      inputs: { buyer_id: CEDAR },
      output: Output,
      mode: 'later',
      abort,
    })
  return { contacts, waits }
}

test('a run is asked for every three seconds until it has an output', async () => {
  const fake = await startFake({ switches: { pendingPolls: 4 } })
  const { contacts, waits } = runsOn(fake)
  expect(await contacts()).toEqual({ totalContacts: 52 })
  expect(waits).toEqual([3_000, 3_000, 3_000, 3_000])
  expect(fake.count('run')).toBe(5)
})

test("the run's id is found under each of its names, and the output as an object or as text", async () => {
  const fake = await startFake()
  const { contacts } = runsOn(fake)
  for (let nth = 0; nth < 8; nth += 1) expect(await contacts()).toEqual({ totalContacts: 52 })
  expect(new Set(fake.calls.flatMap(({ asked }) => asked['runId'] ?? [])).size).toBe(8)
})

test('a run that never ends is given up at the deadline', async () => {
  const fake = await startFake({ switches: { pendingPolls: 10_000 } })
  const { contacts, waits } = runsOn(fake, { deadlineMs: 60_000 })
  const error = await failureOf(contacts())
  expect(error).toMatchObject({ operation: 'buyer_contacts', status: null, code: 'timeout', retryable: true })
  expect(waits).toHaveLength(21)
})

test('the deadline holds also while a look is not answered', async () => {
  const fake = await startFake()
  fake.fault('run', { kind: 'hang' })
  expect(await failureOf(runsOn(fake, { deadlineMs: 80 }).contacts())).toMatchObject({ code: 'timeout' })
})

test('a look that fails in passing is repeated, as late as the service asks; a run that failed is not', async () => {
  const fake = await startFake({ switches: { pendingPolls: 0 } })
  fake.fault('run', { kind: 'status', status: 429, retryAfterSeconds: 9 })
  fake.fault('run', { kind: 'reset' })
  const patient = runsOn(fake)
  expect(await patient.contacts()).toEqual({ totalContacts: 52 })
  expect(patient.waits).toEqual([9_000, 3_000])
  fake.fault('run', { kind: 'refused', message: 'The tool crashed' })
  const { contacts, waits } = runsOn(fake)
  expect(await failureOf(contacts())).toMatchObject({ code: 'tool_failed', retryable: true })
  expect(waits).toEqual([])
})

test('three failed looks in a row, or one that cannot pass, end the run', async () => {
  const fake = await startFake()
  fake.fault('run', { kind: 'status', status: 500 }, 3)
  expect(await failureOf(runsOn(fake).contacts())).toMatchObject({ status: 500 })
  fake.fault('run', { kind: 'status', status: 404 })
  expect(await failureOf(runsOn(fake).contacts())).toMatchObject({ status: 404, retryable: false })
  expect(fake.count('run')).toBe(4)
})

test('a run that ends without an output is told from one that is under way', async () => {
  const fake = await startFake()
  fake.fault('run', { kind: 'other-shape' })
  const error = await failureOf(runsOn(fake).contacts())
  expect(error).toMatchObject({ code: 'bad_shape', message: 'datagen (buyer_contacts) answered 200 with no output' })
})

test('ten run at once and no more; the others wait their turn', async () => {
  const fake = await startFake({ switches: { pendingPolls: 0 } })
  const { contacts } = runsOn(fake)
  fake.fault('buyer_contacts', { kind: 'hang' }, 10)
  const stop = new AbortController()
  const stuck = Array.from({ length: 10 }, () => contacts(stop.signal).catch(() => 'stopped'))
  await fake.waitFor(() => fake.count('buyer_contacts') === 10)
  const leaving = new AbortController()
  const gone = contacts(leaving.signal)
  const waiting = contacts()
  leaving.abort(new Error('left the queue'))
  await expect(gone).rejects.toThrow('left the queue')
  expect(fake.count('buyer_contacts')).toBe(10)
  stop.abort(new Error('stopped'))
  expect(await waiting).toEqual({ totalContacts: 52 })
  expect(await Promise.all(stuck)).toEqual(Array.from({ length: 10 }, () => 'stopped'))
  expect(fake.count('buyer_contacts')).toBe(11)
  expect(fake.problems).toEqual([])
})

test('a caller that leaves between two looks gets its own reason', async () => {
  const fake = await startFake({ switches: { pendingPolls: 10_000 } })
  const leaving = new AbortController()
  const reason = new Error('The run was stopped')
  const asked = createToolRuns(fake.tools).run({
    tool: { name: 'buyer_contacts', id: fake.tools.ids['buyer_contacts'] ?? '' },
    inputs: { buyer_id: CEDAR },
    output: Output,
    mode: 'later',
    abort: leaving.signal,
  })
  await fake.waitFor(() => fake.calls.some(({ operation, status }) => operation === 'run' && status === 202))
  leaving.abort(reason)
  await expect(asked).rejects.toBe(reason)
})
