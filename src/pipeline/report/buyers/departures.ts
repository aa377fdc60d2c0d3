import { shortDay } from '../signals/days.ts'
import { plainText, sentencesOf } from '../signals/plain-text.ts'
import type { Day, Signal } from '../types.ts'
import { type Fate, type FateFacts, fateBetween } from './name-fate.ts'
import type { Here } from './named-places.ts'
import { fateByRole } from './role-fate.ts'
import type { TitleReading } from './titles.ts'

/** Somebody at a buyer, as far as a departure needs it. `seenAt` is when the source last saw them there. */
export type Holder = { id: string; name: string; reading: TitleReading; seenAt: Day | null }

const PEOPLE = new Set(['job_change', 'leadership_change'])

/**
 * Who is not at a buyer (any more) according to its job-change and leadership-change signals, and why, by holder id: by
 * name (`Al Reyes to retire`, `succeeds Al Reyes`, `Al Reyes joins Mesa USD`), by a role that nobody in particular left
 * (`Procurement manager departed`), or because somebody new has the role since a day after which this holder was not
 * seen. `here` is the buyer: who arrives there stays, who arrives at another body goes. The newest signal that speaks of
 * a holder decides, and the person who comes is never the one who went.
 */
export function departuresOf(holders: readonly Holder[], signals: readonly Signal[], here: Here): Map<string, string> {
  const left = new Map<string, string>()
  const settled = new Set<string>()
  for (const signal of signals.filter(({ type }) => PEOPLE.has(type)).sort(newestFirst)) {
    const texts = [plainText(signal.title, 300), ...sentencesOf(plainText(signal.summary, 3000))]
    const facts = { here, year: signal.eventDate === null ? null : Number(signal.eventDate.slice(0, 4)) }
    const byName = new Map(holders.map((holder) => [holder.id, nameFate(texts, holder.name, facts)]))
    const isLeaverNamed = [...byName.values()].includes('goes')
    for (const holder of holders) {
      if (settled.has(holder.id)) continue
      const named = byName.get(holder.id) ?? null
      const fate = named ?? roleFate(texts, { holder, isLeaverNamed, day: signal.eventDate, facts })
      if (fate === null) continue
      settled.add(holder.id)
      const why = named === null ? ROLE_WORDS[fate] : fate === 'goes' ? 'is reported as leaving' : null
      if (why !== null) left.set(holder.id, `${why} in ${sourceOf(signal)}`)
    }
  }
  return left
}

const ROLE_WORDS = {
  goes: 'holds a role that is reported as left',
  comes: 'holds a role that is reported to have somebody new',
} as const

function sourceOf({ type, eventDate }: Signal): string {
  const day = eventDate === null ? '' : ` of ${shortDay(eventDate)}`
  return `a ${type === 'job_change' ? 'job-change' : 'leadership-change'} signal${day}`
}

function nameFate(texts: readonly string[], name: string, facts: FateFacts): Fate {
  const fates = texts.map((text) => fateByName(text, name, facts))
  return fates.includes('comes') ? 'comes' : fates.includes('goes') ? 'goes' : null
}

/** A role that a named person left is not left by whoever else holds it, and a new holder is no news of who came since. */
function roleFate(
  texts: readonly string[],
  { holder, isLeaverNamed, day, facts }: { holder: Holder; isLeaverNamed: boolean; day: Day | null; facts: FateFacts },
): Fate {
  // What a sentence says of a role beside its holder's own name is said of somebody else.
  const others = texts.filter((text) => findName(text, holder.name) === null)
  const fates = others.map((text) => fateByRole(text, holder.reading, facts))
  if (fates.includes('goes') && !isLeaverNamed) return 'goes'
  const isOlder = day === null || holder.seenAt === null || holder.seenAt < day
  return fates.includes('comes') && isOlder ? 'comes' : null
}

function fateByName(text: string, name: string, facts: FateFacts): Fate {
  const at = findName(text, name)
  if (at === null) return null
  return fateBetween(text.slice(Math.max(0, at.start - 120), at.start), text.slice(at.end), facts)
}

/** First and last name, at most a middle name between them, or turned round with a comma; titles and suffixes do not count. */
function findName(text: string, name: string): { start: number; end: number } | null {
  const parts = name
    .replace(/,? (?:jr|sr|ii|iii|iv|ph\.?d|ed\.?d|mba|cpa)\.?\b/gi, '')
    .replace(/^(?:dr|mr|mrs|ms|mx|hon)\.? /i, '')
    .split(/\s+/)
    .filter((part) => part.length > 1)
  const [first, last] = [parts[0], parts.at(-1)]
  if (first === undefined || last === undefined || parts.length < 2) return null
  const middle = "(?: [\\p{L}.'’-]{1,20})?"
  const names = `${escaped(first)}${middle} ${escaped(last)}|${escaped(last)}, ${escaped(first)}`
  const pattern = new RegExp(`(?<!\\p{L})(?:${names})(?!\\p{L})`, 'iu')
  const found = pattern.exec(text)
  return found ? { start: found.index, end: found.index + found[0].length } : null
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function newestFirst(a: Signal, b: Signal): number {
  const [one, other] = [a.eventDate ?? '', b.eventDate ?? '']
  if (one === other) return a.id < b.id ? -1 : 1
  return one < other ? 1 : -1
}
