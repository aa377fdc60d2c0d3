import type { RawSignal, SignalState } from '../types.ts'
import { daysFrom } from './days.ts'

/** Statuses that mean it is over, whatever the deadline says: a cancelled tender keeps its date. */
const OVER = new Set(['past', 'closed', 'expired', 'awarded', 'cancelled', 'canceled', 'withdrawn'])

/**
 * Types whose deadline is a date until which somebody can still act. A plan that runs to 2030, a conference day or an
 * old purchase is not open because of its date.
 */
const ACTION_TYPES = new Set([
  'rfp_posted',
  'contract_expiration',
  'budget_event',
  'board_mention',
  'grant_funding',
  'vendor_evaluation',
  'compliance_mandate',
])

/** A deadline further away than this is a stand-in for "no end" and not a date. */
const NO_END_DAYS = 15 * 366

/** The deadline in whole UTC days, or null when there is none that means something. */
export function daysLeftOf(signal: RawSignal, now: Date): number | null {
  const days = daysFrom(now, signal.deadline)
  return days === null || days > NO_END_DAYS ? null : days
}

/** A contract's amendment changes a contract and ends nothing: its date is no expiry. */
export function isContractAmendment(signal: Pick<RawSignal, 'type' | 'isAmendment'>): boolean {
  return signal.isAmendment && signal.type === 'contract_expiration'
}

/**
 * `closed`: the deadline has passed or the status says it is over. `open`: the deadline is ahead and means action.
 * Otherwise `unknown`. The deadline's own day is still open, to its end in UTC: tables give a day without an hour, and
 * waiting for the day's end everywhere on earth would call things open that closed half a day ago.
 */
export function stateOf(signal: RawSignal, now: Date): SignalState {
  const status = signal.status?.trim().toLowerCase() ?? ''
  if (OVER.has(status)) return 'closed'
  const days = daysLeftOf(signal, now)
  if (days === null) return 'unknown'
  if (days < 0) return 'closed'
  return ACTION_TYPES.has(signal.type) && !isContractAmendment(signal) ? 'open' : 'unknown'
}
