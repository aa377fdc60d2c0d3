import type { RawSignal, SignalType } from '../types.ts'
import { type BuyerKind, buyerKind, buyerKindsIn } from './buyer-kinds.ts'
import { placesIn, stateCode } from './places.ts'

/** Which components an angle makes count double: `urgent`, `latest`, `big budgets`. */
export type Emphasis = 'urgency' | 'recency' | 'dollars'

/**
 * What a text asks for, read by rules: types of signal, states, kinds of buyer, things to leave aside, and what remains
 * as plain words.
 */
export type Wish = {
  types: ReadonlySet<string>
  states: ReadonlySet<string>
  buyers: ReadonlySet<BuyerKind>
  notStates: ReadonlySet<string>
  notBuyers: ReadonlySet<BuyerKind>
  notTypes: ReadonlySet<string>
  wantsVendor: boolean
  emphasis: ReadonlySet<Emphasis>
  /** The text without what was understood; matched as words. */
  words: string
}

type TypeWords = { pattern: RegExp; types: readonly SignalType[]; isLoose?: true; isVendor?: true }

/** `isLoose` words mean a type only in an instruction: a reply that offers a meeting does not ask for board meetings. */
const TYPE_WORDS: readonly TypeWords[] = [
  {
    pattern: /\b(?:rfps?|rfqs?|rfis?|tenders?|solicitations?|open bids?|requests? for proposals?)\b/i,
    types: ['rfp_posted'],
  },
  { pattern: /\b(?:bids?|procurements?)\b/i, types: ['rfp_posted'], isLoose: true },
  {
    pattern: /\b(?:contract (?:renewals?|expirations?|end\w*|expir\w*)|(?:expiring|ending) contracts?)\b/i,
    types: ['contract_expiration'],
  },
  { pattern: /\b(?:contracts?|renewals?|expir\w*)\b/i, types: ['contract_expiration'], isLoose: true },
  { pattern: /\b(?:budgets|budget (?:approvals?|votes?|increases?|events?|line items?))\b/i, types: ['budget_event'] },
  { pattern: /\b(?:budget|appropriations?|capital plans?|spend(?:ing)?)\b/i, types: ['budget_event'], isLoose: true },
  { pattern: /\b(?:grants|grant[- ](?:funded|funding|awards?))\b/i, types: ['grant_funding'] },
  { pattern: /\bgrant\b/i, types: ['grant_funding'], isLoose: true },
  { pattern: /\b(?:funding|funded|bonds?|money)\b/i, types: ['grant_funding', 'budget_event'], isLoose: true },
  {
    pattern: /\b(?:leadership (?:changes?|transitions?)|new (?:leadership|leaders|superintendents?))\b/i,
    types: ['leadership_change'],
  },
  {
    pattern:
      /\b(?:leadership|leaders?|superintendents?|cios?|ctos?|chiefs?|directors?|presidents?|appointments?|hires?|hiring)\b/i,
    types: ['leadership_change'],
    isLoose: true,
  },
  { pattern: /\b(?:job changes?|departures?|turnover)\b/i, types: ['job_change', 'leadership_change'], isLoose: true },
  {
    pattern: /\b(?:board (?:meetings?|minutes|agendas?|mentions?)|council (?:meetings?|minutes))\b/i,
    types: ['board_mention'],
  },
  { pattern: /\b(?:boards?|councils?|meetings?|minutes)\b/i, types: ['board_mention'], isLoose: true },
  { pattern: /\b(?:purchase orders?|purchases?|purchasing|pos)\b/i, types: ['purchase_order'], isLoose: true },
  {
    pattern: /\b(?:competitors?|competitive|displace\w*|incumbents?|rip and replace)\b/i,
    types: ['contract_expiration', 'purchase_order', 'vendor_presence'],
    isLoose: true,
    isVendor: true,
  },
  { pattern: /\b(?:conferences?|events?|speaking)\b/i, types: ['conference'], isLoose: true },
  { pattern: /\b(?:strategic plans?|strategy|roadmaps?)\b/i, types: ['strategic_plan'], isLoose: true },
  { pattern: /\b(?:foia|public records requests?)\b/i, types: ['foia_response'] },
  { pattern: /\b(?:vendor evaluations?|evaluations?|pilots?)\b/i, types: ['vendor_evaluation'], isLoose: true },
  { pattern: /\b(?:compliance|mandates?|regulations?|legislation)\b/i, types: ['compliance_mandate'], isLoose: true },
  { pattern: /\benrol?lment (?:changes?|declines?|growth)\b/i, types: ['enrollment_change'], isLoose: true },
]

const EMPHASIS_WORDS: readonly (readonly [Emphasis, RegExp])[] = [
  ['urgency', /\b(?:urgent|urgency|deadlines?|due soon|closing soon|time[- ]sensitive|soonest|expiring)\b/i],
  ['recency', /\b(?:recent|latest|newest|fresh|this (?:week|month)|last (?:week|month))\b/i],
  ['dollars', /\b(?:big|biggest|large|largest|dollars?|high[- ]value|spend|money)\b/i],
]

const NEGATIONS =
  /\b(?:not|no|except|excluding|exclude|outside|without|avoid|besides|skip|ignore|don[’']?t|isn[’']?t|aren[’']?t)\b/gi
const MOST_CHARACTERS = 4000

/** An operator's angle: every word counts as an instruction. */
export function readAngle(angle: string | null): Wish {
  return readWish(angle ?? '', true)
}

/** Free prose, such as a reply or a campaign's name: only what is surely meant. */
export function readProse(text: string | null): Wish {
  return readWish(ownWords(text ?? ''), false)
}

/** How far a signal meets a wish, 0 to 1 over the kinds of wish it has; `isExcluded` when it is what was to be left aside. */
export type Met = { share: number; isExcluded: boolean }

/** Null when the wish asks for nothing that a signal could meet. */
export function meets(wish: Wish, signal: RawSignal): Met | null {
  const state = stateCode(signal.buyerState)
  const kind = buyerKind(signal.buyerType, signal.buyerName)
  const isExcluded =
    (state !== null && wish.notStates.has(state)) ||
    (kind !== null && wish.notBuyers.has(kind)) ||
    wish.notTypes.has(signal.type)
  if (isExcluded) return { share: 0, isExcluded }
  const parts: boolean[] = []
  if (wish.types.size > 0) parts.push(wish.types.has(signal.type) || (wish.wantsVendor && signal.vendor !== null))
  if (wish.states.size > 0) parts.push(state !== null && wish.states.has(state))
  if (wish.buyers.size > 0) parts.push(kind !== null && wish.buyers.has(kind))
  if (parts.length > 0) return { share: parts.filter(Boolean).length / parts.length, isExcluded }
  return wish.notStates.size + wish.notBuyers.size + wish.notTypes.size > 0 ? { share: 1, isExcluded } : null
}

/** The text somebody wrote themselves: quoted lines, an older message below and a signature after `-- ` are not theirs. */
export function ownWords(text: string): string {
  const lines = text.slice(0, MOST_CHARACTERS * 2).split('\n')
  const end = lines.findIndex((line) =>
    /^(?:-- ?$|_{10,}|-{3,} ?original message|on .{5,200} wrote:\s*$|from: )/i.test(line.trim()),
  )
  return lines
    .slice(0, end < 0 ? undefined : end)
    .filter((line) => !line.trimStart().startsWith('>'))
    .join('\n')
    .slice(0, MOST_CHARACTERS)
}

function readWish(given: string, isInstruction: boolean): Wish {
  const text = given.slice(0, MOST_CHARACTERS)
  const [types, notTypes] = [new Set<string>(), new Set<string>()]
  let rest = text
  let wantsVendor = false
  for (const { pattern, types: named, isLoose, isVendor } of TYPE_WORDS) {
    if (isLoose && !isInstruction) continue
    // Read from what is left, so that `contract renewals` is not read a second time as `renewals`.
    const found = pattern.exec(rest)
    if (!found) continue
    const isNegated = isNegatedAt(rest, found.index)
    // "We have no budget" is about the writer; only an instruction can leave a type aside.
    if (!isNegated || isInstruction) for (const type of named) (isNegated ? notTypes : types).add(type)
    if (isVendor && !isNegated) wantsVendor = true
    rest = `${rest.slice(0, found.index)}${' '.repeat(found[0].length)}${rest.slice(found.index + found[0].length)}`
  }
  const [states, notStates] = [new Set<string>(), new Set<string>()]
  for (const { code, at } of placesIn(text, isInstruction)) (isNegatedAt(text, at) ? notStates : states).add(code)
  const [buyers, notBuyers] = [new Set<BuyerKind>(), new Set<BuyerKind>()]
  for (const { kind, at } of buyerKindsIn(text, isInstruction)) (isNegatedAt(text, at) ? notBuyers : buyers).add(kind)
  const emphasis = new Set(
    isInstruction ? EMPHASIS_WORDS.flatMap(([what, pattern]) => (pattern.test(text) ? [what] : [])) : [],
  )
  return { types, notTypes, states, notStates, buyers, notBuyers, wantsVendor, emphasis, words: remaining(rest) }
}

/** True after `not`, `outside of`, `except` in the same clause; `not outside of Texas` is Texas again. */
function isNegatedAt(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at)
  const clause = before.split(/[.,;!?\n]/).at(-1) ?? ''
  return (clause.match(NEGATIONS)?.length ?? 0) % 2 === 1
}

/** What is left of an instruction when states, buyers and emphasis are understood too. */
function remaining(rest: string): string {
  let words = rest
  for (const { said } of placesIn(rest, true)) words = words.replace(said, ' ')
  for (const [, pattern] of EMPHASIS_WORDS) words = words.replace(pattern, ' ')
  return words.replace(/\b(?:signals?|buyers?|accounts?|only|focus|angle|show|prefer|lead with|about)\b/gi, ' ')
}
