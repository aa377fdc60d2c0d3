import { expect, test } from 'vitest'
import { createSchedules, type ScheduleDeps } from '../../../src/pipeline/report/fresh/schedules.ts'
import { reconcileOf } from '../../../src/provider-parts.ts'

const NOW = new Date('2026-11-20T12:00:00Z')

test('a drain that ran out of time ends a comparison with the providers’ lists', async () => {
  const heard: (AbortSignal | undefined)[] = []
  const run = async (_now: Date, abort?: AbortSignal) => {
    heard.push(abort)
    abort?.throwIfAborted()
    return []
  }
  const reconcile = reconcileOf({ reconciliation: { run } })
  const schedules = createSchedules({ reconcile } as ScheduleDeps)
  const schedule = schedules.find(({ name }) => name === 'reconcile')
  const drain = new AbortController()
  const at = { now: NOW, slot: NOW, abort: drain.signal }
  expect(await schedule?.work(at)).toEqual({ hasMore: false, note: null })
  drain.abort(new Error('stopping'))
  await expect(schedule?.work(at)).rejects.toThrow('stopping')
  expect(heard).toEqual([drain.signal, drain.signal])
})
