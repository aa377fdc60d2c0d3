import { describe, expect, it } from 'vitest'
import { departuresOf, type Holder } from '../../../src/pipeline/report/buyers/departures.ts'
import { readTitle } from '../../../src/pipeline/report/buyers/titles.ts'
import { signal } from './build.ts'

/** Headlines about people of Pine Ridge Independent School District, as papers and agendas write them. */

const HERE = { name: 'Pine Ridge Independent School District', type: 'SchoolDistrict' }
const ALDER = { name: 'City of Alder', type: 'City' }
const holder = (name: string, title: string): Holder => ({ id: name, name, reading: readTitle(title), seenAt: null })
const MARIA = holder('Maria Lopez', 'Superintendent')
const AL = holder('Al Reyes', 'Chief Technology Officer')
const DANA = holder('Dana Ruiz', 'Director of Transportation')

const leavers = (title: string, summary: string | null = null, holders = [MARIA, AL, DANA], here = HERE) => [
  ...departuresOf(
    holders,
    [signal('j', { type: 'job_change', title, summary, eventDate: '2026-02-20', buyerName: here.name })],
    here,
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
    "Board accepts Maria Lopez's resignation",
    'Board accepts resignation of Maria Lopez',
    'Maria Lopez fired',
    'Maria Lopez was dismissed on Monday',
    'Maria Lopez replaced by Joe Hall',
    'Maria Lopez leaves Pine Ridge after ten years',
    'Maria Lopez exits in June',
    'Maria Lopez leaves Wednesday',
    'Maria Lopez said she will retire in June',
    'Superintendent Maria Lopez announced to Pine Ridge Board she will retire',
    'Superintendent Maria Lopez thanks Pine Ridge ISD, retires in June',
    'Maria Lopez retires from district after board vote',
    'Ann Poe replaces longtime superintendent Maria Lopez',
    'Maria Lopez joins Mesa as superintendent',
    'Maria Lopez joins Monroe County Schools',
    'Maria Lopez heads to Mesa USD',
    'Maria Lopez goes to Mesa USD as CTO',
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

  it.each([
    'Maria Lopez starts at Pine Ridge Monday',
    'Maria Lopez joins Pine Ridge Administration',
    'Maria Lopez joined Leadership Team',
    'Maria Lopez goes to Austin to testify',
    'Maria Lopez went to Washington for a conference',
    'Maria Lopez went to Lakeshore University and taught in Mesa',
    'Maria Lopez heads to Lakeshore University for a conference',
    'Maria Lopez heads to Congress to ask for funding',
    'Maria Lopez left for Austin to testify',
    'Maria Lopez joins Chamber of Commerce',
    'Maria Lopez joins Texas School Alliance board',
    'Maria Lopez joins Governor Abbott at bond signing',
    'Maria Lopez named to Harvard University program',
    'Maria Lopez celebrates last day of school',
    'Al Reyes to exit Windows 10 by October',
    'Maria Lopez left 10 voicemails for parents',
    'Maria Lopez exits contract talks with union',
    'Maria Lopez leaves board meeting early',
    'Maria Lopez succeeded Joe Hall as superintendent',
    'Maria Lopez succeeded Joe Hall as new superintendent',
    'Maria Lopez replaced Joe Hall in July',
    'Maria Lopez dismissed students early',
    'Superintendent Maria Lopez announces retirement of CFO Joe Hall',
    "Superintendent Maria Lopez announces Joe Hall's retirement",
    'Superintendent Maria Lopez accepts resignation of CFO Joe Hall',
    'Maria Lopez proposes retirement incentives',
    'Maria Lopez says Ann Poe will retire',
    'Maria Lopez thanks retiring CFO Joe Hall',
    'Maria Lopez resigns from Chamber of Commerce board',
    'District replaces aging buses, Superintendent Maria Lopez says',
  ])('is not moved by what else she does: %s', (title) => {
    expect(leavers(title)).toEqual([])
  })

  it.each([
    'Superintendent hires new food service vendor',
    'Superintendent hires new CFO',
    'Superintendent welcomes back students',
    'Superintendent appoints committee',
    'Superintendent named in lawsuit',
    'Superintendent promoted literacy program',
    'Superintendent starts reading program',
    'Superintendent dismissed students early',
    'Superintendent exits contract talks with union',
    'Superintendent accepts resignation of principal',
  ])('keeps the holder of a role that does something: %s', (title) => {
    expect(leavers(title)).toEqual([])
  })

  it.each(['Superintendent appointed', 'Superintendent was hired in July', 'Superintendent named by board'])(
    'hears that a role has somebody new: %s',
    (title) => {
      expect(leavers(title)).toEqual(['Maria Lopez'])
    },
  )

  it.each([
    'Maria Lopez starts at Alder July 1',
    'Maria Lopez joins Alder Public Works',
    'Maria Lopez joins City of Alder Public Works',
  ])('knows a part of a city, and a day behind its name: %s', (title) => {
    expect(leavers(title, null, [MARIA], ALDER)).toEqual([])
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
