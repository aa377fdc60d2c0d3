import type { Day, Domain, Instant, RawSignal, ReportId } from './report/types.ts'

/**
 * What the pipelines need from outside, as small interfaces. `context.ts` joins them to clients and store; tests put
 * strict fakes at the network edge instead, never here.
 */

/** The present, as a port: deadlines are compared in a run's recorded now. */
export type Clock = { now(): Date }

/** What another team knows of a seller, from `accounts`. */
export type Account = {
  domain: Domain
  accountName: string | null
  tier: string | null
  product: string | null
  territory: string | null
}

/** A signal that was given to one e-mail of a campaign to one prospect. */
export type Allocation = {
  signalId: string
  campaignId: string | null
  /** Which e-mail of the sequence, from 1; null when it is not told. */
  position: number | null
  isSent: boolean
}

/** The signals another team keeps, read-only. Throws `ExternalError` (service `signals`) when it cannot be reached. */
export type SignalSource = {
  /** Every row of one seller, newest first, paged inside; at most `limit` rows. */
  signalsOf(domain: Domain, limit: number, abort?: AbortSignal): Promise<RawSignal[]>
  /** Signals that were given to e-mails to this prospect, sent or planned. Empty when the table is absent. */
  allocationsOf(prospectEmail: string, abort?: AbortSignal): Promise<Allocation[]>
  /** The seller's account row, or null when there is none or no such table. */
  accountOf(domain: Domain, abort?: AbortSignal): Promise<Account | null>
}

/** The accounts of another team as a list. Throws `ExternalError` (service `signals`). */
export type AccountList = {
  /** Domains of the accounts of these tiers, such as `T0`; empty when there is no such table. */
  ofTiers(tiers: string[], abort?: AbortSignal): Promise<string[]>
}

/** The roles that pick a model: reading replies, ranking and writing, planning. */
export type ModelRole = 'read' | 'write' | 'plan'

export type ModelRequest = {
  model: string
  system: string
  /** The conversation: one user turn, or user, assistant, user for a repair. */
  messages: { role: 'user' | 'assistant'; content: string }[]
  /** JSON schema of the answer. */
  schema: Record<string, unknown>
  maxTokens: number
  timeoutMs: number
}

/** Tokens as Anthropic counts them: `inputTokens` excludes what came from or went to the cache. */
export type ModelUsage = {
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
}

export type ModelAnswer = {
  text: string
  /** `end_turn`, `max_tokens`, `refusal`, … */
  stopReason: string
  model: string
  requestId: string | null
  usage: ModelUsage
  durationMs: number
}

/** One paid request, never retried inside. Throws `ExternalError` (service `claude`). */
export type ModelClient = {
  complete(request: ModelRequest, abort: AbortSignal): Promise<ModelAnswer>
}

/** A Slack message as views make it: `text` is what screen readers and notifications read. */
export type SlackMessage = { text: string; blocks: unknown[] }

/** Where a message stands in Slack. */
export type SlackPlace = { channel: string; ts: string }

export type SlackPost = {
  channel: string
  /** The message this one answers; null for the channel itself. */
  threadTs: string | null
  /** A reply that is also sent to the channel. */
  isBroadcast: boolean
  message: SlackMessage
  /** Kept in the message's metadata, so that the post can be found again after a crash. */
  effectId: string
}

/** Slack as the pipelines need it. Throws `ExternalError` (service `slack`). */
export type SlackPosts = {
  post(post: SlackPost): Promise<SlackPlace>
  /** The message that carries this effect's id, posted between `since` and `until`; null when there is none. */
  find(search: {
    channel: string
    threadTs: string | null
    effectId: string
    since: Date
    until: Date
  }): Promise<SlackPlace | null>
  update(place: SlackPlace, message: SlackMessage): Promise<void>
  /** The channel of a direct conversation with a person. */
  openDm(userId: string): Promise<string>
  permalink(place: SlackPlace): Promise<string | null>
  /** Uploads a picture for use in blocks; answers its file id. */
  upload(file: { bytes: Uint8Array; name: string }): Promise<string>
}

/** One flat object for Clay's webhook source. Throws `ExternalError` (service `clay`). */
export type ClayCallbacks = { send(payload: Record<string, unknown>): Promise<{ status: number }> }

/** A conditional request: `etag` is what an earlier answer carried. */
export type Asked = { abort?: AbortSignal; etag?: string | null }
/** `unchanged` only in answer to an `etag`. */
export type Answered<T> = { value: T; etag: string | null } | 'unchanged'

/** A buyer as a search lists it, renamed to our words. */
export type BuyerBrief = {
  id: string
  name: string
  /** As the source says it, such as `SchoolDistrict`. */
  type: string | null
  /** Two letters, upper case. */
  state: string | null
  city: string | null
  website: string | null
  parentName: string | null
  logoUrl: string | null
}

/** Everything the source keeps of one buyer. Sparse for agencies: every field but id and name may be null. */
export type BuyerRecord = BuyerBrief & {
  commonName: string | null
  county: string | null
  countryCode: string | null
  phone: string | null
  emailDomains: string[]
  population: number | null
  enrollment: number | null
  enrollmentTrend: string | null
  employees: number | null
  /** `MM/DD`. */
  fiscalYearStart: string | null
  budget: {
    amountUsd: number
    year: number | null
    confidence: 'verified' | 'inferred' | null
    sourceUrl: string | null
  } | null
  procurement: {
    /** 1 to 100, higher is harder. */
    score: number | null
    scoreSummary: string | null
    /** The buyer's procurement guide as it stands: thresholds, co-ops, resellers. */
    guide: string | null
  }
  propensity: { score: number | null; summary: string | null }
  aiAdoption: { score: number | null; summary: string | null }
  /** Systems it is known to run, by label: `Student information system` → `Synergy`. */
  systems: { label: string; value: string }[]
  /** The buyer's page at the source. */
  recordUrl: string | null
}

/** A person at a buyer, as the source knows them. */
export type BuyerContact = {
  id: string
  name: string
  firstName: string | null
  lastName: string | null
  /** Verbatim, never normalised. */
  title: string | null
  normalizedTitles: string[]
  email: string | null
  phone: string | null
  directPhone: string | null
  linkedInUrl: string | null
  /** Null when the source does not say. */
  worksAtBuyer: boolean | null
  emailVerified: boolean | null
  emailCheckedAt: Instant | null
  /** `WebAgent`, `Manual`, `FOIA`, … */
  source: string | null
  updatedAt: Instant | null
}

/** Something a buyer published or bought, from the source's own search. */
export type BuyerOpportunity = {
  id: string
  buyerId: string
  /** In our words, see `SignalType`; a type we do not know is kept as it came. */
  type: string
  title: string | null
  summary: string | null
  status: string | null
  /** When it was posted or happened. */
  fromDate: Day | null
  /** When it ends or is due. */
  untilDate: Day | null
  amountUsd: number | null
  vendor: string | null
  sourceTitle: string | null
  sourceUrl: string | null
}

/**
 * Facts of public-sector buyers. Two backends share the work: what one cannot tell, the other is asked. Throws
 * `ExternalError` (service `starbridge` or `datagen`) when it cannot be reached; what is unknown is null or empty.
 */
export type BuyerSource = {
  /** Buyers whose name is like `name`, best first; `state` narrows where it is known. */
  search(query: { name: string; state: string | null }, asked?: Asked): Promise<Answered<BuyerBrief[]>>
  /** Null when the source does not know the id. */
  record(buyerId: string, asked?: Asked): Promise<Answered<BuyerRecord | null>>
  /** All pages of its contacts, each person once; null when no configured backend has contacts. */
  contacts(buyerId: string, asked?: Asked): Promise<Answered<{ total: number; contacts: BuyerContact[] } | null>>
  /** Asked for per type with a date window, each once; null when no configured backend has them. */
  opportunities(
    query: { buyerId: string; text: string; since: Day },
    asked?: Asked,
  ): Promise<Answered<BuyerOpportunity[] | null>>
}

/**
 * The picture at an address as a `data:` URI; null when there is none that a page can show. Throws `ExternalError` (service
 * `logo`) when that cannot be told.
 */
export type BuyerLogos = (url: string) => Promise<string | null>

/** What an earlier look-up kept. */
export type KeptLookup = { value: unknown; etag: string | null; fetchedAt: Date }

/** Answers of outside services, kept for a stated time and fetched once however many ask at the same moment. */
export type LookupStore = {
  kept(key: string): Promise<KeptLookup | null>
  /** When the kept answer was fetched, without reading it; null when none is kept. */
  fetchedAt(key: string): Promise<Date | null>
  /** Takes the right to fetch `key` for at most `holdMs`; false while somebody else, in any process, has it. */
  hold(key: string, holdMs: number): Promise<boolean>
  /** Keeps the right for so much longer, while it is ours. */
  renew(key: string, holdMs: number): Promise<void>
  /** Keeps an answer and gives the right back; an older answer never replaces a newer one. */
  keep(key: string, lookup: KeptLookup & { service: string }): Promise<void>
  /** Gives the right back without an answer. */
  release(key: string): Promise<void>
}

/** A tool that sends campaigns and hears their replies first. */
export type ProviderName = 'smartlead' | 'heyreach'

/** A reply as a provider tells of it, in our words. What it did not say is null or empty. */
export type ProviderReply = {
  prospectEmail: string | null
  /** An address that is the prospect's unless it is a mailbox of ours. */
  emailToCheck: string | null
  prospectName: string | null
  prospectTitle: string | null
  companyName: string | null
  /** Where the company's own site may be named, best first; any of them may be useless. */
  websites: string[]
  /** A domain to go by when neither a site nor the address gives one. */
  spareDomain: string | null
  /** Text or HTML, as it came. */
  replyText: string | null
  /** The text is the beginning of a longer one, or may be. */
  textIsCut: boolean
  subject: string | null
  campaignId: string | null
  campaignName: string | null
  sequenceStep: string | null
  /** What tells this message from all others: the mail's own Message-ID where there is one. */
  messageId: string | null
  threadId: string | null
  repliedAt: string | null
  /** The provider's ids of the person, for look-ups. */
  leadId: string | null
  profileUrl: string | null
  /** The account of ours the conversation is held by, where the provider has such. */
  accountId: string | null
}

/** What an event of a provider means to us; `why` is a sentence without anything personal in it. */
export type ProviderNews =
  | { is: 'reply'; reply: ProviderReply }
  | { is: 'ignored'; why: string }
  | { is: 'unreadable'; why: string }

/** What is worth a look-up. */
export type ProviderWants = { email: boolean; website: boolean; name: boolean; campaign: boolean; text: boolean }

/** A reply as a provider's own list shows it. `key` names this message in that list; `at` is when it was written. */
export type ListedReply = { key: string; at: Instant; reply: ProviderReply }

/** A provider's own list of replies, in parts that are asked one by one: campaigns, or one inbox. */
export type ProviderInbox = {
  parts(abort?: AbortSignal): Promise<{ id: string; name: string | null }[]>
  /** `isWhole` is false when there were more than one look takes. */
  since(part: string, since: Date, abort?: AbortSignal): Promise<{ replies: ListedReply[]; isWhole: boolean }>
}

/** The look-ups of a provider. Throws `ExternalError` (service: its name). */
export type ProviderLookups = {
  /** The same reply with what the provider knows of it; `isListed` asks whether a reply of the list counts at all. */
  complete(
    reply: ProviderReply,
    asked: { wants: ProviderWants; isListed: boolean; abort?: AbortSignal },
  ): Promise<ProviderNews>
  inbox: ProviderInbox
}

/** A provider: what its events mean, and its look-ups; null without an API key. */
export type Provider = {
  name: ProviderName
  read(body: unknown): ProviderNews
  lookups: ProviderLookups | null
}

/** An event as it was stored before it was answered. */
export type ProviderEvent = {
  id: string
  provider: ProviderName
  /** The provider's word for it; `listed` for what a look at its list found. */
  kind: string | null
  body: unknown
  /** How often it was begun, this time included. */
  tries: number
  receivedAt: Date
}

/** A page in Notion. `url` is its public address once it is published to the web, the workspace's own until then. */
export type NotionPage = { id: string; url: string; isInTrash: boolean; createdBy: string | null }

/** What stands directly below a page; `title` is that of a page below it, null for everything else. */
export type NotionChild = { id: string; title: string | null; isPage: boolean; createdBy: string | null }

/** Some blocks as Notion takes them in one request. */
export type NotionBlocks = readonly { type: string }[]

/**
 * Notion as publishing needs it, one request a call, never repeated inside: creating twice makes two pages. Throws
 * `ExternalError` (service `notion`).
 */
export type NotionPages = {
  /** An empty page below the configured one. */
  create(title: string): Promise<NotionPage>
  /** Null when Notion shows us no such page. */
  page(pageId: string): Promise<NotionPage | null>
  /** A page in the trash takes no other title; null when Notion shows us no such page. */
  change(pageId: string, change: { title: string } | { isInTrash: boolean }): Promise<NotionPage | null>
  /** A hundred at a time, in their order; of the configured parent when `pageId` is null. */
  children(pageId: string | null, cursor: string | null): Promise<{ children: NotionChild[]; next: string | null }>
  /** Puts blocks after a child of the page, or at its top; answers what they became, in their order. */
  append(pageId: string, blocks: NotionBlocks, afterId: string | null): Promise<NotionChild[]>
  /** A block that is gone already counts as removed. */
  remove(blockId: string): Promise<void>
}

/** Where the copy of a report in Notion stands. */
export type NotionCopy = {
  reportId: ReportId
  /** Ends the page's title, so that a page is found again whose id was never recorded. */
  marker: string
  /** Null until the page is known to exist. */
  pageId: string | null
  url: string | null
  /** The version that the page has shown in full; 0 before the first, and while the page is gone. */
  version: number
  /**
   * `building`: an earlier try may have left anything behind. `failed`: given up, our own page counts. `gone`: in the trash,
   * because the report is.
   */
  state: 'building' | 'ready' | 'failed' | 'gone'
  /** What is being put on the page, and the ids of the blocks that stand there, a list for each request. */
  hash: string | null
  placed: string[][]
}

/** The copies in Notion, as we know them. */
export type NotionCopies = {
  read(reportId: ReportId): Promise<NotionCopy | null>
  /** Whether the report's own pages have expired since its newest version. */
  isExpired(reportId: ReportId): Promise<boolean>
  /** Throws when the effect has been announced by somebody else since: whoever was frozen records nothing. */
  save(copy: NotionCopy, effect: { id: string; tries: number }): Promise<void>
}

/** What may be spent on models, in micro-dollars; null is no limit. */
export type BudgetLimits = {
  dayMicros: number | null
  reportMicros: number | null
  /** From this share of a limit on, in percent, the smaller model writes. */
  nearPercent: number
}

/** What was spent until now, of the UTC day and of one report over all its versions, and what may be. */
export type BudgetState = BudgetLimits & { spentTodayMicros: number; spentOnReportMicros: number }

/** Null asks for the day alone: nothing was spent on a report that is not there yet. */
export type Budget = (reportId: ReportId | null, now: Date) => Promise<BudgetState>
