import type { RawSignal, SignalState } from '../types.ts'
import { daysFrom } from './days.ts'
import { plainText } from './plain-text.ts'
import { daysLeftOf, isContractAmendment } from './state.ts'

/** A signal with what the clock says about it. */
export type Dated = { signal: RawSignal; state: SignalState; daysLeft: number | null; now: Date }

/** Days after which an event is worth half: a plan or a grant stays true longer than a meeting. */
const HALF_LIFE_DAYS: Record<string, number> = { strategic_plan: 240, grant_funding: 120, compliance_mandate: 180 }

/**
 * How fresh, 0 to 1: halves every 75 days (plans, grants and mandates live longer). A day ahead counts as today up to
 * 90 days, then half, as does a conference. Something still open is never stale, so at least 0.6. Without an event day the day we learnt of
 * it counts 0.8; without both, 0.2.
 */
export function recencyOf({ signal, state, now }: Dated): number {
  const age = ageOf(signal, now)
  const known = age ?? daysSinceDetected(signal, now)
  if (known === null) return state === 'open' ? 0.6 : 0.2
  const ahead = signal.type === 'conference' || known < -90 ? 0.5 : 1
  const fresh = known < 0 ? ahead : 0.5 ** (known / (HALF_LIFE_DAYS[signal.type] ?? 75))
  const worth = fresh * (age === null ? 0.8 : 1)
  return state === 'open' ? Math.max(worth, 0.6) : worth
}

type Step = readonly [upToDays: number, worth: number]

/**
 * How pressing a real deadline is by days left, per type: time enough to act on and not so much that it can wait. A
 * tender due in two days is nearly lost; a contract is best met one to four months before its end.
 */
const URGENCY: Record<string, readonly Step[]> = {
  rfp_posted: [
    [2, 0.55],
    [6, 0.8],
    [45, 1],
    [90, 0.8],
    [180, 0.5],
    [Infinity, 0.3],
  ],
  contract_expiration: [
    [14, 0.6],
    [29, 0.85],
    [120, 1],
    [180, 0.75],
    [365, 0.4],
    [Infinity, 0.15],
  ],
  default: [
    [3, 0.7],
    [60, 0.9],
    [120, 0.7],
    [240, 0.5],
    [365, 0.3],
    [Infinity, 0.1],
  ],
}

/**
 * How pressing, 0 to 1. Only an open deadline presses fully. Without one: a new leader in the first 90 days, a vote or
 * decision whose day is ahead, and a tender posted within 30 days press half or a little more.
 */
export function urgencyOf({ signal, state, daysLeft, now }: Dated): number {
  if (state === 'closed' || isContractAmendment(signal)) return 0
  if (state === 'open' && daysLeft !== null) {
    const steps = URGENCY[signal.type] ?? URGENCY['default'] ?? []
    return steps.find(([upTo]) => daysLeft <= upTo)?.[1] ?? 0
  }
  if (isInFirstDays(signal, now)) return 0.6
  const age = ageOf(signal, now)
  if (age === null) return 0
  if (age < 0) return age >= -60 ? (COMING[signal.type] ?? 0) : 0
  return signal.type === 'rfp_posted' && age <= 30 ? 0.5 : 0
}

/** How pressing an event is whose own day is at most 60 days ahead: a vote, a rule that comes into force. */
const COMING: Record<string, number> = {
  budget_event: 0.7,
  board_mention: 0.7,
  compliance_mandate: 0.7,
}

/** A new leader buys in the first 90 days, and is met just before the start. */
export function isInFirstDays(signal: RawSignal, now: Date): boolean {
  const age = ageOf(signal, now)
  return signal.type === 'leadership_change' && age !== null && age >= -60 && age <= 90
}

const VAGUE =
  /\b(?:various|general(?:ly)?|routine|discuss(?:ed|ion) (?:of|about) (?:various|general)|may consider|might|no action|among other (?:things|topics)|misc(?:ellaneous)?|unspecified|tbd|no details)\b/i
const ROLE =
  /\b(?:superintendent|ci?so|c[tifo]o|chief|director|president|provost|mayor|manager|commissioner|treasurer|dean|chancellor|principal)\b/i

/**
 * How concrete, 0 to 1: an amount, a number or date in the text, a named initiative, a vendor, a role, a source to show
 * and enough text to quote. Vague wording costs. What is true of any buyer opens no door.
 */
export function specificityOf({ signal }: Dated): number {
  const title = plainText(signal.title, 600)
  const summary = plainText(signal.summary, 2500)
  const points = [
    signal.amountUsd !== null || /\$ ?\d/.test(summary) ? 0.25 : 0,
    /\d/.test(summary) ? 0.15 : 0,
    /[“"][^“”"]{3,80}[”"]|\p{Ll} (?:\p{Lu}[\p{L}-]+ ){1,4}\p{Lu}[\p{L}-]+/u.test(summary) ? 0.15 : 0,
    signal.vendor === null ? 0 : 0.15,
    ROLE.test(`${title} ${summary}`) ? 0.05 : 0,
    signal.sourceUrl === null && signal.sourceRef === null ? 0 : 0.1,
    summary.length >= 60 ? 0.15 : 0,
    title.length >= 8 ? 0.1 : 0,
    signal.deadline === null ? 0 : 0.1,
    isVague(summary) ? -0.3 : 0,
  ]
  return clamp(points.reduce((sum, point) => sum + point, 0))
}

/**
 * What is left of a signal whose evidence is thin, 0 to 1: an amendment (nothing ends), a contract without its end, and
 * vague wording lose a fifth each.
 */
export function soundnessOf({ signal }: Dated): number {
  const faults = [
    isContractAmendment(signal),
    signal.type === 'contract_expiration' && signal.deadline === null,
    isVague(plainText(signal.summary, 2500)),
  ]
  return 0.8 ** faults.filter(Boolean).length
}

function isVague(summary: string): boolean {
  return VAGUE.test(summary)
}

/** Dollars on a logarithmic scale: nothing at $5,000, full at $5 million (Starbridge's own rows span about that). */
export function dollarsOf({ signal }: Dated): number {
  if (signal.amountUsd === null || signal.amountUsd <= 5000) return 0
  return clamp(Math.log10(signal.amountUsd / 5000) / 3)
}

/**
 * Worth of the type where all else is equal, 0 to 1. The order is the taxonomy's tie-break, `RFP > Contract > Budget >
 * Board > Purchase > Leadership > Grant > Conference`, the unlisted ones set between by their urgency; unknown is last.
 */
const TYPE_WORTH: Record<string, number> = {
  rfp_posted: 1,
  contract_expiration: 0.9,
  budget_event: 0.78,
  vendor_evaluation: 0.76,
  board_mention: 0.64,
  compliance_mandate: 0.6,
  purchase_order: 0.54,
  leadership_change: 0.53,
  grant_funding: 0.52,
  strategic_plan: 0.36,
  foia_response: 0.3,
  enrollment_change: 0.26,
  vendor_presence: 0.24,
  job_change: 0.22,
  conference: 0.1,
}

/** An amendment ends no contract, so it is worth a third of a contract that ends. */
export function typeWorth(signal: Pick<RawSignal, 'type' | 'isAmendment'>): number {
  const worth = (Object.hasOwn(TYPE_WORTH, signal.type) ? TYPE_WORTH[signal.type] : undefined) ?? 0
  return isContractAmendment(signal) ? worth / 3 : worth
}

/** Days since the event; negative ahead. Null without a day. */
export function ageOf(signal: RawSignal, now: Date): number | null {
  const days = daysFrom(now, signal.eventDate)
  return days === null ? null : -days
}

/** The state's facts of a signal in one place. */
export function datedOf(signal: RawSignal, state: SignalState, now: Date): Dated {
  return { signal, state, daysLeft: daysLeftOf(signal, now), now }
}

export function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 1)
}

function daysSinceDetected(signal: RawSignal, now: Date): number | null {
  const days = daysFrom(now, signal.detectedAt?.slice(0, 10) ?? null)
  return days === null ? null : Math.max(-days, 0)
}
