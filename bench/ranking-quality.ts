import { readdirSync, readFileSync } from 'node:fs'
import { judgeSignals } from '../src/pipeline/report/signals/judge.ts'
import type { RawSignal } from '../src/pipeline/report/types.ts'

/** One row of the `signals` table, in the column names of its migration. */
export type SignalRow = {
  id: string
  domain: string
  signal_type: string
  title: string | null
  summary: string | null
  buyer_id: string | null
  buyer_name: string | null
  buyer_type: string | null
  buyer_state: string | null
  event_date: string | null
  deadline: string | null
  detected_at: string | null
  status: string | null
  amount_usd: number | null
  vendor: string | null
  is_amendment: boolean
  source_title: string | null
  source_url: string | null
  source_ref: string | null
  relevance_score: number | null
  raw: unknown
}

export type Grade = 0 | 1 | 2 | 3

/** One seller's signals on one day, graded by reading; shape of `test/fixtures/signals/ranking/*.json`. */
export type RankingCase = {
  name: string
  now: string
  seller: { domain: string; product: string | null }
  reply: string | null
  signals: SignalRow[]
  grades: Record<string, Grade>
}

export type CaseMeasure = {
  name: string
  signals: number
  /** 0 to 1. */
  ndcg: number
  /** Signals of grade 0 among the first five. */
  wrongAtTop: string[]
  /** The first five ids, best first. */
  top: string[]
}

export type RankingMeasure = { mean: number; wrongAtTop: number; cases: CaseMeasure[] }

const CUT = 5
const FIXTURES = new URL('../test/fixtures/signals/ranking/', import.meta.url)

const gainAt = (grade: number, index: number): number => (2 ** grade - 1) / Math.log2(index + 2)

/**
 * Normalised discounted cumulative gain of the first `k` (Järvelin and Kekäläinen 2002, with gain 2^grade - 1 and
 * discount log2(position + 1)). `ordered` holds the grades in the order shown, `available` those of every distinct
 * signal, in any order. 0 to 1; 1 when there was nothing to gain.
 */
export function ndcgAt(k: number, ordered: readonly number[], available: readonly number[]): number {
  const sum = (grades: readonly number[]) =>
    grades.slice(0, k).reduce((total, grade, index) => total + gainAt(grade, index), 0)
  const ideal = sum(available.toSorted((a, b) => b - a))
  return ideal === 0 ? 1 : sum(ordered) / ideal
}

/**
 * Measures an order over graded cases. `order` gives the ids of a case, best first; a signal it leaves out is not in
 * the order, an id it repeats counts once, at its first place.
 * @throws when it gives an id that has no grade.
 */
export function measureRanking(
  cases: readonly RankingCase[],
  order: (one: RankingCase) => readonly string[],
): RankingMeasure {
  const measures = cases.map((one): CaseMeasure => {
    const grades = new Map(Object.entries(one.grades))
    const ids = [...new Set(order(one))]
    const gradeOf = (id: string): number => {
      const grade = grades.get(id)
      if (grade === undefined) throw new Error(`${one.name}: no grade for signal ${id}`)
      return grade
    }
    const top = ids.slice(0, CUT)
    return {
      name: one.name,
      signals: grades.size,
      ndcg: ndcgAt(CUT, ids.map(gradeOf), [...grades.values()]),
      wrongAtTop: top.filter((id) => gradeOf(id) === 0),
      top,
    }
  })
  return {
    mean: measures.reduce((total, one) => total + one.ndcg, 0) / Math.max(measures.length, 1),
    wrongAtTop: measures.reduce((total, one) => total + one.wrongAtTop.length, 0),
    cases: measures,
  }
}

/** Ids by event date, newest first, without a date last: what a plain query gives. */
export function orderByRecency(one: RankingCase): string[] {
  return one.signals.toSorted((a, b) => (b.event_date ?? '').localeCompare(a.event_date ?? '')).map((row) => row.id)
}

/** A fixture row in our words. */
export function toRawSignal(row: SignalRow): RawSignal {
  return {
    id: row.id,
    domain: row.domain,
    type: row.signal_type,
    title: row.title,
    summary: row.summary,
    buyerId: row.buyer_id,
    buyerName: row.buyer_name?.trim() || null,
    buyerType: row.buyer_type,
    buyerState: row.buyer_state,
    eventDate: row.event_date,
    deadline: row.deadline,
    detectedAt: row.detected_at,
    status: row.status,
    amountUsd: row.amount_usd,
    vendor: row.vendor,
    isAmendment: row.is_amendment,
    sourceTitle: row.source_title,
    sourceUrl: row.source_url,
    sourceRef: row.source_ref,
    relevanceScore: row.relevance_score,
  }
}

/** Ids by the rule of the product, best first. */
export function orderByRule(one: RankingCase): string[] {
  const facts = {
    now: new Date(one.now),
    product: one.seller.product,
    replyText: one.reply,
    campaign: null,
    angle: null,
    sentIds: new Set<string>(),
  }
  return judgeSignals(one.signals.map(toRawSignal), facts).signals.map((signal) => signal.id)
}

/** Every labelled case, by file name. */
export function readRankingCases(): RankingCase[] {
  return readdirSync(FIXTURES)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8')) as RankingCase)
}

function print(): void {
  const cases = readRankingCases()
  const rule = measureRanking(cases, orderByRule)
  const recency = measureRanking(cases, orderByRecency)
  const line = (name: string, signals: string, figures: string[]) =>
    console.log(`${name.padEnd(54)}${signals.padStart(8)}${figures.map((figure) => figure.padStart(9)).join('  ')}`)
  line('case', 'signals', ['rule', 'recency', 'wrong'])
  for (const [index, one] of rule.cases.entries()) {
    const other = recency.cases[index]
    line(one.name, String(one.signals), [
      one.ndcg.toFixed(3),
      other?.ndcg.toFixed(3) ?? '',
      one.wrongAtTop.join(' ') || '-',
    ])
  }
  line(`mean NDCG@${CUT}`, '', [rule.mean.toFixed(3), recency.mean.toFixed(3)])
  line(`grade 0 among the first ${CUT}`, '', [String(rule.wrongAtTop), String(recency.wrongAtTop)])
  if (process.argv.includes('--tops')) {
    for (const [index, one] of rule.cases.entries()) {
      const grades = cases[index]?.grades ?? {}
      console.log(`\n${one.name}: ${one.top.map((id) => `${id} (${grades[id]})`).join(', ')}`)
    }
  }
}

if (import.meta.main) print()
