import { FAMILY_BY_WORD, type Family } from './event-families.ts'
import type { EvidenceFacts } from './evidence.ts'
import type { ClaimProblem } from './problems.ts'
import type { Reading } from './reading.ts'
import { at, type Token } from './tokens.ts'
import { type Mood, moodAt } from './wording.ts'

/** The text and the fields that a claim cites. */
export type StageProof = { readings: readonly Reading[]; facts: readonly EvidenceFacts[] }

/** What the claim says happened must have happened in the evidence: not merely proposed, and not denied. */
export function checkStage(claim: Reading, proof: StageProof): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  for (const [index, token] of claim.tokens.entries()) {
    const event = FAMILY_BY_WORD.get(token.lower)
    if (event === undefined || claim.taken[index] === true || isOtherSense(claim.tokens, index)) continue
    const problem = judge({ event, mood: moodAt(claim.tokens, index), found: token.text }, moodsOf(event, proof))
    if (problem !== null) problems.push(problem)
  }
  return problems
}

/** `the deadline passed`, `24 days left`, `aside from`: the word, but not the event. */
function isOtherSense(tokens: readonly Token[], index: number): boolean {
  const word = at(tokens, index).lower
  const before = at(tokens, index - 1).lower
  if (word === 'passed') return /^(?:deadline|date|window|time|has|have)$/.test(before)
  if (word === 'left') return /^(?:days?|weeks?|months?|hours?|time|is|are|little)$/.test(before)
  if (word === 'aside') return !/^set(?:s|ting)?$/.test(before) && !/^set(?:s|ting)?$/.test(at(tokens, index - 3).lower)
  return word === 'award' && /^(?:winning)$/.test(at(tokens, index + 1).lower)
}

function moodsOf(event: Family, proof: StageProof): Set<Mood> {
  const moods = new Set<Mood>()
  for (const reading of proof.readings)
    for (const [index, token] of reading.tokens.entries()) {
      if (token.kind === 'word' && event.proof.has(token.lower) && !isOtherSense(reading.tokens, index))
        moods.add(moodAt(reading.tokens, index))
      if (event.name === 'approve' && /^(?:rejected|denied|vetoed)$/.test(token.lower)) moods.add('denied')
    }
  // A tender is the promise of an award.
  if (event.name === 'award' && proof.facts.some((facts) => facts.type === 'rfp_posted')) moods.add('prospect')
  if (event.name === 'money' && proof.readings.some((reading) => reading.amounts.length > 0)) moods.add('fact')
  const isImplied = proof.facts.some((facts) => event.impliedBy.includes(facts.type) && isImpliedHere(event, facts))
  if (isImplied) moods.add('fact')
  return moods
}

function isImpliedHere(event: Family, facts: EvidenceFacts): boolean {
  if (event.name === 'expire') return !facts.isAmendment
  return !/^(?:incumbent|competitor)$/.test(event.name) || facts.vendor !== null
}

function judge(said: { event: Family; mood: Mood; found: string }, moods: ReadonlySet<Mood>): ClaimProblem | null {
  const { event, mood, found } = said
  if (mood === 'fact' && moods.has('fact')) return null
  if (mood === 'prospect' && (moods.has('prospect') || (!event.isDecision && moods.has('fact')))) return null
  if (mood === 'denied')
    return moods.has('denied')
      ? null
      : { kind: 'negation', found: `not ${found}`, expected: moods.size === 0 ? null : found }
  if (moods.has('denied') && moods.size === 1) return { kind: 'negation', found, expected: `not ${found}` }
  const expected = moods.has('prospect') ? 'only planned or proposed' : moods.has('fact') ? 'already decided' : null
  return { kind: event.kind, found, expected }
}

/** An amendment changes a contract and ends nothing: no word of expiry, end or renewal may stand beside it. */
export function checkAmendment(claim: Reading, facts: readonly EvidenceFacts[]): ClaimProblem[] {
  if (!facts.some((each) => each.isAmendment)) return []
  return claim.tokens
    .filter(
      (token, index) =>
        /^(?:expir(?:e|es|ed|ing|y|ation)|lapses?|lapsed|lapsing|ends|ending|ended|terminat(?:es|ed|ing|ion)|renewals?|renew|rebid)$/.test(
          token.lower,
        ) ||
        (token.lower === 'runs' && at(claim.tokens, index + 1).lower === 'out'),
    )
    .map((token) => ({ kind: 'amendment' as const, found: token.text, expected: 'a contract amendment' }))
}

const TENTATIVE =
  /^(?:propos(?:al|e|es|ed|ing)|requests?|requested|requesting|draft|considers?|considering|considered|recommend(?:s|ed|ation)?|pending|votes?|voting|plans?|planned|planning|would|may|might|could|asks?|asked|asking|seeks?|seeking|potential|if)$/
const DECIDED =
  /^(?:approved|adopted|awarded|received|allocated|appropriated|signed|passed|authori[sz]ed|secured|funded|enacted)$/

/** Money that the evidence only proposes must be told as proposed: `has $3.4M` is not `proposes $3.4M`. */
export function checkTentative(claim: Reading, proof: StageProof): ClaimProblem[] {
  const isTentative = proof.readings.some((reading, index) => {
    if (!/^(?:budget_event|board_mention|strategic_plan|grant_funding)$/.test(proof.facts[index]?.type ?? ''))
      return false
    const words = [...reading.words]
    return words.some((word) => TENTATIVE.test(word)) && !words.some((word) => DECIDED.test(word))
  })
  const amount = claim.amounts[0]
  if (!isTentative || amount === undefined || [...claim.words].some((word) => TENTATIVE.test(word))) return []
  return [{ kind: 'stage', found: amount.found, expected: 'only planned or proposed' }]
}
