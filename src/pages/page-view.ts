import type { Contact, Day, DecisionMaker, Instant, ReportDocument, ReportSignal } from '../pipeline/report/types.ts'
import { secretsOf, withhold } from './withhold.ts'
import { dayOf, isDay } from './words.ts'

export { WITHHELD } from './withhold.ts'

/** `internal` is the team's page, `shareable` the one that is mailed to the prospect. */
export type ViewOptions = {
  view: 'internal' | 'shareable'
  /** True lets the shareable view show the decision maker and the contacts. Default false. */
  dmInSharedPage?: boolean
  /** When the page is read. States and days left are judged at this moment; default: the run's own now. */
  now?: Instant
  /** A copy stands elsewhere and is not judged again: it says days, and never what is so now or how far a day is. */
  isCopy?: boolean
}

/**
 * The document as one reader may see it: the only place where something is taken away. The shareable view loses the
 * decision maker, the contacts, the talk track, notes and scores before anything is rendered, and a contact's name,
 * mail and phone are replaced wherever a sentence or an address mentions them. Throws on a shape it does not know.
 */
export function forReader(document: ReportDocument, options: ViewOptions): ReportDocument {
  const shape: number = document.shape
  if (shape !== 2) throw new Error(`A page can show report documents of shape 2, not ${shape}`)
  const judged = judgedAt(document, dayOf(options.now ?? document.madeAt))
  if (options.view === 'internal') return judged
  const isAllowed = options.dmInSharedPage === true
  const open = withoutTheTeams(judged, isAllowed)
  return isAllowed ? open : withhold(open, secretsOf(document))
}

/**
 * Every field is named: a field that is added to the document does not compile here until somebody has decided who may
 * read it.
 */
function withoutTheTeams(document: ReportDocument, arePeopleAllowed: boolean): Required<ReportDocument> {
  const { prospect, buyer, dm, gameplan } = document
  return {
    shape: document.shape,
    title: document.title,
    prospect: { name: null, title: null, company: prospect.company, domain: prospect.domain },
    product: document.product,
    tier: document.tier,
    tierReason: '',
    ranking: document.ranking,
    rankingNote: null,
    angle: null,
    buyer: buyer && { ...buyer, id: null, matchedBy: null },
    buyerNote: null,
    otherBuyers: document.otherBuyers,
    dm: arePeopleAllowed && dm ? withoutReasons(dm) : null,
    dmNote: null,
    contacts: arePeopleAllowed ? document.contacts.map(withoutReason) : [],
    contactsKnown: arePeopleAllowed ? document.contactsKnown : null,
    signals: document.signals.map(withoutScore),
    moreAtBuyer: document.moreAtBuyer.map(withoutScore),
    sentNote: document.sentNote,
    whyTheyCare: document.whyTheyCare,
    relevance: document.relevance,
    gameplan: gameplan && {
      pitch: null,
      lead: null,
      primary: null,
      secondary: [],
      script: null,
      procurement: gameplan.procurement,
      procurementNote: gameplan.procurementNote,
    },
    notes: [],
    counts: document.counts,
    droppedClaims: 0,
    preparedAt: null,
    budgetNote: null,
    dataLine: document.dataLine,
    madeAt: document.madeAt,
  }
}

const withoutScore = (signal: ReportSignal): ReportSignal => ({ ...signal, score: 0, reasons: [] })
const withoutReason = (contact: Contact): Contact => ({ ...contact, contactId: '', reason: '' })
const withoutReasons = (dm: DecisionMaker): DecisionMaker => ({ ...dm, contactId: '', confidence: 0, reason: '' })

/**
 * A page is read days after its run: a deadline that has passed since then is closed. The count of open ones follows where
 * all of them are shown; otherwise it stays that of the run's day, for nobody knows of those that are not.
 */
function judgedAt(document: ReportDocument, today: Day | null): ReportDocument {
  const made = dayOf(document.madeAt)
  const elapsed = made && today ? Math.max(0, (Date.parse(today) - Date.parse(made)) / 86_400_000) : 0
  const signals = document.signals.map((signal) => laterBy(signal, elapsed))
  const moreAtBuyer = document.moreAtBuyer.map((signal) => laterBy(signal, elapsed))
  const flipped = signals.filter((signal, index) => signal.state !== document.signals[index]?.state).length
  const open = hasUnseenOpen(document) ? document.counts.open : Math.max(0, document.counts.open - flipped)
  const counts = { ...document.counts, open }
  return { ...document, signals, moreAtBuyer, counts }
}

/** More were open on the run's day than are shown: their deadlines are not known here. */
export function hasUnseenOpen({ signals, counts }: Pick<ReportDocument, 'signals' | 'counts'>): boolean {
  return counts.open > signals.filter((signal) => signal.state === 'open').length
}

function laterBy(signal: ReportSignal, elapsed: number): ReportSignal {
  if (signal.deadline === null || !isDay(signal.deadline) || signal.daysLeft === null) return signal
  const daysLeft = signal.daysLeft - elapsed
  const passed = daysLeft < 0 && signal.state === 'open'
  return { ...signal, daysLeft, state: passed ? 'closed' : signal.state }
}
