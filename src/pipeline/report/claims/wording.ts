import { at, endsClause, type Token } from './tokens.ts'

/** How a word is meant where it stands: as a fact, as something that may come, or as something that is not. */
export type Mood = 'fact' | 'prospect' | 'denied'

const NEGATORS =
  /^(?:not|no|never|none|neither|nor|without|cannot|hardly|nobody|nothing|lacks|lacking|failed|declined|refused|rejected|denied)$/
const PROSPECT =
  /^(?:will|would|may|might|could|should|can|shall|plan|plans|planned|planning|propose|proposes|proposed|proposing|proposal|consider|considers|considered|considering|expect|expects|expected|recommend|recommends|recommended|seek|seeks|seeking|sought|intend|intends|hope|hopes|want|wants|wanted|aim|aims|ask|asks|asked|asking|pending|awaits|awaiting|whether|if|before|until|once|request|requests|requested|requesting|draft|weighs|weighing|possible|potential|potentially|to|on|needs|requires|must|scheduled)$/
const REACH = 4

/** Whether the token denies what follows it. `no later than`, `not only` and `RFP No. 12` deny nothing. */
export function isNegator(tokens: readonly Token[], index: number): boolean {
  const token = at(tokens, index)
  if (token.kind !== 'word') return false
  if (token.lower.endsWith("n't")) return true
  if (token.lower === 'yet' && at(tokens, index + 1).lower === 'to') return true
  if (!NEGATORS.test(token.lower)) return false
  const next = at(tokens, index + 1)
  if (/^(?:no|not)$/.test(token.lower) && /^(?:later|fewer|less|more|only)$/.test(next.lower)) return false
  return !(token.lower === 'no' && (next.text === '.' || next.kind === 'number'))
}

const PROSPECT_AFTER =
  /^(?:expected|pending|anticipated|planned|scheduled|proposed|tentative|tentatively|will|would|may|might|date|criteria|notice)$/

/** The mood of the word at `index`, from the words before it in its clause and the two after it. */
export function moodAt(tokens: readonly Token[], index: number): Mood {
  const next = verbAt(tokens, index + 1)
  const isExpected =
    PROSPECT_AFTER.test(next) || (/^(?:is|are)$/.test(next) && PROSPECT_AFTER.test(verbAt(tokens, index + 2)))
  let mood: Mood = isExpected ? 'prospect' : 'fact'
  for (let back = 1; back <= REACH; back++) {
    const token = at(tokens, index - back)
    if (endsClause(token) || token.text === ',' || /^(?:but|and)$/.test(token.lower)) break
    if (isNegator(tokens, index - back)) return 'denied'
    if (mood === 'fact' && isProspect(tokens, index - back, back)) mood = 'prospect'
  }
  return mood
}

/** The word in small letters; a capital `May` is the month, not the verb. */
function verbAt(tokens: readonly Token[], index: number): string {
  const token = at(tokens, index)
  return token.text === 'May' ? '' : token.lower
}

function isProspect(tokens: readonly Token[], index: number, back: number): boolean {
  const word = verbAt(tokens, index)
  if (!PROSPECT.test(word)) return false
  // `voted to approve` is done; `to` counts only right before the verb or its `be`.
  if (word === 'to')
    return (
      (back === 1 || /^(?:be|have)$/.test(at(tokens, index + 1).lower)) &&
      !/^(?:voted|agreed|decided|moved)$/.test(at(tokens, index - 1).lower)
    )
  if (word === 'on') return back <= 2 && /^votes?$/.test(at(tokens, index - 1).lower)
  // In `proposed and approved` the second is done, in `the proposal approved` too: only a governing word counts.
  return !(/^(?:proposal|request|before|until|once|plan|draft)$/.test(word) && back > 2)
}

/** Stems or words that stand only in denied places of a text, each with the words around it that deny it. */
export function deniedWords(tokens: readonly Token[]): ReadonlySet<string> {
  const denied = new Set<string>()
  const stated = new Set<string>()
  let left = 0
  for (const [index, token] of tokens.entries()) {
    if (endsClause(token) || /^(?:but|and|,)$/.test(token.lower)) left = 0
    if (isNegator(tokens, index)) left = REACH + 1
    else if (token.kind === 'word') (left > 0 ? denied : stated).add(token.lower)
    if (left > 0) left--
  }
  return new Set([...denied].filter((word) => !stated.has(word)))
}
