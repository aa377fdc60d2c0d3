import type { BuyerRecord } from '../../ports.ts'
import { buyerKind } from '../signals/buyer-kinds.ts'
import { cutAtWord, plainText } from '../signals/plain-text.ts'
import type { BuyerSnapshot, Signal, SourceLink } from '../types.ts'
import { groupByBuyer } from './group-buyers.ts'

type Fact = BuyerSnapshot['facts'][number]

/** The largest of its kind in the country, rounded up: what is above is a slip of a column, not a buyer. */
const MOST = { students: 2_000_000, people: 45_000_000, employees: 2_000_000, dollars: 1e12 } as const
const MOST_SYSTEMS = 4

/**
 * The featured buyer as its own record shows it: size by its kind, budget with year and confidence, and facts with the
 * record as source. What is missing has no line; what cannot be true (negative, not a number, larger than any) neither.
 * `how` says how the record was found, fit to show.
 */
export function toSnapshot(record: BuyerRecord, how: string): BuyerSnapshot {
  const source = recordSource(record)
  const amount = sound(record.budget?.amountUsd ?? null, MOST.dollars)
  return {
    id: record.id,
    name: record.name,
    type: record.type,
    state: record.state,
    city: record.city,
    website: record.website,
    logoUrl: record.logoUrl,
    logo: null,
    size: sizeOf(record),
    budgetUsd: amount,
    budgetYear: amount === null ? null : yearOf(record.budget?.year ?? null),
    budgetConfidence: amount === null ? null : (record.budget?.confidence ?? null),
    budgetSource: amount === null ? null : budgetSource(record),
    facts: factsOf(record).map((fact) => ({ ...fact, source })),
    matchedBy: how.trim() || null,
  }
}

/**
 * What the signals of one buyer say of it, for when there is no record; null when none names it. Signals of several
 * buyers are no input: then the one with the most signals is taken.
 */
export function snapshotFromSignals(signals: readonly Signal[]): BuyerSnapshot | null {
  const named = groupByBuyer(signals).filter((group) => group.name !== null)
  const [buyer] = named.sort((a, b) => b.signals.length - a.signals.length)
  if (!buyer || buyer.name === null) return null
  return {
    id: buyer.id,
    name: buyer.name,
    type: buyer.type,
    state: buyer.state,
    city: null,
    website: null,
    logoUrl: null,
    logo: null,
    size: null,
    budgetUsd: null,
    budgetYear: null,
    budgetConfidence: null,
    budgetSource: null,
    facts: [],
    matchedBy: null,
  }
}

/** The record itself as a source: its page where it has one. */
export function recordSource({ recordUrl }: Pick<BuyerRecord, 'recordUrl'>): SourceLink {
  return { title: 'Starbridge record', url: recordUrl }
}

function budgetSource(record: BuyerRecord): SourceLink {
  const url = record.budget?.sourceUrl ?? null
  return url === null ? recordSource(record) : { title: 'Budget document', url }
}

/** Students for schools and colleges, people for cities and counties, else employees; the next best where it is missing. */
function sizeOf(record: BuyerRecord): BuyerSnapshot['size'] {
  const students = sound(record.enrollment, MOST.students)
  const people = sound(record.population, MOST.people)
  const employees = sound(record.employees, MOST.employees)
  const staff = employees === null ? null : { label: 'Employees', value: grouped(employees) }
  const kind = buyerKind(record.type, record.name)
  if (kind === 'k12' && students !== null) return { label: 'Enrolment', value: `${grouped(students)} students` }
  if (kind === 'higher_ed' && students !== null) return { label: 'Students', value: grouped(students) }
  if (kind === 'k12' || kind === 'higher_ed' || kind === 'state') return staff
  if (kind !== null && people !== null) return { label: 'Population', value: grouped(people) }
  return staff
}

function factsOf(record: BuyerRecord): Omit<Fact, 'source'>[] {
  const size = sizeOf(record)
  const employees = sound(record.employees, MOST.employees)
  const { procurement, propensity, aiAdoption } = record
  const facts: [label: string, value: string | null][] = [
    ['Procurement score', procurementText(procurement.score)],
    ['Procurement', said(procurement.scoreSummary)],
    ['Fiscal year starts', dayInWords(record.fiscalYearStart)],
    ['Enrolment trend', said(record.enrollmentTrend)],
    ['Employees', size?.label === 'Employees' || employees === null ? null : grouped(employees)],
    ['Propensity to spend', scoreWith(propensity)],
    ['AI adoption', scoreWith(aiAdoption)],
    ...record.systems
      .slice(0, MOST_SYSTEMS)
      .map(({ label, value }): [string, string | null] => [plainText(label, 60) || 'System', said(value)]),
    ['Part of', record.parentName === record.name ? null : said(record.parentName)],
    ['County', said(record.county)],
    ['Phone', said(record.phone)],
  ]
  return facts.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]))
}

/** Below 30 easy, to 60 moderate, above hard; the source's scale is 1 to 100 and higher is harder. */
function procurementText(score: number | null): string | null {
  const points = sound(score, 100)
  if (points === null) return null
  return `${points}/100 (${points < 30 ? 'easy' : points <= 60 ? 'moderate' : 'hard'})`
}

/** A score without its reason tells nobody anything. */
function scoreWith({ score, summary }: BuyerRecord['propensity']): string | null {
  const points = sound(score, 100)
  const why = said(summary)
  return points === null || why === null ? null : `${points}/100: ${why}`
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** `07/01` as `1 July`; null for what is no day of a year. */
function dayInWords(day: string | null): string | null {
  const found = /^(\d{1,2})[/-](\d{1,2})$/.exec(day?.trim() ?? '')
  const [month, date] = [Number(found?.[1]), Number(found?.[2])]
  const name = MONTHS[month - 1]
  const isDay = date >= 1 && new Date(Date.UTC(2024, month - 1, date)).getUTCMonth() === month - 1
  return name !== undefined && isDay ? `${date} ${name}` : null
}

function said(text: string | null): string | null {
  return cutAtWord(plainText(text), 220) || null
}

/** A whole number from 1 to the most; null for everything else. */
function sound(value: number | null, most: number): number | null {
  if (value === null || !Number.isFinite(value)) return null
  const whole = Math.round(value)
  return whole >= 1 && whole <= most ? whole : null
}

function yearOf(year: number | null): number | null {
  return year !== null && Number.isInteger(year) && year >= 2000 && year <= 2100 ? year : null
}

function grouped(value: number): string {
  return value.toLocaleString('en-US')
}
