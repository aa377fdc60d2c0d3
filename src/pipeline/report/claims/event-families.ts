import type { ProblemKind } from './problems.ts'

/** Words that say the same thing happened. `said` assert it in a claim, `said` and `also` prove it in evidence. */
export type Family = {
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
    isDecision: kind === 'stage' && !/^(?:propose|seek|expire|tender)$/.test(name),
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
    said: 'allocated allocates earmarked earmarks budgeted appropriated committed commits dedicated dedicates aside',
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
  family('incumbent', { said: 'incumbent incumbents', also: '', by: 'contract_expiration purchase_order' }),
  family('competitor', {
    said: 'competitor competitors rival rivals',
    also: '',
    by: 'contract_expiration purchase_order vendor_presence',
  }),
  family('spend', {
    kind: 'stage',
    said: 'spent spends',
    also: 'spend spending bought purchased paid',
    by: 'purchase_order',
  }),
  family('money', {
    said: 'budget budgets funding funds funded money',
    also: 'fund grant grants bond levy appropriation dollars cost costs price prices spend spent',
    by: 'budget_event grant_funding purchase_order',
  }),
  family('start', {
    said: 'started starts began begins',
    also: 'start starting begin beginning effective launched appointed hired joined joins takes',
    by: 'leadership_change',
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

/** The family of each word that asserts an event. */
export const FAMILY_BY_WORD: ReadonlyMap<string, Family> = new Map(
  FAMILIES.flatMap((each) => [...each.said].map((word): [string, Family] => [word, each])),
)
