import type { EvidenceFacts } from './evidence.ts'
import type { ClaimProblem, ProblemKind } from './problems.ts'
import type { Reading } from './reading.ts'
import { at, stem, type Token } from './tokens.ts'
import { deniedWords, isNegator, type Mood, moodAt } from './wording.ts'

/** Words that say the same thing happened. `said` assert it in a claim, `said` and `also` prove it in evidence. */
type Family = {
  name: string
  kind: Extract<ProblemKind, 'stage' | 'action'>
  said: ReadonlySet<string>
  proof: ReadonlySet<string>
  /** Signal types that are such an event by themselves. */
  impliedBy: readonly string[]
  /** A decision: what is planned must not be told as done, nor the other way round. */
  isDecision: boolean
}

function family(name: string, words: { said: string; also?: string; by?: string; kind?: Family['kind'] }): Family {
  const said = words.said.split(' ')
  const kind = words.kind ?? 'action'
  return {
    name,
    kind,
    said: new Set(said),
    proof: new Set([...said, ...(words.also ?? '').split(' ')]),
    impliedBy: (words.by ?? '').split(' '),
    isDecision: kind === 'stage' && !/^(?:propose|seek|expire|tender|incumbent)$/.test(name),
  }
}

const FAMILIES: readonly Family[] = [
  family('approve', {
    kind: 'stage',
    said: 'approve approves approved adopt adopted adopts passed passes authorised authorized authorises authorizes ratified enacted okayed ratify greenlit approval',
    also: 'approving adopting adoption authorise authorize enact',
  }),
  family('award', {
    kind: 'stage',
    said: 'awarded awards award select selected selects choose chose chosen picked won wins',
    also: 'awarding selecting selection choosing',
  }),
  family('sign', { kind: 'stage', said: 'signed signs inked', also: 'sign signing' }),
  family('buy', {
    kind: 'stage',
    said: 'bought buys purchased purchases purchase procured acquired ordered',
    also: 'buy buying purchasing procure acquire order po invoice paid',
    by: 'purchase_order',
  }),
  family('pay', {
    kind: 'stage',
    said: 'paid pays',
    also: 'pay paying cost costs invoice bought purchased',
    by: 'purchase_order contract_expiration',
  }),
  family('allocate', {
    kind: 'stage',
    said: 'allocated allocates earmarked earmarks budgeted appropriated committed commits dedicated dedicates funded aside',
    also: 'allocate allocation earmark appropriation dedicate commit budgets',
  }),
  family('receive', {
    kind: 'stage',
    said: 'received receives secured secures obtained obtains landed gained',
    also: 'receive receiving won awarded',
  }),
  family('reject', {
    kind: 'stage',
    said: 'reject rejected rejects deny denied denies declined vetoed',
    also: 'decline veto',
  }),
  family('propose', {
    kind: 'stage',
    said: 'proposed proposes proposing considering considers considered weighing weighs discussed discusses discussing debated reviewing reviewed exploring explores explored evaluating evaluates evaluated studying studied planning planned recommended recommends',
    also: 'propose proposal consider weigh discuss discussion debate debating review explore evaluate evaluation study plan plans recommend recommendation draft talked mentions mentioned raised',
    by: 'board_mention vendor_evaluation strategic_plan',
  }),
  family('seek', {
    kind: 'stage',
    said: 'seeks seeking sought requests requested requesting solicits soliciting wants wanted',
    also: 'seek request solicit solicitation asks asking asked invites inviting invited want need needs rfp',
    by: 'rfp_posted',
  }),
  family('expire', {
    kind: 'stage',
    said: 'expires expired expiring expiry expiration lapses lapsed',
    also: 'expire ends ended ending end lapse until',
    by: 'contract_expiration',
  }),
  family('tender', {
    kind: 'stage',
    said: 'rfp rfps tender tenders solicitation solicitations',
    also: 'rfq itb ifb bid bids proposals',
    by: 'rfp_posted',
  }),
  family('incumbent', {
    said: 'incumbent incumbents competitor competitors rival rivals',
    also: '',
    by: 'contract_expiration purchase_order vendor_presence',
  }),
  family('post', {
    said: 'issued posted released published advertised',
    also: 'issue issues posts release publish out',
    by: 'rfp_posted foia_response',
  }),
  family('announce', { said: 'announced announces unveiled', also: 'announce announcement' }),
  family('launch', {
    said: 'launched launches implemented implements deployed deploys',
    also: 'launch implement implementing deploy deploying implementation deployment',
  }),
  family('hire', {
    said: 'appointed appoints hired hires promoted',
    also: 'appoint hire hiring joined joins started starts named',
    by: 'leadership_change',
  }),
  family('leave', {
    said: 'resigned resigns retired retires retiring departed departs quit left',
    also: 'resign retire depart departure leaves leaving vacated vacancy',
  }),
  family('fire', { said: 'fired fires ousted dismissed', also: 'fire oust dismiss removed' }),
  family('join', { said: 'joined joins', also: 'join joining appointed hired started' }),
  family('lose', { said: 'lost loses losing', also: 'lose loss departed' }),
  family('return', { said: 'returned returns repaid refunded', also: 'return repay refund' }),
  family('sue', { said: 'sued sues suing lawsuit lawsuits litigation', also: 'sue' }),
  family('breach', {
    said: 'breach breached hacked ransomware cyberattack outage outages',
    also: 'hack breaches attack',
  }),
  family('cancel', {
    said: 'cancelled canceled cancels terminated scrapped withdrew withdrawn suspended paused halted',
    also: 'cancel cancellation terminate termination withdraw suspend pause',
  }),
  family('renew', { said: 'renewed renews extended extends', also: 'renew renewal extend extension' }),
  family('merge', {
    said: 'merged merges merging consolidated consolidating',
    also: 'merge merger consolidate consolidation',
  }),
  family('cut', {
    said: 'cut cuts slashed reduced reduces shrank shrinking decreased decreases dropped falling fell declining',
    also: 'reduce reducing reduction decrease decline declined drop lower shortfall',
  }),
  family('grow', {
    said: 'increased increases grew grows growing rose rising expanded expands expanding doubled tripled boosted jumped',
    also: 'increase increasing grow growth rise expand expansion',
  }),
  family('replace', {
    said: 'replaced replaces replacing replacement switched switches switching migrated migrates migrating upgraded upgrades upgrading overhauling',
    also: 'replace switch migrate migration upgrade overhaul modernise modernize modernisation modernization modernising modernizing',
  }),
  family('complain', {
    said: 'complained complains complaints unhappy dissatisfied frustrated struggling struggles struggled failing fails overwhelmed',
    also: 'complaint struggle frustration failed',
  }),
  family('delay', { said: 'delayed delays postponed', also: 'delay postpone' }),
  family('vote', { said: 'voted', also: 'approved rejected' }),
]

const FAMILY_BY_WORD: ReadonlyMap<string, Family> = new Map(
  FAMILIES.flatMap((each) => [...each.said].map((word): [string, Family] => [word, each])),
)

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
  const isImplied = proof.facts.some((facts) => event.impliedBy.includes(facts.type) && isImpliedHere(event, facts))
  if (isImplied) moods.add('fact')
  return moods
}

function isImpliedHere(event: Family, facts: EvidenceFacts): boolean {
  if (event.name === 'expire') return !facts.isAmendment
  return event.name !== 'incumbent' || facts.vendor !== null
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

const NO_CONTENT =
  /^(?:have|has|had|been|being|were|with|that|this|from|their|there|they|them|will|would|could|should|about|into|over|under|than|then|when|which|while|more|most|some|such|also|your|yours|team|does|done|just|only|even|very|make|made|many|much|each|other|after|before|because|until|here|what)$/

function isContent(token: Token): boolean {
  return token.kind === 'word' && token.lower.length > 3 && !NO_CONTENT.test(token.lower)
}

/**
 * What the evidence only denies must not be stated, and what the claim denies must be denied in the evidence: silence
 * is no proof of absence.
 */
export function checkNegation(claim: Reading, readings: readonly Reading[]): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  const onlyDenied = new Set(readings.flatMap((reading) => [...deniedWords(reading.tokens)]).map(stem))
  const stated = new Set(
    readings.flatMap((reading) =>
      reading.tokens.filter((_, index) => moodAt(reading.tokens, index) !== 'denied').map((token) => stem(token.lower)),
    ),
  )
  for (const [index, token] of claim.tokens.entries()) {
    if (isNegator(claim.tokens, index)) {
      const after = claim.tokens.slice(index + 1, index + 6).filter(isContent)
      if (!after.some((word) => isDenied(word, readings)))
        problems.push({
          kind: 'negation',
          found: [token, ...after.slice(0, 2)].map((word) => word.text).join(' '),
          expected: null,
        })
    } else if (
      claim.taken[index] !== true &&
      isContent(token) &&
      onlyDenied.has(stem(token.lower)) &&
      !stated.has(stem(token.lower)) &&
      moodAt(claim.tokens, index) !== 'denied'
    )
      problems.push({ kind: 'negation', found: token.text, expected: `not ${token.text}` })
  }
  return problems
}

function isDenied(word: Token, readings: readonly Reading[]): boolean {
  const wanted = stem(word.lower)
  return readings.some((reading) =>
    reading.tokens.some(
      (_, index) =>
        isNegator(reading.tokens, index) &&
        reading.tokens.slice(index + 1, index + 7).some((token) => stem(token.lower) === wanted),
    ),
  )
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
