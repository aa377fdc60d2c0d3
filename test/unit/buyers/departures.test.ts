import { describe, expect, it } from 'vitest'
import { departuresOf, type Holder } from '../../../src/pipeline/report/buyers/departures.ts'
import { readTitle } from '../../../src/pipeline/report/buyers/titles.ts'
import { signal } from './build.ts'

/** Headlines about people of Pine Ridge Independent School District, as papers and agendas write them. */

const HERE = { name: 'Pine Ridge Independent School District', type: 'SchoolDistrict' }
const holder = (name: string, title: string): Holder => ({ id: name, name, reading: readTitle(title), seenAt: null })
const MARIA = holder('Maria Lopez', 'Superintendent')
const AL = holder('Al Reyes', 'Chief Technology Officer')
const DANA = holder('Dana Ruiz', 'Director of Transportation')

const leavers = (title: string, summary: string | null = null, holders = [MARIA, AL, DANA]) => [
  ...departuresOf(
    holders,
    [signal('j', { type: 'job_change', title, summary, eventDate: '2026-02-20', buyerName: HERE.name })],
    HERE,
  ).keys(),
]

describe('must not repeat: somebody who leaves is still named as the decision maker', () => {
  it.each([
    'Superintendent Maria Lopez to retire in June',
    'Superintendent Maria Lopez will retire at the end of the year',
    'Maria Lopez will leave the district on June 30',
    'Maria Lopez will officially step down in May',
    'Maria Lopez announces her retirement',
    'Maria Lopez has taken a position with Mesa USD',
    'Maria Lopez has taken a new leadership position elsewhere',
    'Maria Lopez accepted a position',
    'Maria Lopez accepts an offer from Mesa Unified School District',
    'Maria Lopez moved to Mesa USD',
    'Maria Lopez is moving to Mesa to lead its schools',
    'Maria Lopez is now CTO at Mesa USD',
    'Maria Lopez joins Mesa USD',
    'Maria Lopez joins Mesa USD, the district said',
    'Maria Lopez will join another district as superintendent',
    'CIO Maria Lopez named CTO of Mesa USD',
    'Maria Lopez appointed superintendent of the City of Alder schools',
    'Mesa USD hires Maria Lopez as CTO',
    'Mesa school district names Maria Lopez its new chief',
    'Lopez, Maria - departed',
    'Maria Lopez left for Mesa USD',
    'Maria Lopez left for the private sector',
    'Former Pine Ridge superintendent Maria Lopez joins Acme Learning',
    'Maria Lopez, who joined in 2019, is leaving',
    "Maria Lopez's last day is June 30",
  ])('hears that she goes: %s', (title) => {
    expect(leavers(title)).toEqual(['Maria Lopez'])
  })

  it('hears it in the headline although the text tells of her beginnings', () => {
    const summary = 'Maria Lopez was named superintendent in 2019. The board will begin a search in March.'
    expect(leavers('Superintendent Maria Lopez to retire in June', summary)).toEqual(['Maria Lopez'])
  })

  it.each(['Superintendent to retire in June', 'The superintendent will leave the district on June 30'])(
    'hears of the role without a name: %s',
    (title) => {
      expect(leavers(title)).toEqual(['Maria Lopez'])
    },
  )
})

describe('whoever comes or stays', () => {
  it.each([
    'Maria Lopez named superintendent',
    'Maria Lopez named superintendent of Pine Ridge ISD',
    'Pine Ridge names Maria Lopez superintendent',
    'Pine Ridge ISD hires Maria Lopez, CTO at Mesa USD, as superintendent',
    'Board appoints Maria Lopez of Mesa USD as superintendent',
    'Maria Lopez joins the district from Mesa USD',
    'Maria Lopez joins Pine Ridge ISD',
    'Maria Lopez joins PRISD as superintendent',
    'Maria Lopez leaves Mesa USD to become superintendent',
    'Former Mesa USD administrator Maria Lopez appointed superintendent',
    'Maria Lopez is now superintendent at Pine Ridge',
    'Maria Lopez accepted the position of superintendent',
    'Maria Lopez has taken a position with Pine Ridge ISD',
    'Maria Lopez moved to Pine Ridge from Mesa USD',
    'Maria Lopez is not leaving',
    "Maria Lopez isn't leaving Pine Ridge",
    'Maria Lopez will not retire this year',
    'Maria Lopez has no plans to retire',
    'Maria Lopez declined the offer of Mesa USD',
    'Maria Lopez was offered a position with Mesa USD but turned it down',
    'Maria Lopez withdraws her resignation',
    'Maria Lopez was not selected as superintendent of Mesa USD',
    'Maria Lopez named a finalist for superintendent of Mesa USD',
    'Maria Lopez named superintendent of the year by Lakeshore University',
  ])('is not taken for gone: %s', (title) => {
    expect(leavers(title, null, [MARIA])).toEqual([])
  })

  it('is told by the newest signal', () => {
    const at = (id: string, title: string, eventDate: string) => signal(id, { type: 'job_change', title, eventDate })
    const signals = [
      at('a', 'Maria Lopez to retire in June', '2026-01-10'),
      at('b', 'Maria Lopez will not retire after all', '2026-02-10'),
    ]
    expect([...departuresOf([MARIA], signals, HERE).keys()]).toEqual([])
  })

  it('keeps a role here when somebody gets that role at another body', () => {
    expect(leavers('Lee Moss named CTO of Mesa USD')).toEqual([])
    expect(leavers('Mesa USD names a new chief technology officer')).toEqual([])
    expect(leavers('New CTO of Mesa USD')).toEqual([])
    expect(leavers('New CTO of Pine Ridge ISD')).toEqual(['Al Reyes'])
  })

  it('stays quick on hostile text', () => {
    const long = `Maria Lopez ${'Mesa City of '.repeat(20_000)} joins ${'A'.repeat(50_000)} USD`
    expect(leavers(long, `${'Aa '.repeat(50_000)} Maria Lopez joins`)).toEqual([])
  })
})
