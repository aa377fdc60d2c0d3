import { type FakeReply, type FakeWorld, fieldsOf } from './api.ts'
import { type FakeBuyer, type FakeOpportunity, pageOf } from './data.ts'

export const TOOL_NAMES = [
  'buyer_search',
  'buyer_profile',
  'buyer_contacts',
  'opportunity_search',
  'buyer_chat',
] as const
export type ToolName = (typeof TOOL_NAMES)[number]

type Inputs = Record<string, unknown>

/** What a tool takes; anything else is a request the real one would ignore. */
const INPUTS: Record<ToolName, Record<string, 'text' | 'count' | 'list' | 'flag'>> = {
  buyer_search: {
    query: 'text',
    buyer_types: 'list',
    states: 'list',
    city: 'text',
    county: 'text',
    parent_name: 'text',
    min_population: 'count',
    max_population: 'count',
    country_codes: 'list',
    page_size: 'count',
    page_number: 'count',
  },
  buyer_profile: { buyer_id: 'text', search_query: 'text' },
  buyer_contacts: { buyer_id: 'text', search_query: 'text', page_size: 'count', page_number: 'count' },
  opportunity_search: {
    search_query: 'text',
    types: 'list',
    buyer_types: 'list',
    states: 'list',
    buyer_ids: 'list',
    ai_pruned: 'flag',
    content_search: 'flag',
    from_date_relative_period: 'text',
    until_date_relative_period: 'text',
    sort_field: 'text',
    sort_direction: 'text',
    page_size: 'count',
    page_number: 'count',
  },
  buyer_chat: { buyer_id: 'text', search_query: 'text', question: 'text' },
}

/** What a tool puts out: an object, or its own service's failure in place of one. */
export function runTool(world: FakeWorld, tool: ToolName, inputs: Inputs): Record<string, unknown> {
  for (const [key, value] of Object.entries(inputs)) {
    const kind = INPUTS[tool][key]
    if (!kind) world.problem(`${tool} takes no ${key}`)
    else if (!isKind(value, kind)) world.problem(`${tool}: ${key} is not a ${kind}`)
  }
  return TOOLS[tool](world, inputs)
}

const TOOLS: Record<ToolName, (world: FakeWorld, inputs: Inputs) => Record<string, unknown>> = {
  buyer_search: buyerSearch,
  buyer_profile: buyerProfile,
  buyer_contacts: buyerContacts,
  opportunity_search: opportunitySearch,
  buyer_chat: buyerChat,
}

/** The upstream service's failure, as a tool hands it on. */
export function upstream(status: number, error: string): Record<string, unknown> {
  return { error, status_code: status }
}

function isKind(value: unknown, kind: 'text' | 'count' | 'list' | 'flag'): boolean {
  if (kind === 'text') return typeof value === 'string'
  if (kind === 'list') return Array.isArray(value) && value.every((one) => typeof one === 'string')
  if (kind === 'flag') return value === 0 || value === 1
  return Number.isInteger(value) && Number(value) >= 1
}

const text = (inputs: Inputs, key: string) => (typeof inputs[key] === 'string' ? inputs[key].trim() : '')
const list = (inputs: Inputs, key: string) => (Array.isArray(inputs[key]) ? (inputs[key] as string[]) : [])

function paged<Row>(world: FakeWorld, rows: Row[], { inputs, size }: { inputs: Inputs; size: number }) {
  const { largestPage, pageOverlap, untrueTotals } = world.switches
  const pageSize = Math.min(Number(inputs['page_size'] ?? size), largestPage)
  const pageNumber = Number(inputs['page_number'] ?? 1)
  const page = pageOf(rows, { number: pageNumber, size: pageSize, overlap: pageOverlap })
  return { page, pageSize, pageNumber, total: untrueTotals ? page.length : rows.length }
}

function buyerSearch(world: FakeWorld, inputs: Inputs) {
  const [query, states, types] = [
    text(inputs, 'query').toLowerCase(),
    list(inputs, 'states'),
    list(inputs, 'buyer_types'),
  ]
  const countries = inputs['country_codes'] === undefined ? ['US'] : list(inputs, 'country_codes')
  // By name and not by worth: a contains search has no best match.
  const found = world.data.buyers
    .filter((buyer) => buyer.name.toLowerCase().includes(query) && countries.includes(buyer.countryCode ?? 'US'))
    .filter((buyer) => states.length === 0 || states.includes(buyer.state ?? ''))
    .filter((buyer) => types.length === 0 || types.includes(buyer.type))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const { page, pageSize, pageNumber, total } = paged(world, found, { inputs, size: 25 })
  const buyers = page.map((buyer) => ({
    buyerId: buyer.id,
    name: buyer.name,
    type: [...(buyer.tags ?? []), buyer.type].join(', '),
    stateCode: buyer.state,
    countryCode: buyer.countryCode ?? 'US',
    website: buyer.website,
    city: buyer.city,
    county: buyer.county,
    parentName: buyer.parentName,
  }))
  return { totalItems: total, pageNumber, pageSize, resultCount: buyers.length, termsApplied: [], buyers }
}

function buyerOf(world: FakeWorld, inputs: Inputs): FakeBuyer | null {
  const id = text(inputs, 'buyer_id')
  const name = text(inputs, 'search_query').toLowerCase()
  const isIt = (buyer: FakeBuyer) => (id ? buyer.id === id : name !== '' && buyer.name.toLowerCase().includes(name))
  return world.data.buyers.find(isIt) ?? null
}

function buyerProfile(world: FakeWorld, inputs: Inputs) {
  const buyer = buyerOf(world, inputs)
  if (!buyer) return inputs['buyer_id'] ? upstream(404, 'Resource not found') : { error: 'No buyers found' }
  const { Name, Type, StateCode, CountryCode, Url, City, Id, ...extra } = fieldsOf(buyer)
  const set = Object.entries(extra).filter(([, value]) => value !== undefined && value !== null)
  const extraData = Object.fromEntries(set.map(([key, value]) => [camel(key), value]))
  return {
    resolved_buyer_id: Id,
    search_query_used: inputs['search_query'] ?? null,
    profile: {
      id: Id,
      name: Name,
      type: Type,
      tags: buyer.tags ?? [],
      stateCode: StateCode,
      countryCode: CountryCode,
      url: Url,
      metadata: { address: { street1: null, city: City ?? null, state: StateCode, phone: null, country: 'US' } },
      ...(set.length > 0 || buyer.logo
        ? { extraData: { ...extraData, ...(buyer.logo ? { logoPath: buyer.logo } : {}) } }
        : {}),
      createdAt: '2025-01-10T08:00:00Z',
      updatedAt: '2026-02-01T08:00:00Z',
    },
  }
}

const camel = (key: string) => `${key[0]?.toLowerCase()}${key.slice(1)}`

function buyerContacts(world: FakeWorld, inputs: Inputs) {
  const buyer = buyerOf(world, inputs)
  if (!buyer) return inputs['buyer_id'] ? upstream(404, 'Resource not found') : { error: 'No buyers found' }
  const all = [...(world.data.contacts?.[buyer.id] ?? [])].sort((a, b) => a.lastName.localeCompare(b.lastName, 'en'))
  const { page, pageSize, pageNumber, total } = paged(world, all, { inputs, size: 50 })
  return { resolved_buyer_id: buyer.id, totalContacts: total, pageNumber, pageSize, contacts: page }
}

const TYPE_NAMES: Record<string, string> = { Meeting: 'BoardMeeting', RFP: 'Selling', Purchase: 'PurchaseOrder' }
const TYPES = new Set(['BoardMeeting', 'Selling', 'PurchaseOrder', 'Contract', 'StrategicPlan'])
const PERIOD_DAYS: Record<string, number> = {
  LastOneDay: 1,
  LastThirtyDays: 30,
  LastThreeMonths: 89,
  LastSixMonths: 181,
  LastYear: 365,
}
const SORTS = new Set(['SearchRelevancy', 'OpportunityFromDate', 'OpportunityUntilDate', 'OpportunityPurchaseAmount'])

function opportunitySearch(world: FakeWorld, inputs: Inputs) {
  const types = list(inputs, 'types').map((type) => TYPE_NAMES[type] ?? type)
  const wrongType = types.find((type) => !TYPES.has(type))
  const refusal = wrongType ? `${wrongType} is no opportunity type` : problemOf(inputs)
  if (refusal) {
    world.problem(refusal)
    return upstream(400, refusal)
  }
  const found = sorted(
    (world.data.opportunities ?? []).filter((one) => isFound(world, one, { inputs, types })),
    inputs,
  )
  const { page, pageSize, pageNumber } = paged(world, found, { inputs, size: 40 })
  const opportunities = page.map((one) => opportunityRow(world, one))
  return {
    // As captured: the total is the length of the page.
    totalItems: page.length,
    pageNumber,
    pageSize,
    resultCount: page.length,
    uniqueBuyerIds: [...new Set(page.map(({ buyerId }) => buyerId))],
    typesResolved: types,
    opportunities,
  }
}

function problemOf(inputs: Inputs): string | null {
  if (list(inputs, 'buyer_ids').length > 20) return 'more than 20 buyer_ids'
  const period = text(inputs, 'from_date_relative_period')
  if (period && period !== 'Past' && !PERIOD_DAYS[period]) return `${period} is no period`
  const until = text(inputs, 'until_date_relative_period')
  if (until && until !== 'Future' && !PERIOD_DAYS[until]) return `${until} is no period`
  const sort = text(inputs, 'sort_field')
  if (sort && !SORTS.has(sort)) return `${sort} is no sort field`
  return ['', 'ASC', 'DESC'].includes(text(inputs, 'sort_direction')) ? null : 'sort_direction is ASC or DESC'
}

function isFound(
  world: FakeWorld,
  one: FakeOpportunity,
  { inputs, types }: { inputs: Inputs; types: string[] },
): boolean {
  const today = world.now().toISOString().slice(0, 10)
  const under = [one.type, ...(one.alsoUnder ?? [])]
  const ids = list(inputs, 'buyer_ids')
  if (types.length > 0 && !under.some((type) => types.includes(type))) return false
  if (ids.length > 0 && !ids.includes(one.buyerId)) return false
  const days = PERIOD_DAYS[text(inputs, 'from_date_relative_period')]
  const since = days && new Date(world.now().getTime() - days * 86_400_000).toISOString().slice(0, 10)
  // A row without a date is in every window, as captured.
  if (since && one.postedDate && one.postedDate < since) return false
  if (text(inputs, 'until_date_relative_period') === 'Future' && one.untilDate && one.untilDate < today) return false
  const said = `${one.title ?? ''} ${one.summary ?? ''}`.toLowerCase()
  const query = text(inputs, 'search_query').toLowerCase()
  return query === '' || query.split(/\s+or\s+/).some((part) => part.split(/\s+/).every((word) => said.includes(word)))
}

/** Relevance starves meetings: they come last, whatever they say. */
function sorted(found: FakeOpportunity[], inputs: Inputs): FakeOpportunity[] {
  const by = text(inputs, 'sort_field') || 'SearchRelevancy'
  const sign = text(inputs, 'sort_direction') === 'ASC' ? 1 : -1
  if (by === 'SearchRelevancy')
    return [...found].sort((a, b) => Number(a.type === 'BoardMeeting') - Number(b.type === 'BoardMeeting'))
  const worth = (one: FakeOpportunity) =>
    (by === 'OpportunityFromDate' ? one.postedDate : by === 'OpportunityUntilDate' ? one.untilDate : null) ?? ''
  return [...found].sort((a, b) => sign * worth(a).localeCompare(worth(b)))
}

function opportunityRow(world: FakeWorld, one: FakeOpportunity): Record<string, unknown> {
  return {
    ...buyerFieldsOf(world, one.buyerId),
    id: one.id,
    title: one.title,
    summary: one.summary?.slice(0, 500) ?? one.summary ?? null,
    type: one.type,
    status: one.status ?? null,
    postedDate: one.postedDate ?? null,
    untilDate: one.untilDate ?? null,
    // Null in every captured row: a deadline is in untilDate.
    dueDate: null,
    createdAt: one.createdAt ?? '2026-02-20T20:34:37.846034Z',
    purchaseAmount: one.purchaseAmount ?? null,
    documentType: null,
    fileCount: one.files?.length ?? 0,
    files: one.files ?? [],
    rfps: one.type === 'Selling' ? [{ id: `rfp-${one.id}`, title: null, dueDate: null, status: null }] : [],
    purchaseOrders:
      one.type === 'PurchaseOrder' ? [{ id: `po-${one.id}`, title: null, vendorName: null, purchaseAmount: null }] : [],
    highlights: one.title ? { title: [{ highlight: `<em>${one.title}</em>` }] } : {},
  }
}

function buyerFieldsOf(world: FakeWorld, buyerId: string): Record<string, unknown> {
  const buyer = world.data.buyers.find(({ id }) => id === buyerId)
  return {
    buyerId,
    buyerName: buyer?.name ?? null,
    buyerType: buyer?.type ?? null,
    buyerState: buyer?.state ?? null,
    buyerWebsite: buyer?.website ?? null,
    buyerTags: buyer?.tags ?? null,
    buyerLogoUrl: buyer?.logo ?? null,
  }
}

function buyerChat(world: FakeWorld, inputs: Inputs) {
  const { chatFailsEvery } = world.switches
  const nth = world.nth('chat')
  if (chatFailsEvery > 0 && nth % chatFailsEvery === 0) return upstream(500, 'The chat stream ended with an error')
  if (!text(inputs, 'question')) return upstream(400, 'question is required')
  return { ai_response: 'There are no contacts on record.', chatId: `chat-${nth}`, messageId: `message-${nth}` }
}

export type FakeRun = { body: Record<string, unknown>; pollsLeft: number }

/** The id of a run under each of the names it is known to have. */
export function runReceipt(id: string, nth: number): Record<string, unknown> {
  const ways: Record<string, unknown>[] = [
    { run_id: id },
    { success: true, data: { run_uuid: id } },
    { success: true, run_uuid: id },
    { success: true, data: { run_id: id } },
  ]
  return ways[nth % ways.length] ?? { run_id: id }
}

/** An output in the envelope, as an object one time and as JSON in a string the next. */
export function wrapped(output: Record<string, unknown>, nth: number): Record<string, unknown> {
  return { success: true, data: { output_vars: { output: nth % 2 === 0 ? JSON.stringify(output) : output } } }
}

export function pollReply(run: FakeRun): FakeReply {
  if (run.pollsLeft > 0) {
    run.pollsLeft -= 1
    return { status: 202, body: { status: 'pending' } }
  }
  return { status: 200, body: run.body }
}
