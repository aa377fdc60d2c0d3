import type { Day } from '../types.ts'
import { dayOf, type When } from './calendar.ts'
import { type DateRole, deadlineRoles, eventRoles, isSameRole } from './date-roles.ts'
import type { DateMention } from './dates.ts'
import type { EvidenceFacts } from './evidence.ts'
import type { ClaimProblem } from './problems.ts'

type CalendarDay = Extract<When, { kind: 'calendar' }>

/** A date the evidence has, and what it may be called. `roles` null: its text does not say what it is. */
export type ProofDate = { when: When; roles: readonly DateRole[] | null; isFact: boolean }

/** A year that is not written is taken as the nearest one; beyond a year either way that would mislead. */
const DAY_MS = 86_400_000
const NEAR_MS = 366 * DAY_MS

/** The dates that evidence proves: its deadline and event date, and every date of its text that needs no today. */
export function proofDates(facts: EvidenceFacts, mentions: readonly DateMention[]): ProofDate[] {
  const dates: ProofDate[] = mentions
    .filter((mention) => !mention.isRelative)
    .map((mention) => ({ when: mention.when, roles: mention.role === null ? null : [mention.role], isFact: false }))
  if (facts.deadline !== null)
    dates.push({ when: fullDay(facts.deadline), roles: deadlineRoles(facts.type), isFact: true })
  if (facts.eventDate !== null)
    dates.push({ when: fullDay(facts.eventDate), roles: eventRoles(facts.type), isFact: true })
  return dates
}

function fullDay(day: Day): CalendarDay {
  return {
    kind: 'calendar',
    year: Number(day.slice(0, 4)),
    month: Number(day.slice(5, 7)),
    day: Number(day.slice(8, 10)),
    part: null,
    weekday: null,
  }
}

/**
 * Every date of the claim must be in the evidence and be called what it is there: due only the deadline, posted only
 * the event date or a date the text itself calls so.
 */
export function checkDates(claim: readonly DateMention[], proof: readonly ProofDate[], now: Date): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  for (const mention of claim) {
    const same = proof.filter((other) => isSameDate(mention.when, other.when, now))
    if (same.length === 0)
      problems.push({ kind: 'date', found: mention.found, expected: firstDay(proof, mention.role) })
    else if (mention.isDone && same.every((other) => hasFutureDate([other], now, 1)))
      problems.push({ kind: 'date_role', found: `${mention.found} as past`, expected: 'a date to come' })
    else if (!same.some((other) => mayBeCalled(mention.role, other, proof)))
      problems.push({
        kind: 'date_role',
        found: `${mention.found} as ${mention.role ?? 'date'}`,
        expected: rolesOf(same),
      })
  }
  return problems
}

function mayBeCalled(role: DateRole | null, date: ProofDate, all: readonly ProofDate[]): boolean {
  if (role === null || date.when.kind === 'clock') return true
  if (date.isFact) return date.roles?.includes(role) ?? true
  // Where the deadline field is known, only it is the deadline, whatever a line of text says.
  if (role === 'due' && all.some((other) => other.isFact && (other.roles?.includes('due') ?? false))) return false
  if (date.roles === null) return role !== 'due' && role !== 'posted' && role !== 'end'
  return date.roles.some((known) => isSameRole(role, known))
}

function isSameDate(claim: When, proof: When, now: Date): boolean {
  if (claim.kind === 'label') return proof.kind === 'label' && claim.label === proof.label
  if (claim.kind === 'clock') return proof.kind === 'clock' && claim.minutes === proof.minutes
  if (proof.kind !== 'calendar' || claim.kind === 'unclear') return false
  if (claim.kind === 'span') {
    const day = isoDay(proof)
    return day !== null && day >= claim.from && day <= claim.to
  }
  if (claim.month === null) return claim.year !== null && claim.year === proof.year
  if (claim.month !== proof.month) return false
  if (claim.day !== null && claim.day !== proof.day) return false
  return isSameYear(claim, proof, now) && isSamePart(claim, proof) && isSameWeekday(claim, proof)
}

function isSameYear(claim: CalendarDay, proof: CalendarDay, now: Date): boolean {
  if (claim.year !== null) return claim.year === proof.year
  if (proof.year === null) return true
  const moment = Date.UTC(proof.year, (proof.month ?? 1) - 1, proof.day ?? 15)
  return Math.abs(moment - now.getTime()) <= NEAR_MS
}

function isSamePart(claim: CalendarDay, proof: CalendarDay): boolean {
  if (claim.part === null) return true
  if (proof.day === null) return claim.part === proof.part
  const part = proof.day <= 10 ? 'early' : proof.day <= 20 ? 'mid' : 'late'
  return claim.part === part
}

function isSameWeekday(claim: CalendarDay, proof: CalendarDay): boolean {
  if (claim.weekday === null) return true
  const day = isoDay({ ...proof, year: proof.year ?? claim.year })
  return day !== null && new Date(`${day}T00:00:00Z`).getUTCDay() === claim.weekday
}

function isoDay(when: CalendarDay): Day | null {
  if (when.year === null || when.month === null || when.day === null) return null
  return `${when.year}-${String(when.month).padStart(2, '0')}-${String(when.day).padStart(2, '0')}`
}

function firstDay(proof: readonly ProofDate[], role: DateRole | null): string | null {
  const known = proof.filter((date) => date.isFact)
  const fit = known.find((date) => role !== null && (date.roles?.includes(role) ?? false)) ?? known[0]
  return fit?.when.kind === 'calendar' ? isoDay(fit.when) : null
}

function rolesOf(dates: readonly ProofDate[]): string | null {
  const roles = [...new Set(dates.flatMap((date) => date.roles ?? []))]
  return roles.length === 0 ? null : roles.slice(0, 4).join(' or ')
}

/** Whether any dated day of the evidence lies on or after the day of `now`, or that many days after it. */
export function hasFutureDate(proof: readonly ProofDate[], now: Date, daysOn = 0): boolean {
  const today = dayOf(new Date(now.getTime() + daysOn * DAY_MS))
  return proof.some(({ when }) => {
    if (when.kind !== 'calendar' || when.month === null) return false
    const day = isoDay({ ...when, year: when.year ?? now.getUTCFullYear(), day: when.day ?? 28 })
    return day !== null && day >= today
  })
}
