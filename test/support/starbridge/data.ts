/** A buyer as a test describes it; the fake renders it in the words of each backend. */
export type FakeBuyer = {
  id: string
  name: string
  /** As the source says it: `SchoolDistrict`, `City`, …; `Federal` for those that stray into searches. */
  type: string
  /** Two letters. */
  state: string | null
  countryCode?: string
  city?: string
  county?: string
  website?: string
  parentName?: string
  /** An address, or a bare path. */
  logo?: string
  /** Beside the type; the tools write both as one comma list. */
  tags?: string[]
  /**
   * `BuyerField` keys beyond the ones above, such as `TotalEnrollment`. What is not given is unset, so a state agency
   * without any is as sparse as real ones are. The tools write the same under `extraData`, in their spelling.
   */
  attributes?: Record<string, unknown>
}

/** A contact as `buyer_contacts` writes it. */
export type FakeContact = {
  contactId: string
  name: string
  firstName: string | null
  lastName: string
  title: string | null
  normalizedTitles: string[]
  email: string | null
  phone: string | null
  directPhone?: string | null
  linkedInUrl?: string | null
  worksAtBuyer: boolean | null
  emailVerified: boolean | null
  emailLastChecked: string | null
  source: string
  createdAt?: string
  updatedAt: string | null
}

export type FakeOpportunityType = 'BoardMeeting' | 'Selling' | 'PurchaseOrder' | 'Contract' | 'StrategicPlan'

/** An opportunity as `opportunity_search` writes it; its buyer's fields are filled in from the buyer. */
export type FakeOpportunity = {
  id: string
  buyerId: string
  type: FakeOpportunityType
  /** Further types under which a search finds the same row. */
  alsoUnder?: FakeOpportunityType[]
  title: string | null
  summary?: string | null
  status?: string | null
  postedDate?: string | null
  untilDate?: string | null
  /** When it was indexed: never the time of the event. */
  createdAt?: string
  purchaseAmount?: number | string | null
  files?: { name: string; url: string | null; contentType: string }[]
}

export type FakeStarbridgeData = {
  buyers: FakeBuyer[]
  /** By buyer id, in any order: answers are in surname order. */
  contacts?: Record<string, FakeContact[]>
  opportunities?: FakeOpportunity[]
}

/** What a test may change at any moment. */
export type FakeSwitches = {
  /** The published API names its answers by `ETag`. */
  etags: boolean
  /** How often an asynchronous run says 202 before its answer. */
  pendingPolls: number
  /** Rows of a page that stood on the page before, as when rows move while pages are read. */
  pageOverlap: number
  /** A larger `page_size` is cut to this without a word. */
  largestPage: number
  /** `totalContacts` and `totalItems` say how long the page is, as captured answers do. */
  untrueTotals: boolean
  /** Every so-manieth question to `buyer_chat` fails; 0 for none. */
  chatFailsEvery: number
  /** How often a buyer's summary is null before it is ready; `empty` when no Bridge tracks the buyer. */
  summaryAfter: number | 'empty'
  /** How many row searches a new row stays invisible to. */
  rowsAfter: number
}

export const DEFAULT_SWITCHES: FakeSwitches = {
  etags: true,
  pendingPolls: 1,
  pageOverlap: 1,
  largestPage: 100,
  untrueTotals: false,
  chatFailsEvery: 5,
  summaryAfter: 1,
  rowsAfter: 1,
}

/** One page of `rows`, numbered from 1; behind the end it is empty. */
export function pageOf<Row>(
  rows: readonly Row[],
  { number, size, overlap }: { number: number; size: number; overlap: number },
): Row[] {
  const step = Math.max(1, size - overlap)
  return rows.slice((number - 1) * step, (number - 1) * step + size)
}
