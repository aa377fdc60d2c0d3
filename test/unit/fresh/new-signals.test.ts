import { expect, test } from 'vitest'
import { bringsNews, newsOf, troubleKey } from '../../../src/pipeline/report/fresh/cause.ts'
import { newSignalIds } from '../../../src/pipeline/report/fresh/new-signals.ts'
import { rawSignal } from '../signals/build.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
const row = (id: string, more: Omit<Parameters<typeof rawSignal>[0], 'id'> = {}) =>
  rawSignal({ id, title: `Plan ${id}`, buyerName: 'Alder County', eventDate: '2026-11-01', ...more })

test.each([
  ['an id nobody knew is new', [row('a'), row('b')], ['a'], ['b']],
  ['nothing is new when all is known', [row('a')], ['a', 'gone'], []],
  [
    'the same event under another id is not new',
    [row('a', { title: 'Fleet' }), row('b', { title: 'Fleet' })],
    ['a'],
    [],
  ],
  ['a row that a report leaves out is not new', [row('a'), row('old', { eventDate: '1999-01-01' })], ['a'], []],
  [
    'a row without a buyer is not new beside one with',
    [row('a'), row('b', { buyerName: null, buyerId: null })],
    ['a'],
    [],
  ],
])('%s', (_, rows, known, fresh) => {
  expect(newSignalIds(rows, known, NOW)).toEqual(fresh)
})

test('a run that a person asked for always counts; a refresh only with one of its signals', () => {
  const cause = { kind: 'refresh' as const, newSignalIds: ['a', 'b'], since: '2026-11-19T12:00:00.000Z' }
  expect(bringsNews(undefined, [])).toBe(true)
  expect(bringsNews({ kind: 'recheck' }, [])).toBe(true)
  expect(bringsNews(cause, [{ id: 'b' }, { id: 'c' }])).toBe(true)
  expect(bringsNews(cause, [{ id: 'c' }])).toBe(false)
  expect(newsOf(cause)).toEqual({ count: 2, since: cause.since })
  expect(newsOf({ kind: 'recheck' })).toBeNull()
  expect([troubleKey(cause, 'run'), troubleKey({ kind: 'recheck' }, 'run'), troubleKey(undefined, 'run')]).toEqual([
    'refresh',
    'run',
    'run',
  ])
})
