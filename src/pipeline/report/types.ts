/**
 * The words of the report pipeline, used everywhere with these meanings:
 * reply: a prospect's positive answer to a cold e-mail. prospect: the vendor's person who replied. seller: that vendor.
 * buyer: a public-sector body (district, city, agency) the seller could sell to. signal: an event at a buyer.
 * decision maker (DM): the person at the buyer who decides. report: what we make of a reply. run: one execution.
 * claim: a sentence shown to a person. evidence: what proves it. owner: the person who takes the reply.
 * dispatch: message 1. delivery: message 2, the card.
 */

declare const brand: unique symbol
type Branded<Kind extends string> = string & { readonly [brand]: Kind }

/** Opaque id of a reply or of a report asked for by API: the `id` of contract.md, kept over every new version. */
export type ReportId = Branded<'ReportId'>
export type RunId = Branded<'RunId'>
/** Lower-case ASCII registrable domain, such as `fernmill.com` or `mesa.k12.az.us`. Made only by `parseDomain`. */
export type Domain = Branded<'Domain'>
/** A calendar day in UTC, `2026-11-20`. */
export type Day = string
/** A moment in UTC, ISO 8601 with `Z`. */
export type Instant = string

export type Tier = 1 | 2 | 3

export type ReplyKind = 'positive' | 'out_of_office' | 'unsubscribe' | 'referral' | 'not_interested' | 'unclear'

export type NoteKind = 'demo_asked' | 'times_offered' | 'territory' | 'will_forward' | 'urgency' | 'packaging'

/** Something read out of the reply that changes what the rep does. `text` is a short sentence fit to show. */
export type Note = { kind: NoteKind; text: string }

/** Who a referral names. Every field is taken from the reply's own words. */
export type Referral = { name: string | null; email: string | null; title: string | null }

/** What was read out of a reply, by rules at once or by the fast model later. */
export type ReplyReading = {
  kind: ReplyKind
  /** One or two sentences copied from the reply, without quotes, signature or disclaimer. Empty when there is no text. */
  keySentences: string[]
  notes: Note[]
  referral: Referral | null
  /** Which of the two twins made this reading. */
  by: 'rules' | 'model'
}

export type SignalType =
  | 'rfp_posted'
  | 'contract_expiration'
  | 'budget_event'
  | 'board_mention'
  | 'leadership_change'
  | 'grant_funding'
  | 'purchase_order'
  | 'conference'
  | 'strategic_plan'
  | 'foia_response'
  | 'vendor_evaluation'
  | 'compliance_mandate'
  | 'enrollment_change'
  | 'job_change'
  | 'vendor_presence'

/** One signal as another team stores it, renamed to our words. Nothing here has been judged yet. */
export type RawSignal = {
  id: string
  domain: string
  /** A `SignalType`, or a word we do not know: kept, ranked last by type. */
  type: string
  title: string | null
  summary: string | null
  buyerId: string | null
  buyerName: string | null
  buyerType: string | null
  buyerState: string | null
  eventDate: Day | null
  deadline: Day | null
  detectedAt: Instant | null
  status: string | null
  amountUsd: number | null
  vendor: string | null
  isAmendment: boolean
  sourceTitle: string | null
  sourceUrl: string | null
  sourceRef: string | null
  relevanceScore: number | null
}

export type SignalState = 'open' | 'closed' | 'unknown'

/** A signal after cleaning and judging in the run's recorded now. */
export type Signal = RawSignal & {
  state: SignalState
  /** Whole days from the run's now to the deadline; negative when past, null without a deadline. */
  daysLeft: number | null
  alreadySent: boolean
  /** 0 to 1, the documented rule of `signals/score.ts`. */
  score: number
  /** Why this score, strongest first, each a short phrase fit to show. */
  reasons: string[]
}

/** Why a row was left out; the counts are recorded with the run. */
export type LeftOut = { id: string; reason: 'duplicate' | 'no_buyer' | 'absurd_date' | 'empty' | 'stale_purchase' }

/** A sentence shown to a person, with the ids of the signals (or `buyer`) that prove it. */
export type Claim = { text: string; evidence: string[] }

export type SourceLink = { title: string; url: string | null }

/** A signal as the report shows it. `bullet` has passed the claim gate or is the signal's own text. */
export type ReportSignal = {
  id: string
  type: string
  title: string
  bullet: string
  /** The seller's angle in the bullet: why this prospect would care. Null by rules. */
  whyItMatters: string | null
  buyerId: string | null
  buyerName: string | null
  buyerType: string | null
  buyerState: string | null
  eventDate: Day | null
  deadline: Day | null
  state: SignalState
  daysLeft: number | null
  amountUsd: number | null
  vendor: string | null
  sources: SourceLink[]
  alreadySent: boolean
  score: number
  reasons: string[]
  /** Tier 3: two to four sentences that end with source and date. Null in the tiers below. */
  paragraph: string | null
}

/** Facts of the featured buyer. In tier 1 only what the signals themselves say. */
export type BuyerSnapshot = {
  id: string | null
  name: string
  type: string | null
  state: string | null
  city: string | null
  website: string | null
  /** Where the source keeps the logo. */
  logoUrl: string | null
  /** The logo itself, as a `data:` picture that a page can show; null without one that is small and plain. */
  logo: string | null
  /** Label and value, such as `Enrolment` and `12,400 students`. */
  size: { label: string; value: string } | null
  budgetUsd: number | null
  /** The fiscal year of the budget, how sure the source is of it, and the source. */
  budgetYear: number | null
  budgetConfidence: 'verified' | 'inferred' | null
  budgetSource: SourceLink | null
  facts: { label: string; value: string; source: SourceLink | null }[]
  /** How the record was found, fit to show, such as `matched by name and state`; null when signals alone say it. */
  matchedBy: string | null
}

/** A buyer beside the featured one, with what its signals say. */
export type OtherBuyer = {
  id: string | null
  name: string
  type: string | null
  state: string | null
  /** Distinct signals after cleaning, and how many of them are open. */
  signals: number
  open: number
  /** Title of its best signal. */
  headline: string | null
  /** The best signal's id, for the record. */
  signalId: string | null
}

export type DecisionMaker = {
  /** Opaque id of the contact at its source. */
  contactId: string
  name: string
  title: string | null
  email: string | null
  phone: string | null
  directPhone: string | null
  verified: boolean
  /** 0 to 1. */
  confidence: number
  reason: string
  /** The address is at a personal mail host, such as gmail.com. */
  isPersonalMail: boolean
}

export type Contact = {
  contactId: string
  name: string
  title: string | null
  email: string | null
  phone: string | null
  verified: boolean
  isPersonalMail: boolean
  /** Why this person is listed, fit to show. */
  reason: string
}

export type Relevance = { archetype: string; intro: string; bullets: Claim[] }

export type Gameplan = {
  /** The pitch angle: one or two sentences that lead with the buyer's own words. */
  pitch: Claim | null
  /** What to say first on the call. */
  lead: Claim | null
  /** Whom to call and why, by code. */
  primary: string | null
  secondary: string[]
  /** Two or three sentences to the decision maker; the name is filled in by code. */
  script: string | null
  /** How this buyer buys, in the words of its own record. */
  procurement: { text: string; source: SourceLink | null }[]
  /** Why there is no procurement path; null when there is one. */
  procurementNote: string | null
}

/** How one thing is told apart from another when a new version replaces an old one. */
export type VersionChange = {
  added: number
  removed: number
  moved: number
  /** Of those shown before and now, how many say something else; absent for none. */
  changed?: number
  text: string
}

/**
 * The report: one typed document. The page, the card picture, the Slack messages, the text twin and the API's
 * `content` are views of it and add nothing.
 */
export type ReportDocument = {
  /** Shape number of this document; a view refuses one it does not know. */
  shape: 2
  title: string
  prospect: { name: string | null; title: string | null; company: string | null; domain: Domain }
  product: string | null
  tier: Tier
  tierReason: string
  ranking: 'claude' | 'rules'
  /** One sentence on why rules ranked, when they did; null when Claude did. */
  rankingNote: string | null
  angle: string | null
  buyer: BuyerSnapshot | null
  /** Why the buyer's record is not shown, fit to show; null when it is. */
  buyerNote: string | null
  /** At most four, best first. */
  otherBuyers: OtherBuyer[]
  dm: DecisionMaker | null
  /** Why no decision maker is named, fit to show; null when one is. */
  dmNote: string | null
  contacts: Contact[]
  /** How many people the source knows at the buyer; null when it was not asked. */
  contactsKnown: number | null
  signals: ReportSignal[]
  /** More of the featured buyer's own record, in its own words: never ranked, never counted. */
  moreAtBuyer: ReportSignal[]
  /** What the prospect was already sent, acknowledged in one sentence; null when nothing was. */
  sentNote: string | null
  whyTheyCare: string | null
  relevance: Relevance | null
  gameplan: Gameplan | null
  notes: Note[]
  /** Distinct signals after cleaning, and how they spread; computed by code. */
  counts: { signals: number; open: number; buyers: number; states: number; alreadySent: number }
  droppedClaims: number
  /** Set when the words were written before the reply came: when that was. */
  preparedAt: Instant | null
  /** What the budget of the day or of the report changed about this one; null when nothing. */
  budgetNote: string | null
  /** One line on where the data came from and which window it covers. */
  dataLine: string
  /** The run's recorded now. */
  madeAt: Instant
}

/** Every status of contract.md section 3. */
export type ReportStatus =
  | 'queued'
  | 'running'
  | 'delayed'
  | 'delivered'
  | 'no_signals'
  | 'held'
  | 'dismissed'
  | 'cancelled'
  | 'failed'

/** What came in, cleaned: from Clay, from a provider, or typed by a person. */
export type ReplyInput = {
  domain: Domain
  /** Look-alike letters or mixed scripts in the domain as it came: shown to the rep. */
  domainWarning: string | null
  prospectName: string | null
  prospectEmail: string | null
  prospectTitle: string | null
  companyName: string | null
  replyText: string | null
  product: string | null
  campaignId: string | null
  campaignName: string | null
  sequenceStep: number | null
  messageId: string | null
  threadId: string | null
  repliedAt: Instant | null
  accountTier: string | null
  requestedTier: Tier | null
}

/** Where a report came from: a reply by HTTP or webhook, the poll API, a slash command, the command line, or made ahead. */
export type ReportOrigin = 'reply' | 'api' | 'command' | 'cli' | 'prepared'

/** Where reports are published: our page alone, Notion with our page behind it, or our page with a copy in Notion. */
export type Publishing = 'page' | 'notion' | 'both'

/** A Slack user id, such as `U0BDR`. */
export type SlackUserId = string

/**
 * Everything the doors show of one reply or report, read from the store at render time, so that a message rendered
 * twice is the same and a click always meets the present state.
 */
export type DeskItem = {
  id: ReportId
  origin: ReportOrigin
  /** False for a report that is only asked for and read by API or command line. */
  postsToSlack: boolean
  reply: ReplyInput
  reading: ReplyReading
  receivedAt: Instant
  status: ReportStatus
  /** One sentence on why it is delayed, held, dismissed, cancelled or failed; null otherwise. */
  statusNote: string | null
  /** Why it failed, as a word: `unavailable` for an outside service, `internal` for a fault of ours; null otherwise. */
  errorCode: string | null
  /** Who is mentioned, before anybody took it. */
  assignedTo: SlackUserId | null
  /** Who took it. */
  owner: { userId: SlackUserId; at: Instant; secondsAfterReceipt: number } | null
  escalation: { to: SlackUserId; by: SlackUserId; why: string; at: Instant } | null
  /** Who set it aside; null unless a person did. */
  dismissedBy: SlackUserId | null
  /** 0 until the first version is delivered. */
  version: number
  runId: RunId | null
  document: ReportDocument | null
  /** `report` is the one to mail. `notion` is the copy in Notion, once it stands; it may be the same. */
  links: { report: string; internal: string; notion: string | null } | null
  /** False when the links lead to this machine only: then the card carries text and picture itself. */
  linksReachable: boolean
  /** When it was read: days left and what is open are told as of this moment. */
  shownAt: Instant
  /** What the present version changed against the one before; null for version 1. */
  change: VersionChange | null
  /** Acceptance to message 2, or to page ready for a report asked for by API; null until then. */
  processingSeconds: number | null
  /** Micro-dollars of all model calls of all runs of this item. */
  costMicros: number
}
