import { describe, expect, test } from 'vitest'
import { bringsNews, isStillThere, newsOf, troubleKey } from '../../../src/pipeline/report/fresh/cause.ts'
import { changedSignalIds, newSignalIds } from '../../../src/pipeline/report/fresh/new-signals.ts'
import { rowDigests } from '../../../src/pipeline/report/signals/row-digests.ts'
import type { ReportDocument } from '../../../src/pipeline/report/types.ts'
import { sampleBuyer, sampleDm, sampleSignal, tier2Document } from '../../support/sample-documents.ts'
import { signal } from '../buyers/build.ts'
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

describe('a signal that is shown', () => {
  const tender = row('t', {
    type: 'rfp_posted',
    status: 'Open',
    deadline: '2027-01-15',
    amountUsd: 5_000,
    summary: 'Buses.',
  })
  const known = rowDigests([tender])
  const changed = (now: typeof tender, shown = ['t']) => changedSignalIds(shown, { known, seen: rowDigests([now]) })

  test.each([
    ['its status', { status: 'Cancelled' }],
    ['its deadline', { deadline: '2027-02-15' }],
    ['its amount', { amountUsd: 6_000 }],
    ['its title', { title: 'Plan t, amended' }],
    ['its summary', { summary: 'Buses and vans.' }],
    ['what kind of thing it is', { isAmendment: true }],
  ])('has changed with %s', (_, change) => {
    expect(changed({ ...tender, ...change })).toEqual(['t'])
  })

  test('has not changed by the day it was found, white space or case, nor when it is not shown or is gone', () => {
    expect(
      changed({ ...tender, detectedAt: '2026-11-20T00:00:00Z', status: ' open', summary: '<p>Buses.</p> ' }),
    ).toEqual([])
    expect(changed({ ...tender, status: 'Cancelled' }, ['other'])).toEqual([])
    expect(changedSignalIds(['t'], { known, seen: {} })).toEqual([])
  })

  test('of which it is not on record what it said has not changed', () => {
    expect(changedSignalIds(['t', 'constructor'], { known: { t: '' }, seen: { ...known, constructor: 'x' } })).toEqual(
      [],
    )
  })

  test('that came twice, in any order, is one', () => {
    const other = { ...tender, status: 'Closed' }
    expect(rowDigests([tender, tender])).toEqual(known)
    expect(rowDigests([tender, other])).toEqual(rowDigests([other, tender]))
  })
})

describe('a refresh', () => {
  const cause = {
    kind: 'refresh' as const,
    newSignalIds: ['a', 'b'],
    changedSignalIds: [] as string[],
    since: '2026-11-19T12:00:00.000Z',
  }
  const shown = sampleSignal({ id: 'shown' })
  const standing = tier2Document({ signals: [shown] })
  const asShown = { title: shown.title, deadline: shown.deadline, amountUsd: shown.amountUsd }
  const all = [signal('shown', { ...asShown, state: 'open', daysLeft: 25 }), signal('a')]
  const brings = (next: ReportDocument, more: { cause?: typeof cause; all?: typeof all } = {}) =>
    bringsNews(more.cause ?? cause, { standing, next, all: more.all ?? all })

  test('goes on while something of what it was started for is there', () => {
    expect(isStillThere(cause, [{ id: 'b' }])).toBe(true)
    expect(isStillThere(cause, [{ id: 'c' }])).toBe(false)
    expect(isStillThere({ ...cause, changedSignalIds: ['c'] }, [])).toBe(true)
    expect(isStillThere({ kind: 'recheck' }, [])).toBe(true)
    expect(isStillThere(undefined, [])).toBe(true)
  })

  test('is no news when new signals rank below what is shown and all else is the same', () => {
    expect(brings(standing)).toBe(false)
    expect(brings(tier2Document({ signals: [shown, sampleSignal({ id: 'a' })] }))).toBe(true)
    expect(bringsNews({ kind: 'recheck' }, { standing, next: standing, all })).toBe(true)
    expect(bringsNews(undefined, { standing, next: standing, all })).toBe(true)
  })

  test.each<[string, Partial<ReportDocument>]>([
    ['nobody decides any more', { dm: null }],
    ['somebody else decides', { dm: sampleDm({ contactId: 'another' }) }],
    ['the tier is another one', { tier: 1 }],
    ['another buyer is featured', { buyer: sampleBuyer({ id: 'byr-other', name: 'Alder County' }) }],
    ['no buyer is featured', { buyer: null }],
  ])('is news when %s', (_, change) => {
    expect(brings({ ...standing, ...change })).toBe(true)
  })

  test('is no news when the people could not be read this time, or the buyer goes by another spelling', () => {
    expect(brings({ ...standing, dm: null, tier: 1, contactsKnown: null })).toBe(false)
    const buyer = sampleBuyer({ id: null, name: (standing.buyer?.name ?? '').toUpperCase(), matchedBy: null })
    expect(brings({ ...standing, buyer })).toBe(false)
  })

  test('is no news when the record could not be read this time and the signals give the buyer another name', () => {
    const fairfax = sampleBuyer({ id: '1', name: 'Fairfax County Public Schools', matchedBy: 'id' })
    const known = { ...standing, buyer: fairfax, contactsKnown: 9 }
    const unread = { ...known, contactsKnown: null, dm: null, tier: 1 as const }
    const tells = (buyer: ReportDocument['buyer'], from = known) =>
      bringsNews(cause, { standing: from, next: { ...unread, buyer }, all })
    expect(tells(sampleBuyer({ id: null, name: 'FCPS', matchedBy: null }))).toBe(false)
    expect(tells(sampleBuyer({ id: null, name: 'Alder County', matchedBy: 'name' }))).toBe(true)
    const neverRead = { ...known, buyer: { ...fairfax, matchedBy: null } }
    expect(tells(sampleBuyer({ id: null, name: 'Alder County', matchedBy: null }), neverRead)).toBe(true)
  })

  test.each<[string, Partial<(typeof all)[number]>, boolean]>([
    ['is cancelled before its day', { state: 'closed' }, true],
    ['has another deadline', { deadline: '2027-09-09' }, true],
    ['has another amount', { amountUsd: 1 }, true],
    ['has another title', { title: 'Another title' }, true],
    ['has closed because its day passed', { state: 'closed', daysLeft: -1 }, false],
    ['has fewer days left', { daysLeft: 3 }, false],
  ])('tells of what is shown: one that %s', (_, change, isNews) => {
    const now = all.map((each) => (each.id === 'shown' ? { ...each, ...change } : each))
    expect(brings(standing, { all: now })).toBe(isNews)
  })

  test('must not repeat: the notice counts new signals that the run has left out', () => {
    expect(newsOf(cause, { standing, next: standing, all })).toEqual({ count: 1, changed: 0, since: cause.since })
    const withChange = { ...cause, changedSignalIds: ['shown'] }
    expect(newsOf(withChange, { standing, next: standing, all: [] })).toMatchObject({ count: 0, changed: 1 })
    expect(newsOf({ kind: 'recheck' }, { standing, next: standing, all })).toBeNull()
  })

  test('tells trouble of one report once; any other run tells its own', () => {
    const keys = [troubleKey(cause, 'run'), troubleKey({ kind: 'recheck' }, 'run'), troubleKey(undefined, 'run')]
    expect(keys).toEqual(['refresh', 'run', 'run'])
  })
})
