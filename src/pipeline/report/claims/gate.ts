import type { Claim, Signal } from '../types.ts'
import { buyerNames, checkBuyers, isBuyerSpecific } from './buyers.ts'
import { checkCertainty } from './certainty.ts'
import { checkContacts } from './contacts.ts'
import { checkDates, hasFutureDate, proofDates } from './date-check.ts'
import { checkCountdowns } from './days-left.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import { checkText } from './hygiene.ts'
import { type AmountMention, checkAmounts, checkPercents, isBareAmount } from './money.ts'
import { checkNames, checkRoles, checkTitledNames, type NameProof } from './names.ts'
import { checkNegation } from './negation.ts'
import { checkNumbers } from './numbers.ts'
import type { ClaimProblem } from './problems.ts'
import { type Reading, readText } from './reading.ts'
import { checkAmendment, checkStage, checkTentative } from './stage.ts'
import { checkStatus } from './status.ts'
import { checkSupport } from './support.ts'
import { at, findPhrase, matchPhrase, stem, type Token, wordsOf } from './tokens.ts'
import { isTimeUnit } from './units.ts'
import { stateCode } from './us-states.ts'

export type ClaimContext = {
  /** Everything that may be cited, by id. */
  evidence: ReadonlyMap<string, Evidence>
  /** The run's recorded now: relative dates are resolved against it. */
  now: Date
  /** Names that need no evidence: the seller's company and product. */
  allowedNames: readonly string[]
  /** True for sentences that are read again on later days: they may give dates and count no days. */
  isKept?: boolean
}

export type ClaimVerdict = { ok: true } | { ok: false; problems: ClaimProblem[] }

/** A sentence that may not be shown, and why. */
export type RefusedClaim<C extends Claim = Claim> = { claim: C; problems: ClaimProblem[] }

/** The context in which sentences about these signals are checked. */
export function claimContext(
  signals: readonly Signal[],
  around: { now: Date; allowedNames: readonly (string | null)[] },
): ClaimContext {
  const allowedNames = around.allowedNames.filter((name): name is string => name !== null && name.trim() !== '')
  return { evidence: new Map(signals.map((signal) => [signal.id, evidenceOf(signal)])), now: around.now, allowedNames }
}

/**
 * Whether a sentence may be shown: every number, date, amount, name, address, status and decision in it must be found
 * in the evidence it cites. Pure and linear in the length of claim and evidence; never throws.
 */
export function checkClaim(claim: Claim, context: ClaimContext): ClaimVerdict {
  return judge(claim, context, (evidence) => readText(evidence.text, context.now, { isClaim: false }))
}

/** Sorts sentences into those that may be shown and those that may not, reading each evidence once. Keeps the order. */
export function gateClaims<C extends Claim>(
  claims: readonly C[],
  context: ClaimContext,
): { kept: C[]; refused: RefusedClaim<C>[] } {
  const readings = new Map<string, Reading>()
  const readOnce = (evidence: Evidence): Reading => {
    const known = readings.get(evidence.id) ?? readText(evidence.text, context.now, { isClaim: false })
    readings.set(evidence.id, known)
    return known
  }
  const kept: C[] = []
  const refused: RefusedClaim<C>[] = []
  for (const claim of claims) {
    const verdict = judge(claim, context, readOnce)
    if (verdict.ok) kept.push(claim)
    else refused.push({ claim, problems: verdict.problems })
  }
  return { kept, refused }
}

function judge(claim: Claim, context: ClaimContext, readingOf: (evidence: Evidence) => Reading): ClaimVerdict {
  const unfit = checkText(claim.text)
  if (unfit.length > 0) return { ok: false, problems: unfit }
  const cited: Evidence[] = []
  const problems: ClaimProblem[] = []
  for (const id of new Set(claim.evidence)) {
    const evidence = context.evidence.get(id)
    if (evidence === undefined) problems.push({ kind: 'evidence', found: id.slice(0, 80), expected: null })
    else cited.push(evidence)
  }
  const readings = cited.map(readingOf)
  const reading = readText(claim.text, context.now, { isClaim: true, protect: protector(cited, context.allowedNames) })
  const names = buyerNames(context.evidence.values())
  problems.push(...checkFacts(reading, { cited, readings, context, names }))
  problems.push(...checkWording(reading, { cited, readings, context }))
  const isBare = cited.length === 0 && claim.evidence.length === 0
  if (isBare && (problems.length > 0 || isBuyerSpecific(reading, names)))
    problems.unshift({ kind: 'evidence', found: claim.text.slice(0, 80), expected: 'at least one signal' })
  return problems.length === 0 ? { ok: true } : { ok: false, problems }
}

type Proof = { cited: readonly Evidence[]; readings: readonly Reading[]; context: ClaimContext }

/** What can be false even of a sentence that is copied word for word: dates, days left, status, buyer. */
function checkFacts(claim: Reading, proof: Proof & { names: ReadonlySet<string> }): ClaimProblem[] {
  const { cited, readings, context } = proof
  const facts = cited.map((each) => each.facts)
  const words = union(readings.map((reading) => reading.words))
  return [
    ...checkContacts(
      claim.contacts,
      readings.flatMap((reading) => reading.contacts),
      context.allowedNames,
    ),
    ...checkCountdowns(claim.countdowns, context.isKept ? [] : facts.map((each) => each.daysLeft)),
    ...checkDates(claim.dates, datesOf(proof), context.now),
    ...checkStatus(claim, { facts, words }),
    ...checkAmendment(claim, facts),
    ...checkBuyers(claim, cited, { names: proof.names, tokens: allTokens(readings), words }),
  ]
}

/** What a sentence copied word for word has anyway: numbers, amounts, names, decisions, strength. */
function checkWording(claim: Reading, proof: Proof): ClaimProblem[] {
  const { cited, readings, context } = proof
  const facts = cited.map((each) => each.facts)
  const amounts = amountsOf(cited, readings)
  const numbers = claim.numbers.filter((number) => !isBareAmount(number, amounts))
  const words = union(readings.map((reading) => reading.words))
  const stems = union(readings.map((reading) => reading.stems))
  const names = nameProof(proof, words)
  return [
    ...checkNumbers(
      numbers.filter((number) => !isLooseOne(number, stems)),
      readings.flatMap((reading) => reading.numbers),
    ),
    ...checkAmounts(claim.amounts, amounts),
    ...checkPercents(
      claim.percents,
      readings.flatMap((reading) => reading.percents),
    ),
    ...checkNames(claim, names),
    ...checkRoles(claim, names),
    ...checkTitledNames(claim, names),
    ...checkStage(claim, { readings, facts }),
    ...checkTentative(claim, { readings, facts }),
    ...checkNegation(claim, readings),
    ...checkCertainty(claim, {
      words,
      stems,
      hasFuture: hasFutureDate(datesOf({ cited, readings, context }), context.now),
    }),
    ...checkSupport(claim, stems, isBuyerSpecific(claim, buyerNames(context.evidence.values()))),
  ]
}

function datesOf({ cited, readings }: Proof): ReturnType<typeof proofDates> {
  return cited.flatMap((each, index) => proofDates(each.facts, readings[index]?.dates ?? []))
}

/** Amounts of the texts, and the amount field where no text says how its value is meant (`up to`, `per year`). */
function amountsOf(cited: readonly Evidence[], readings: readonly Reading[]): AmountMention[] {
  const amounts = readings.flatMap((reading) => reading.amounts)
  for (const { facts } of cited)
    if (facts.amountUsd !== null && !amounts.some((amount) => amount.value === facts.amountUsd))
      amounts.push({
        found: `$${facts.amountUsd.toLocaleString('en-US')}`,
        first: 0,
        last: 0,
        value: facts.amountUsd,
        currency: 'usd',
        per: null,
        bound: 'exact',
      })
  return amounts
}

/** `one` is no count where it counts nothing (`one of them`), or a thing that the evidence has (`one RFP`). */
function isLooseOne(number: Reading['numbers'][number], stems: ReadonlySet<string>): boolean {
  if (number.raw !== 'one' || number.value !== 1 || number.isOrdinal) return false
  return number.unit === null || (!isTimeUnit(number.unit) && stems.has(stem(number.unit)))
}

function nameProof({ cited, readings, context }: Proof, words: ReadonlySet<string>): NameProof {
  const tokens = allTokens(readings)
  const states = cited.map((each) => stateCode(each.facts.buyerState ?? '')).filter((code) => code !== null)
  const plain = new Set(
    tokens.filter((token) => token.kind === 'word' && token.text === token.lower).map((token) => token.lower),
  )
  return {
    tokens,
    words,
    plain,
    phrases: context.allowedNames.map(wordsOf).filter((phrase) => phrase.length > 0),
    states,
  }
}

/**
 * Marks the cited buyer's own name, the cited vendor's and the allowed names, so that their words are read as nothing
 * else (`Spring Valley ISD`, `District 65`). Not where the name goes on: `Marlow County Schools` is not Marlow County.
 */
function protector(
  cited: readonly Evidence[],
  allowed: readonly string[],
): (tokens: readonly Token[]) => { first: number; last: number }[] {
  const names = [...cited.flatMap((each) => [each.buyerName, each.facts.vendor]), ...allowed].filter(
    (name) => name !== null,
  )
  const phrases = names.map(wordsOf).filter((phrase) => phrase.length > 0 && phrase.length <= 10)
  return (tokens) => {
    const spans: { first: number; last: number }[] = []
    for (const phrase of phrases) {
      for (let first = findPhrase(tokens, phrase); first >= 0; first = findPhrase(tokens, phrase, first + 1)) {
        const last = matchPhrase(tokens, phrase, first) - 1
        const next = at(tokens, last + 1)
        const goesOn = next.kind === 'word' && /^\p{Lu}/u.test(next.text) && !at(tokens, last).isPossessive
        const before = at(tokens, first - 1)
        const comesFrom =
          before.kind === 'word' && /^\p{Lu}/u.test(before.text) && !before.opensSentence && !before.isPossessive
        if (!goesOn && !comesFrom) spans.push({ first, last })
      }
    }
    return spans
  }
}

function allTokens(readings: readonly Reading[]): Token[] {
  return readings.flatMap((reading) => [...reading.tokens, at([], 0)])
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  const all = new Set<string>()
  for (const set of sets) for (const word of set) all.add(word)
  return all
}
