import { ExternalError } from '../../errors.ts'
import type { BuyerOpportunity, BuyerSource, Clock } from '../../pipeline/ports.ts'
import { isWanted, toBuyerRecord } from './buyer.ts'
import { isSince, searchesSince, ToolOpportunity } from './opportunity.ts'
import { otherBuyer } from './other-buyer.ts'
import { everyPage } from './pages.ts'
import { toStateCode } from './states.ts'
import { createToolRuns, type ToolRunOptions, type ToolRuns } from './tool-runs.ts'
import { ToolContact, ToolContacts, ToolOpportunities, ToolProfile, ToolSearch, toolBuyer } from './tool-schema.ts'
import { isUuid, readRows } from './values.ts'

/** The tools we ask, by the name `STARBRIDGE_TOOLS` gives their ids; DataGen's own names have `starbridge_` in front. */
export const TOOLS = ['buyer_search', 'buyer_profile', 'buyer_contacts', 'opportunity_search'] as const
export type ToolName = (typeof TOOLS)[number]

export type ToolsOptions = ToolRunOptions & {
  ids: Record<string, string>
  clock?: Clock
  /** Where Starbridge keeps its files: the tools only pass its answers on. */
  filesAt: string
}

/** A page size that both the guide and the callers of a tool agree on, and the most pages that are read. */
const PAGES = {
  buyer_search: { size: 100, most: 3 },
  buyer_contacts: { size: 100, most: 10 },
  opportunity_search: { size: 40, most: 3 },
}

/** The id of a tool under either of its names; null when STARBRIDGE_TOOLS lacks it. */
export function toolId(ids: Record<string, string>, name: ToolName): string | null {
  return ids[name] ?? ids[`starbridge_${name}`] ?? null
}

/** The wrapper tools; an ability whose tool has no id is absent. Throws `ExternalError` (service `datagen`). */
export function createStarbridgeTools(options: ToolsOptions): Partial<BuyerSource> {
  const runs = createToolRuns(options)
  const now = () => (options.clock ?? { now: () => new Date() }).now()
  const of = <T>(name: ToolName, make: (tool: Tool) => T): T | undefined => {
    const id = toolId(options.ids, name)
    return id === null ? undefined : make({ runs, name, id, filesAt: options.filesAt })
  }
  const found = {
    search: of('buyer_search', searchWith),
    record: of('buyer_profile', recordWith),
    contacts: of('buyer_contacts', contactsWith),
    opportunities: of('opportunity_search', (tool) => opportunitiesWith(tool, now)),
  }
  return {
    ...(found.search ? { search: found.search } : {}),
    ...(found.record ? { record: found.record } : {}),
    ...(found.contacts ? { contacts: found.contacts } : {}),
    ...(found.opportunities ? { opportunities: found.opportunities } : {}),
  }
}

/** What doctor asks: one search for one buyer, which costs no credits. Throws `ExternalError`. */
export async function checkStarbridgeTools(options: ToolRunOptions & { id: string }): Promise<void> {
  const tool = { name: 'buyer_search', id: options.id }
  const inputs = { query: 'city', page_size: 1, page_number: 1 }
  await createToolRuns(options).run({ tool, inputs, output: ToolSearch, mode: 'now', abort: undefined })
}

type Tool = { runs: ToolRuns; name: ToolName; id: string; filesAt: string }
type Abort = AbortSignal | undefined

function searchWith({ runs, filesAt, ...tool }: Tool): BuyerSource['search'] {
  return async ({ name, state }, asked = {}) => {
    const { size, most } = PAGES.buyer_search
    const code = toStateCode(state)
    const query = { query: name, country_codes: ['US'], ...(code === null ? {} : { states: [code] }), page_size: size }
    const { items } = await everyPage(async (page_number) => {
      const inputs = { ...query, page_number }
      const page = await runs.run({ tool, inputs, output: ToolSearch, mode: 'now', abort: asked.abort })
      return {
        ...page,
        items: readRows(page.rows, toolBuyer(filesAt)),
        rows: page.rows.length,
        size: page.size ?? size,
      }
    }, most)
    const wanted = items.filter((one) => isWanted(one.brief, { ...one, state })).map(({ brief }) => brief)
    return { value: wanted.sort((a, b) => nearness(b.name, name) - nearness(a.name, name)), etag: null }
  }
}

/** The tool lists whatever contains the words; the whole name comes first, then what begins with it. */
function nearness(name: string, wanted: string): number {
  const [a, b] = [name.toLowerCase().trim(), wanted.toLowerCase().trim()]
  return a === b ? 2 : a.startsWith(b) ? 1 : 0
}

function recordWith({ runs, filesAt, ...tool }: Tool): BuyerSource['record'] {
  return async (buyerId, asked = {}) => {
    const inputs = { buyer_id: buyerId }
    const run = { tool, inputs, output: ToolProfile, mode: 'now', abort: asked.abort } as const
    const profile = await orIfUnknown(null, { buyerId, read: () => runs.run(run) })
    if (profile?.id && profile.id !== buyerId) throw otherBuyer('datagen', tool.name)
    return { value: profile ? toBuyerRecord(buyerId, profile.fields, filesAt) : null, etag: null }
  }
}

function contactsWith({ runs, ...tool }: Tool): BuyerSource['contacts'] {
  return async (buyerId, asked = {}) => {
    const { size, most } = PAGES.buyer_contacts
    const readPage = async (page_number: number) => {
      const inputs = { buyer_id: buyerId, page_size: size, page_number }
      const page = await runs.run({ tool, inputs, output: ToolContacts, mode: 'now', abort: asked.abort })
      if (page.buyerId !== null && page.buyerId !== buyerId) throw otherBuyer('datagen', tool.name)
      return { ...page, items: readRows(page.rows, ToolContact), rows: page.rows.length, size: page.size ?? size }
    }
    const nobody = { items: [], isWhole: true, total: 0 }
    const all = await orIfUnknown(nobody, { buyerId, read: () => everyPage(readPage, most) })
    const total = all.isWhole ? all.items.length : Math.max(all.total ?? 0, all.items.length)
    return { value: { total, contacts: all.items }, etag: null }
  }
}

function opportunitiesWith({ runs, ...tool }: Tool, now: () => Date): BuyerSource['opportunities'] {
  return async ({ buyerId, text, since }, asked = {}) => {
    const stop = new AbortController()
    const abort = asked.abort ? AbortSignal.any([asked.abort, stop.signal]) : stop.signal
    const common = { search_query: text, buyer_ids: [buyerId], ai_pruned: 0, content_search: 1 }
    const readType = ({ type, inputs }: ReturnType<typeof searchesSince>[number]) =>
      opportunityPages({ runs, ...tool }, { inputs: { ...common, ...inputs, types: [type] }, abort })
    try {
      const read = () => Promise.all(searchesSince(since, now()).map(readType))
      const found = (await orIfUnknown([], { buyerId, read })).flat()
      const own = found.filter((one) => one.buyerId === buyerId && isSince(one, since))
      return { value: [...new Map(own.map((one) => [one.id, one])).values()], etag: null }
    } finally {
      // One type that fails ends the others: half of the answer would pass for the whole.
      stop.abort()
    }
  }
}

async function opportunityPages(
  { runs, ...tool }: Tool,
  { inputs, abort }: { inputs: Record<string, unknown>; abort: Abort },
): Promise<BuyerOpportunity[]> {
  const { size, most } = PAGES.opportunity_search
  const { items } = await everyPage(async (page_number) => {
    const asked = { ...inputs, page_size: size, page_number }
    const page = await runs.run({ tool, inputs: asked, output: ToolOpportunities, mode: 'later', abort })
    return { ...page, items: readRows(page.rows, ToolOpportunity), rows: page.rows.length, size: page.size ?? size }
  }, most)
  return items
}

/** A buyer that the upstream service cannot find, or an id that is none of its own, is an expected outcome. */
async function orIfUnknown<T>(nothing: T, { buyerId, read }: { buyerId: string; read: () => Promise<T> }): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const isUnknown =
      error instanceof ExternalError &&
      error.code === 'tool_failed' &&
      (error.status === 404 || (error.status === 400 && !isUuid(buyerId)))
    if (isUnknown) return nothing
    throw error
  }
}
