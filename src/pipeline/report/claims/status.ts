import type { SignalState } from '../types.ts'
import type { EvidenceFacts } from './evidence.ts'
import type { ClaimProblem } from './problems.ts'
import type { Reading } from './reading.ts'
import { at, type Token } from './tokens.ts'

/** What a phrase claims about whether one can still act. `soft` follows from a tender being there at all. */
type StatusCue = { found: string; says: 'open' | 'closed' | 'soft' }

const OPEN_PHRASES = [
  'still time',
  'time to respond',
  'time to bid',
  'time to submit',
  'time left',
  'now accepting',
  'taking bids',
  'taking proposals',
  'being accepted',
  'in market',
  'accepting bids',
  'accepting proposals',
  'accepting responses',
  'accepting submissions',
  'accepting applications',
  'can still',
  'window closes',
  'coming up',
  'not too late',
  'on the street',
  'out for',
  'still out',
  'under way',
  'up for grabs',
]
const CLOSED_PHRASES = [
  'no longer',
  'past due',
  'has passed',
  'have passed',
  'too late',
  'deadline passed',
  'window closed',
]
const SOFT_WORDS =
  /^(?:seeks|seeking|solicits|soliciting|invites|inviting|requests|requesting|accepts|wants|asks|asking|due|closes|closing|ends|expires|expiring|needs|upcoming|imminent|soon)$/
const PAST = /^(?:was|were|had|been|closed|ended|expired|passed|former|formerly|used|once)$/
const NOT_OPEN_BEFORE =
  /^(?:the|an?|doors?|up|data|source|house|records?|meetings?|enrol?lment|session|sessions|office|houses|with|access|educational|questions?)$/

/**
 * Words of status in the claim against the state that code computed. An unknown state proves neither open nor closed;
 * a closed one allows only the past tense.
 */
export function checkStatus(
  claim: Reading,
  proof: { facts: readonly EvidenceFacts[]; words: ReadonlySet<string> },
): ClaimProblem[] {
  // A board mention has no status of its own; a tender without a deadline has one that nobody knows.
  const judged = proof.facts.filter((facts) => facts.state !== 'unknown' || facts.type === 'rfp_posted')
  const states = [...new Set((judged.length > 0 ? judged : proof.facts).map((facts) => facts.state))]
  const problems: ClaimProblem[] = []
  for (const cue of cuesOf(claim.tokens)) {
    const wrong = states.length === 0 ? 'unknown' : states.find((state) => !isAllowed(cue, state, proof.words))
    if (wrong !== undefined && !(states.length === 0 && cue.says === 'soft'))
      problems.push({ kind: 'status', found: cue.found, expected: wrong })
  }
  return problems
}

function isAllowed(cue: StatusCue, state: SignalState, words: ReadonlySet<string>): boolean {
  if (cue.says === 'open') return state === 'open'
  if (cue.says === 'soft') return state !== 'closed'
  return state === 'closed' || (state === 'unknown' && cue.found.split(' ').some((word) => words.has(word)))
}

function cuesOf(tokens: readonly Token[]): StatusCue[] {
  const cues: StatusCue[] = []
  for (let index = 0; index < tokens.length; index++) {
    const cue = cueAt(tokens, index)
    if (cue === null) continue
    if (!isPast(tokens, index, cue)) cues.push(cue)
    // `were due` and `was open` say that it is over.
    else if (/^(?:due|open|accepting)$/.test(cue.found)) cues.push({ found: `were ${cue.found}`, says: 'closed' })
  }
  return cues
}

function cueAt(tokens: readonly Token[], index: number): StatusCue | null {
  const word = at(tokens, index).lower
  if (word === '') return null
  const two = `${word} ${at(tokens, index + 1).lower}`
  const three = `${two} ${at(tokens, index + 2).lower}`
  const closed = CLOSED_PHRASES.find((phrase) => phrase === two || phrase === three)
  if (closed !== undefined) return { found: closed, says: 'closed' }
  const open = OPEN_PHRASES.find((phrase) => phrase === two || phrase === three)
  if (open !== undefined) return { found: open, says: 'open' }
  if (isOpenWord(tokens, index)) return { found: word, says: 'open' }
  if (
    /^(?:closed|expired|ended|lapsed)$/.test(word) &&
    !/^(?:session|sessions|door|doors)$/.test(at(tokens, index + 1).lower)
  )
    return { found: word, says: 'closed' }
  return SOFT_WORDS.test(word) ? { found: word, says: 'soft' } : null
}

function isOpenWord(tokens: readonly Token[], index: number): boolean {
  const word = at(tokens, index).lower
  const before = at(tokens, index - 1).lower
  const after = at(tokens, index + 1).lower
  if (/^(?:open|reopened|reopens)$/.test(word))
    return !NOT_OPEN_BEFORE.test(after) && !/^(?:will|to|could|can|may|help|helps)$/.test(before)
  if (word === 'active' || word === 'ongoing') return true
  if (word === 'accepting') return true
  if (word === 'live') return !/^(?:go|goes|going|went|gone)$/.test(before) && !/^(?:in|at|near|on)$/.test(after)
  return word === 'unclosed' || word === 'unexpired'
}

/** `was open until February 6`, `proposals were due`: the past of an open word is no claim that it is open. */
function isPast(tokens: readonly Token[], index: number, cue: StatusCue): boolean {
  if (cue.says === 'closed') return false
  for (let back = 1; back <= 3; back++) {
    const token = at(tokens, index - back)
    if (token.kind !== 'word') return false
    if (/^(?:still|now|remains?|is|are)$/.test(token.lower)) return false
    if (PAST.test(token.lower)) return true
  }
  return false
}
