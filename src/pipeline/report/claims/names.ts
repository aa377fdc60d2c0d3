import { monthOf, weekdayOf } from './calendar.ts'
import { COMMON_WORDS, GIVEN_NAMES } from './common-words.ts'
import type { ClaimProblem } from './problems.ts'
import type { Reading } from './reading.ts'
import { at, findPhrase, singular, type Token, textOf } from './tokens.ts'
import { stateCode } from './us-states.ts'

/** Capital words that say nothing about anyone. */
const NO_NAME = /^(?:i|a|ok|us|usa|u|s|sled|pdf|am|pm|rfp|rfps|po|pos|fy|dm|q|hr|vs)$/
const CONNECTORS = /^(?:of|the|for|and|at|de|la|del|y|in|on)$/
const COMPANY_ENDING = /^(?:inc|llc|ltd|corp|corporation|gmbh|plc|llp|incorporated|limited)$/
const ACRONYMS: ReadonlyMap<string, string> = new Map([
  ['cio', 'chief information officer'],
  ['cto', 'chief technology officer'],
  ['ceo', 'chief executive officer'],
  ['cfo', 'chief financial officer'],
  ['coo', 'chief operating officer'],
  ['ciso', 'chief information security officer'],
  ['cao', 'chief academic officer'],
  ['hr', 'human resources'],
  ['it', 'information technology'],
  ['usd', 'unified school district'],
  ['isd', 'independent school district'],
  ['sis', 'student information system'],
  ['lms', 'learning management system'],
  ['cc', 'community college'],
])

/** What a name may be found in: the tokens of the cited evidence, and phrases that are always allowed. */
export type NameProof = {
  tokens: readonly Token[]
  words: ReadonlySet<string> /** Words that the evidence also writes without a capital. */
  plain: ReadonlySet<string>
  phrases: readonly (readonly string[])[]
  states: readonly string[]
}

type Span = { first: number; last: number }

/** Spans of the claim that read as names of people, bodies, companies or products. */
function nameSpans(claim: Reading): Span[] {
  const spans: Span[] = []
  const { tokens, taken } = claim
  for (let index = 0; index < tokens.length; index++) {
    if (taken[index] === true) continue
    if (isCompanyEnding(tokens, index)) spans.push({ first: index - 1, last: index })
    if (GIVEN_NAMES.has(at(tokens, index).text)) spans.push({ first: index, last: index })
    if (!looksNamed(at(tokens, index))) continue
    const last = nameEnd(tokens, taken, index)
    spans.push({ first: index, last })
    index = last
  }
  return spans
}

/** A capital, or capitals and digits inside (`iPad`, `eRate`, `m365`). */
function looksNamed(token: Token): boolean {
  if (token.kind !== 'word') return false
  return /\p{Lu}/u.test(token.text) || /\p{L}\d/u.test(token.text)
}

/** `acme inc`: a company by its legal form, however it is written. */
function isCompanyEnding(tokens: readonly Token[], index: number): boolean {
  const token = at(tokens, index)
  return COMPANY_ENDING.test(token.text) && at(tokens, index - 1).kind === 'word' && !looksNamed(at(tokens, index - 1))
}

function nameEnd(tokens: readonly Token[], taken: readonly boolean[], first: number): number {
  let last = first
  for (let index = first + 1; index < tokens.length; index++) {
    if (taken[index] === true || at(tokens, last).isPossessive) break
    const token = at(tokens, index)
    if (looksNamed(token)) last = index
    else if (!isJoint(token, at(tokens, index + 1)) || taken[index + 1] === true) break
  }
  return last
}

/** `of` and the like, `&`, a hyphen or the dot of an initial join two words of one name. */
function isJoint(token: Token, next: Token): boolean {
  if (token.kind === 'word') return CONNECTORS.test(token.lower) && (looksNamed(next) || CONNECTORS.test(next.lower))
  if (token.text === '&') return looksNamed(next)
  if (token.text === '-') return token.isGlued && next.isGlued && looksNamed(next)
  return token.text === '.' && looksNamed(next) && token.isGlued && !next.opensSentence
}

/** Every name of the claim must stand in its evidence as the same words in the same order, or be allowed. */
export function checkNames(claim: Reading, proof: NameProof): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  for (const span of nameSpans(claim)) {
    const unknown = unknownPart(claim.tokens, span, proof)
    if (unknown === null) continue
    const found = textOf(claim.text, claim.tokens, unknown)
    problems.push({ kind: stateCode(found) === null ? 'name' : 'state', found, expected: null })
  }
  return problems
}

/** The part of a name that the evidence does not have; null when it has all of it. */
function unknownPart(tokens: readonly Token[], span: Span, proof: NameProof): Span | null {
  if (isKnown(tokens, span, proof)) return null
  const head = at(tokens, span.first)
  // The first word of a sentence has its capital from the sentence.
  if (head.opensSentence && isPlainOpener(head, proof)) {
    const next = nextNamed(tokens, span)
    if (next === null) return null
    return unknownPart(tokens, { first: next, last: span.last }, proof)
  }
  const split = splitAt(tokens, span)
  if (split === null) return span
  return (
    unknownPart(tokens, { first: span.first, last: split.before }, proof) ??
    unknownPart(tokens, { first: split.after, last: span.last }, proof)
  )
}

function isPlainOpener(head: Token, proof: NameProof): boolean {
  return COMMON_WORDS.has(head.lower) || (proof.plain.has(head.lower) && !/^\p{Lu}{2}/u.test(head.text))
}

function nextNamed(tokens: readonly Token[], span: Span): number | null {
  for (let index = span.first + 1; index <= span.last; index++) if (looksNamed(at(tokens, index))) return index
  return null
}

/** `and`, `the`, `at`, `in`, `&` may stand between two names; `of` and `for` only inside one. An acronym may lead or end. */
function splitAt(tokens: readonly Token[], span: Span): { before: number; after: number } | null {
  for (let index = span.first + 1; index < span.last; index++) {
    if (!/^(?:and|the|at|in|on|&)$/.test(at(tokens, index).lower)) continue
    let after = index + 1
    while (after < span.last && CONNECTORS.test(at(tokens, after).lower)) after++
    let before = index - 1
    while (before > span.first && CONNECTORS.test(at(tokens, before).lower)) before--
    const isOf = /^(?:of|for)$/.test(at(tokens, index - 1).lower) || /^(?:of|for)$/.test(at(tokens, index + 1).lower)
    if (!isOf) return { before, after }
  }
  if (span.last === span.first) return null
  if (isAcronym(at(tokens, span.first))) return { before: span.first, after: span.first + 1 }
  return isAcronym(at(tokens, span.last)) ? { before: span.last - 1, after: span.last } : null
}

function isAcronym(token: Token): boolean {
  return /^\p{Lu}{2,5}s?$/u.test(token.text)
}

function isKnown(tokens: readonly Token[], span: Span, proof: NameProof): boolean {
  const words: string[] = []
  for (let index = span.first; index <= span.last; index++) {
    const token = at(tokens, index)
    if (token.kind === 'word' || token.kind === 'number') words.push(token.lower)
  }
  const phrase = words.join(' ')
  const only = words.length === 1 ? words[0] : undefined
  if (only !== undefined && isPlainWord(only, at(tokens, span.first), proof)) return true
  const code = stateCode(phrase)
  if (
    code !== null &&
    proof.states.includes(code) &&
    (phrase.length > 2 || /^\p{Lu}\p{Lu}$/u.test(at(tokens, span.first).text))
  )
    return true
  if (proof.phrases.some((allowed) => isSlice(words, allowed))) return true
  return findPhrase(proof.tokens, words) >= 0 || isSpelledOut(only, proof)
}

function isPlainWord(word: string, token: Token, proof: NameProof): boolean {
  if (NO_NAME.test(word) || monthOf(word) !== null || weekdayOf(word) !== null) return true
  // `RFPs` of an RFP; a title in capitals.
  return /^\p{Lu}+s$/u.test(token.text) && proof.words.has(singular(word))
}

function isSpelledOut(word: string | undefined, proof: NameProof): boolean {
  const long = word === undefined ? undefined : ACRONYMS.get(word)
  return long !== undefined && findPhrase(proof.tokens, long.split(' ')) >= 0
}

/** Whether the words stand side by side in an allowed phrase; one word alone only when it is the phrase's first. */
function isSlice(words: readonly string[], allowed: readonly string[]): boolean {
  if (words.length === 1) return allowed[0] === words[0]
  for (let start = 0; start + words.length <= allowed.length; start++)
    if (words.every((word, order) => word === allowed[start + order])) return true
  return false
}

const ROLES =
  /^(?:superintendent|cio|cto|ciso|cfo|ceo|coo|cao|mayor|governor|chancellor|president|provost|director|manager|chief|sheriff|commissioner|trustee|councillor|councilmember|librarian|coordinator|administrator|treasurer|clerk|dean|chairman|chairwoman|chairperson|professor|supervisor|secretary|auditor|controller|attorney|counsel)s?$/

/** A job title of the claim must be in the evidence, spelled out or short. */
export function checkRoles(claim: Reading, proof: NameProof): ClaimProblem[] {
  return claim.tokens
    .filter((token, index) => claim.taken[index] !== true && ROLES.test(token.lower))
    .filter(
      (token) =>
        !proof.words.has(token.lower) && !proof.words.has(singular(token.lower)) && !proof.words.has(`${token.lower}s`),
    )
    .filter((token) => !isSpelledOut(token.lower, proof) && !isInAcronym(token.lower, proof))
    .map((token) => ({ kind: 'name' as const, found: token.text, expected: null }))
}

/**
 * Whom a title belongs to: where the claim puts a title beside a name (`Alan Reyes, superintendent`), the evidence must
 * have the two together as well.
 */
export function checkTitledNames(claim: Reading, proof: NameProof): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  for (const [index, token] of claim.tokens.entries()) {
    if (!ROLES.test(token.lower)) continue
    const comma = at(claim.tokens, index + 1).text === ','
    const after = at(claim.tokens, index + 2)
    if (
      comma &&
      claim.taken[index + 2] !== true &&
      isPerson(after) &&
      !areTogether(proof.tokens, after.lower, token.lower)
    )
      problems.push({ kind: 'name', found: `${token.text}, ${after.text}`, expected: null })
    let before = index - 1
    while (/^(?:,|the|its|a|as|is)$/.test(at(claim.tokens, before).lower)) before--
    const name = at(claim.tokens, before)
    // `Ask the Director`: a plain word that opens a sentence is nobody.
    if (before === index - 1 || !isPerson(name) || (name.opensSentence && COMMON_WORDS.has(name.lower))) continue
    if (claim.taken[before] !== true && !areTogether(proof.tokens, name.lower, token.lower))
      problems.push({ kind: 'name', found: `${name.text}, ${token.text}`, expected: null })
  }
  return problems
}

function isPerson(token: Token): boolean {
  return token.kind === 'word' && /^\p{Lu}/u.test(token.text) && !isAcronym(token)
}

function areTogether(tokens: readonly Token[], name: string, title: string): boolean {
  return tokens.some((token, index) => {
    if (token.lower !== name) return false
    return tokens.slice(Math.max(0, index - 3), index + 4).some((near) => near.lower === title)
  })
}

function isInAcronym(word: string, proof: NameProof): boolean {
  return [...ACRONYMS].some(([short, long]) => proof.words.has(short) && long.split(' ').includes(word))
}
