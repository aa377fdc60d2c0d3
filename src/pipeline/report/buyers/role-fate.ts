import { leavingIn } from './leaving.ts'
import { arrivalIn, clauseAfter, type Fate, type FateFacts, goneBefore } from './name-fate.ts'
import { placeIn } from './named-places.ts'
import { readTitle, type TitleReading } from './titles.ts'

const VACANT = /\b(?:vacan(?:t|cy)|unfilled|open position|search for a new|seeks a new)\b/i
/** Directly after a role: somebody new has it. `hires a CFO` or `promoted a program` is what its holder does. */
const FILLED =
  /^(?: position| post| role| job)?,? (?:(?:(?:was|is|has been|to be|will be) )?(?:named|appointed|hired|elected|selected|chosen|sworn in)|(?:starts|started|begins|began)(?: work)?)(?:\s*$|[,;.:!?]| (?:by|on|this|next|last|after|effective|from|in (?:\d{4}|january|february|march|april|may|june|july|august|september|october|november|december)|monday|tuesday|wednesday|thursday|friday|today|january|february|march|april|may|june|july|august|september|october|november|december)\b)/i
/** Directly before a role: somebody new has it. */
const NAMED_TO =
  /\b(?:named|appointed|hired|promoted|elected|selected|becomes|became|starts?|started|joins?|joined)(?: as| to)?(?: the| its| their)?(?: new| next| interim)? $/i
const ROLE =
  /\b(?:[\p{L}&-]{1,30} ){0,5}?(?:chief (?:[\p{L}&-]{1,30} ){1,3}officer|(?:police|fire) chief|chief of (?:police|staff)|director|manager|officer|superintendent|administrator|coordinator|supervisor|president|provost|chancellor|dean|registrar|clerk|treasurer|controller|comptroller|engineer|librarian|mayor|sheriff|CIO|CTO|CFO|COO|CISO|CEO)\b(?: (?:of|for) (?:[\p{L}&-]{1,30} ?){1,4})?/giu
const A_PERSON = /^[\s,]*\p{Lu}[\p{L}'’-]+ (?:\p{Lu}\.? )?\p{Lu}[\p{L}'’-]+/u
const A_PERSON_BEFORE = /\p{Lu}[\p{Ll}'’-]+ (?:\p{Lu}\.? )?\p{Lu}[\p{Ll}'’-]+,? (?:the |as |is |was |as the )?$/u

/** Where somebody was before. */
const ORIGIN = /\b(?:from|former|formerly|previously)\b[^,;.]*/gi

/** A role that is named without a person: what is said of it is said of whoever holds it. */
export function fateByRole(text: string, holder: TitleReading, facts: FateFacts): Fate {
  for (const found of text.matchAll(ROLE)) {
    if (!isSameRole(readTitle(bareRole(found[0], facts)), holder)) continue
    const before = text.slice(Math.max(0, found.index - 120), found.index)
    const fate = fateOfRole({ role: found[0], before, after: text.slice(found.index + found[0].length) }, facts)
    if (fate !== null) return fate
  }
  return null
}

type Told = { role: string; before: string; after: string }

function fateOfRole({ role, before, after }: Told, facts: FateFacts): Fate {
  const { here } = facts
  const isNamedTo = NAMED_TO.test(before)
  if (!isNamedTo && (A_PERSON.test(after) || A_PERSON_BEFORE.test(before))) return null
  const isNew = isNamedTo || /\b(?:new|incoming)\b/i.test(role) || /\b(?:new|incoming)\s+$/i.test(before)
  // Somebody new in such a role at another body says nothing of this one.
  const around = `${before.replace(ORIGIN, '')}|${role}${clauseAfter(after).replace(ORIGIN, '')}`
  const isElsewhere = placeIn(around, here) === 'elsewhere'
  if (isNew) return isElsewhere ? null : 'comes'
  const near = after.slice(0, 80)
  if (leavingIn(near, here).at < Infinity || goneBefore(before, here) !== null) return 'goes'
  if (/^(?:former|outgoing)\b/i.test(role) || VACANT.test(near) || VACANT.test(before.slice(-40))) return 'goes'
  return !isElsewhere && FILLED.test(near) && arrivalIn(near, facts) ? 'comes' : null
}

/** The role without what surrounds it: `new CTO of Pine Ridge ISD` is CTO. */
function bareRole(said: string, { here }: FateFacts): string {
  const role = said.replace(/^(?:new|the|a|an|its|their|former|outgoing|next) /gi, '')
  return placeIn(role, here) === 'here' ? role.replace(/ (?:of|for) .*$/i, '') : role
}

function isSameRole(role: TitleReading, holder: TitleReading): boolean {
  const [area] = role.areas
  return area !== undefined && role.rank === holder.rank && holder.areas.includes(area) && sharesHead(role, holder)
}

/** `director of technology` is not every director whose area touches technology: a telling word is shared too. */
function sharesHead(role: TitleReading, holder: TitleReading): boolean {
  if (role.rank === 'head') return true
  const words = new Set(holder.words.split(' '))
  const telling = role.words.split(' ').filter((word) => word.length > 3 && !RANK_WORDS.has(word))
  return telling.length > 0 && telling.every((word) => words.has(word))
}

const RANK_WORDS = new Set('director manager officer chief interim acting deputy assistant associate senior'.split(' '))
