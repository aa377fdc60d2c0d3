import { at, endsClause, type Token } from './tokens.ts'
import { moodAt } from './wording.ts'

/** What a date is the date of. `limit` is a bare "by", "before" or "until". */
export type DateRole =
  | 'due'
  /** Due, but for something beside the offer itself: questions, registration. */
  | 'side_due'
  | 'limit'
  | 'end'
  | 'spend'
  | 'posted'
  | 'vote'
  | 'meet'
  | 'start'
  | 'leave'
  | 'award'
  | 'approve'

const WORDS_BY_ROLE: readonly [DateRole, string][] = [
  ['due', 'due deadline deadlines closes closing close closed submit submitted submission submissions cutoff'],
  ['limit', 'by before until till through'],
  [
    'end',
    'expires expire expired expiring expiry expiration ends ended ending end lapses lapse lapsed terminates terminated renewal',
  ],
  ['spend', 'spend spent obligate obligated'],
  ['posted', 'posted issued released published advertised announced dated reported detected'],
  ['vote', 'vote votes voted voting'],
  [
    'meet',
    'met meeting meetings minutes hearing session agenda workshop discussed discussion discusses conference speaks speaking',
  ],
  [
    'start',
    'starts started start starting began begins begin beginning effective joined joins appointed hired assumes assumed',
  ],
  ['leave', 'left departed departs leaves resigned retired retires departure'],
  ['award', 'awarded award awards bought purchased purchase signed ordered paid won'],
  ['approve', 'approved adopted passed authorised authorized approves adopts ratified'],
]
const ROLE_BY_WORD: ReadonlyMap<string, DateRole> = new Map(
  WORDS_BY_ROLE.flatMap(([role, words]) => words.split(' ').map((word): [string, DateRole] => [word, role])),
)

const SIDE_SUBJECT = /^(?:questions?|inquiries|enquiries|intent|registration|rsvps?|comments?|report|reports)$/
const REACH_BACK = 7
const REACH_ON = 3

/**
 * What the words around a date say it is: the noun right after it (`March 27 deadline`), else the nearest word before
 * it in the same clause (`due March 27`), else one shortly after. A bare "by" gives way to a verb before it
 * (`spend by September 30`).
 */
export function roleAround(tokens: readonly Token[], span: { first: number; last: number }): RoleRead {
  const index = nearestRole(tokens, span)
  const word = index === null ? '' : at(tokens, index).lower
  const role = ROLE_BY_WORD.get(word) ?? null
  const isSide = (role === 'due' || role === 'limit') && hasSideSubject(tokens, span.first)
  const isDone = index !== null && DONE.test(word) && moodAt(tokens, index) === 'fact'
  return { role: isSide ? 'side_due' : role, isDone }
}

/** What a date is said to be, and whether the sentence says that it has happened (`ended`, `voted`, not `to be awarded`). */
export type RoleRead = { role: DateRole | null; isDone: boolean }

const DONE =
  /^(?:ended|expired|lapsed|terminated|closed|submitted|spent|posted|issued|released|published|advertised|announced|voted|met|discussed|started|began|joined|appointed|hired|left|departed|resigned|retired|awarded|bought|purchased|signed|ordered|paid|won|approved|adopted|passed|authori[sz]ed|ratified)$/

/** `Questions are due by 5 p.m. on March 13` is not the deadline of the offer. */
function hasSideSubject(tokens: readonly Token[], first: number): boolean {
  for (let back = 1; back <= 10; back++) {
    const token = at(tokens, first - back)
    if (token.kind === 'break' || /^[;!?]$/.test(token.text)) return false
    if (SIDE_SUBJECT.test(token.lower)) return true
  }
  return false
}

/** Index of the word that gives the role. */
function nearestRole(tokens: readonly Token[], span: { first: number; last: number }): number | null {
  const next = ROLE_BY_WORD.get(at(tokens, span.last + 1).lower)
  if (next !== undefined && next !== 'limit') return span.last + 1
  let limit: number | null = null
  for (let back = 1; back <= REACH_BACK; back++) {
    const token = at(tokens, span.first - back)
    if (endsClause(token) || /^(?:and|but|while|with|then)$/.test(token.lower)) break
    const role = ROLE_BY_WORD.get(token.lower)
    if (role === 'limit') limit = span.first - back
    else if (role !== undefined) return span.first - back
    if (token.text === ',' && back > 1) break
  }
  if (limit !== null) return limit
  for (let on = 2; on <= REACH_ON; on++) {
    const token = at(tokens, span.last + on)
    if (endsClause(token) || token.text === ',' || /^(?:and|but)$/.test(token.lower)) break
    const role = ROLE_BY_WORD.get(token.lower)
    if (role !== undefined && role !== 'limit') return span.last + on
  }
  return null
}

const ALL: readonly DateRole[] = [
  'due',
  'limit',
  'end',
  'spend',
  'posted',
  'vote',
  'meet',
  'start',
  'leave',
  'award',
  'approve',
]
const DEADLINE_ROLES: ReadonlyMap<string, readonly DateRole[]> = new Map<string, readonly DateRole[]>([
  ['rfp_posted', ['due', 'limit']],
  ['contract_expiration', ['end', 'limit']],
  ['grant_funding', ['spend', 'limit', 'end', 'due']],
  ['budget_event', ['vote', 'due', 'limit', 'meet']],
  ['compliance_mandate', ['start', 'due', 'limit']],
  ['strategic_plan', ['end', 'limit']],
  ['conference', ['meet', 'end', 'limit', 'due']],
])
const EVENT_ROLES: ReadonlyMap<string, readonly DateRole[]> = new Map<string, readonly DateRole[]>([
  ['rfp_posted', ['posted']],
  ['contract_expiration', ['posted', 'award', 'start']],
  ['board_mention', ['posted', 'meet']],
  ['budget_event', ['posted', 'meet']],
  ['leadership_change', ['posted', 'start']],
  ['job_change', ['posted', 'start', 'leave']],
  ['grant_funding', ['posted', 'award']],
  ['purchase_order', ['posted', 'award']],
  ['conference', ['meet', 'start', 'posted']],
  ['strategic_plan', ['posted', 'start', 'approve']],
])

/** What a signal's deadline may be called, by its type. */
export function deadlineRoles(type: string): readonly DateRole[] {
  return DEADLINE_ROLES.get(type) ?? ['due', 'limit', 'end', 'spend']
}

/** What a signal's event date may be called, by its type. Never a deadline. */
export function eventRoles(type: string): readonly DateRole[] {
  return EVENT_ROLES.get(type) ?? ALL.filter((role) => !/^(?:due|side_due|limit|end|spend|vote)$/.test(role))
}

/** Whether a date that the evidence's text calls `proof` may be called `claim`. */
export function isSameRole(claim: DateRole, proof: DateRole): boolean {
  if (claim === proof) return true
  const limits: readonly DateRole[] = ['due', 'limit', 'end', 'spend', 'vote']
  return (
    (claim === 'limit' && limits.includes(proof)) || (proof === 'limit' && limits.includes(claim) && claim !== 'vote')
  )
}
