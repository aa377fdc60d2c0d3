import { type FakeBuyer, type FakeStarbridgeData, type FakeSwitches, pageOf } from './data.ts'

export type FakeWorld = {
  data: FakeStarbridgeData
  switches: FakeSwitches
  now: () => Date
  /** Writes down what the real service would refuse or ignore. */
  problem(text: string): void
  /** 1 for the first time, then 2, … */
  nth(what: string): number
}

export type FakeReply = { status: number; body: unknown }
export type ApiOperation = 'search' | 'attributes' | 'summary' | 'signals' | 'rows'
export type ApiRoute = { operation: ApiOperation; id: string; answer: (world: FakeWorld, url: URL) => FakeReply }

const BASE = '/api/external'

/** The operation behind a path of the published API; null when there is none. */
export function apiRoute(method: string, path: string): ApiRoute | null {
  const rest = path.startsWith(BASE) ? path.slice(BASE.length) : null
  if (rest === null) return null
  if (method === 'GET' && rest === '/buyer/quick/search') return { operation: 'search', id: '', answer: search }
  if (method === 'GET' && rest === '/feed/all/buyer-signals') return { operation: 'signals', id: '', answer: signals }
  const [, noun, id, verb] = /^\/(buyer|bridge)\/([^/]+)\/([a-z]+)$/.exec(rest) ?? []
  if (!id) return null
  if (method === 'GET' && noun === 'buyer' && verb === 'attributes')
    return { operation: 'attributes', id, answer: (world, url) => attributes(world, url, id) }
  if (method === 'GET' && noun === 'buyer' && verb === 'summary')
    return { operation: 'summary', id, answer: (world) => summary(world, id) }
  if (method === 'PUT' && noun === 'bridge' && verb === 'row')
    return { operation: 'rows', id, answer: (world, url) => rows(world, url, id) }
  return null
}

function search(world: FakeWorld, url: URL): FakeReply {
  onlyParameters(world, url, ['buyerName', 'buyerStateCode', 'limit'])
  const name = url.searchParams.get('buyerName')?.trim().toLowerCase() ?? ''
  if (name === '') return refused(world, 'buyerName is required')
  const asked = url.searchParams.get('buyerStateCode')
  // As documented: a value that is no name of a state is ignored, and nobody is told but the test.
  const state = asked === null ? null : (STATES.get(asked) ?? null)
  if (asked !== null && state === null) world.problem(`buyerStateCode ${asked} is ignored: it is no name of a state`)
  const words = name.split(/\s+/)
  const ranked = world.data.buyers
    .filter((buyer) => state === null || buyer.state === state)
    .map((buyer) => ({ buyer, share: sharedWords(words, buyer.name.toLowerCase()) }))
    .filter(({ share }) => share >= 0.5)
    .sort((a, b) => b.share - a.share || a.buyer.name.length - b.buyer.name.length)
  const limit = Number(url.searchParams.get('limit') ?? 10)
  return { status: 200, body: { buyers: ranked.slice(0, limit).map(({ buyer }) => briefOf(buyer)) } }
}

function sharedWords(words: string[], name: string): number {
  const own = new Set(name.split(/\s+/))
  return words.filter((word) => own.has(word)).length / words.length
}

function briefOf(buyer: FakeBuyer): Record<string, unknown> {
  return {
    id: buyer.id,
    name: buyer.name,
    type: buyer.type,
    countryCode: buyer.countryCode ?? 'US',
    stateCode: buyer.state,
    url: buyer.website ?? null,
    fromSourceFile: false,
    tags: buyer.tags ?? [],
    linkedinSlug: null,
    logoPath: buyer.logo ?? null,
  }
}

/** Keys of `BuyerField` that anything here knows; the real list has 153. */
const FIELDS = new Set(
  `Id Name CommonName ParentName ParentBuyerId Type Url CountryCode StateCode StateName City County Address MainPhoneNumber
  EmailDomains Population BudgetAmount BudgetSbita BudgetUrl BudgetLatestYear BudgetConfidence TotalEnrollment EnrollmentTrend
  YoyChangeInEnrollment EmployeeFte FiscalYearStartDate Sis LmsArray AiAdoptionScore AiAdoptionSummary StartupFriendlinessScore
  StartupFriendlinessSummary ProcurementHellScore AngelProcurementSummary PropensityToSpend PropensityToSpendScore
  PropensityToSpendSummary BudgetChangeAnalysisSourceUrls ErateFunding TitleIFunding NcesId IpedsIdNumeric StarbridgeUrl`
    .split(/\s+/)
    .filter(Boolean),
)

function attributes(world: FakeWorld, url: URL, id: string): FakeReply {
  onlyParameters(world, url, ['attribute'])
  const keys = url.searchParams.getAll('attribute')
  const unknown = keys.find((key) => !FIELDS.has(key))
  if (unknown) return refused(world, `${unknown} is no BuyerField`)
  const buyer = world.data.buyers.find((buyer) => buyer.id === id)
  if (!buyer) return { status: 404, body: { message: 'Resource not found' } }
  const all = fieldsOf(buyer)
  const asked = keys.length === 0 ? [...FIELDS] : keys
  return {
    status: 200,
    body: { buyerId: id, buyerData: Object.fromEntries(asked.map((key) => [key, all[key] ?? null])) },
  }
}

/** A buyer under the keys of `BuyerField`. */
export function fieldsOf(buyer: FakeBuyer): Record<string, unknown> {
  return {
    Id: buyer.id,
    Name: buyer.name,
    Type: buyer.type,
    CountryCode: buyer.countryCode ?? 'US',
    StateCode: buyer.state,
    City: buyer.city,
    County: buyer.county,
    Url: buyer.website,
    ParentName: buyer.parentName,
    ...buyer.attributes,
  }
}

function summary(world: FakeWorld, id: string): FakeReply {
  const { summaryAfter } = world.switches
  if (summaryAfter === 'empty' || !world.data.buyers.some((buyer) => buyer.id === id))
    return { status: 404, body: { code: 'resource.buyer.summary.empty', message: 'No Bridge tracks this buyer' } }
  if (world.nth(`summary of ${id}`) <= summaryAfter)
    return { status: 200, body: { buyerId: id, summary: null, needsRegeneration: true } }
  const section = { status: 'Standard', intro: 'In short.', sections: [] }
  const content = { whatsRecent: section, theBiggerPicture: section, areasForDeeperDiscovery: section }
  return { status: 200, body: { buyerId: id, summary: content, score: 61, needsRegeneration: false } }
}

/** One signal a buyer's opportunity, as a Bridge over all of them would have it. */
function signals(world: FakeWorld, url: URL): FakeReply {
  const id = url.searchParams.get('buyerId')
  if (!id) return refused(world, 'buyerId is required')
  const bridge = { bridgeId: 'bridge-all', name: 'All', filterType: 'Signal', columns: [] }
  return envelope(
    world,
    url,
    rowsOf(world, id).map((row) => ({ bridge, row })),
  )
}

/** New rows appear in the search index late. */
function rows(world: FakeWorld, url: URL, id: string): FakeReply {
  const isVisible = world.nth(`rows of ${id}`) > world.switches.rowsAfter
  return envelope(world, url, isVisible ? rowsOf(world, null) : [])
}

function rowsOf(world: FakeWorld, buyerId: string | null): Record<string, unknown>[] {
  return (world.data.opportunities ?? [])
    .filter((one) => buyerId === null || one.buyerId === buyerId)
    .map((one) => ({
      rowId: `row-${one.id}`,
      name: one.title,
      bridgeId: 'bridge-all',
      createdAt: one.createdAt ?? null,
      updatedAt: one.createdAt ?? null,
      status: 'Processed',
      buyerId: one.buyerId,
      entity: { type: one.type, id: one.id },
      columns: {},
    }))
}

function envelope(world: FakeWorld, url: URL, all: unknown[]): FakeReply {
  const number = Number(url.searchParams.get('page') ?? 1)
  const size = 10
  if (!Number.isInteger(number) || number < 1) return refused(world, 'page counts from 1')
  const result = pageOf(all, { number, size, overlap: 0 })
  const totalPages = Math.max(1, Math.ceil(all.length / size))
  return { status: 200, body: { pageNumber: number, pageSize: size, totalItems: all.length, totalPages, result } }
}

function refused(world: FakeWorld, message: string): FakeReply {
  world.problem(message)
  return { status: 400, body: { message } }
}

function onlyParameters(world: FakeWorld, url: URL, known: string[]): void {
  for (const key of url.searchParams.keys())
    if (!known.includes(key)) world.problem(`${url.pathname} has no parameter ${key}`)
}

/** Names as an enumeration writes them: no spaces. */
const STATES = new Map(
  `Alabama AL Alaska AK Arizona AZ Arkansas AR California CA Colorado CO Connecticut CT Delaware DE DistrictOfColumbia DC
  Florida FL Georgia GA Hawaii HI Idaho ID Illinois IL Indiana IN Iowa IA Kansas KS Kentucky KY Louisiana LA Maine ME
  Maryland MD Massachusetts MA Michigan MI Minnesota MN Mississippi MS Missouri MO Montana MT Nebraska NE Nevada NV
  NewHampshire NH NewJersey NJ NewMexico NM NewYork NY NorthCarolina NC NorthDakota ND Ohio OH Oklahoma OK Oregon OR
  Pennsylvania PA RhodeIsland RI SouthCarolina SC SouthDakota SD Tennessee TN Texas TX Utah UT Vermont VT Virginia VA
  Washington WA WestVirginia WV Wisconsin WI Wyoming WY PuertoRico PR`
    .split(/\s+/)
    .reduce<[string, string][]>((pairs, word, place, all) => {
      if (place % 2 === 0) pairs.push([word, all[place + 1] ?? ''])
      return pairs
    }, []),
)
