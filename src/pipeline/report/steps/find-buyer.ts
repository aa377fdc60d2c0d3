import type { BuyerRecord } from '../../ports.ts'
import { empty, type Step } from '../../step.ts'
import type { Asking, Buyers } from '../buyers/cached-buyers.ts'
import { matchBuyer, type WantedBuyer } from '../buyers/match-buyer.ts'
import { patient, reasonOf } from '../buyers/patience.ts'

/** The record, how it was found, or why it was not; both words are fit to show. */
export type FoundBuyer = { record: BuyerRecord | null; how: string | null; note: string | null }

type Input = {
  wanted: WantedBuyer
  freshness: string | null
  /** Only the site decides: of an account that may be no public body at all, a name proves nothing. */
  isBySite?: boolean
}

/**
 * The featured buyer's own record: by id, then by official name and state, then by site. Two that fit alike are none: a
 * wrong buyer is worse than no buyer.
 */
export function findBuyerStep(buyers: Buyers): Step<Input, FoundBuyer> {
  return {
    name: 'find-buyer',
    version: 2,
    tries: 2,
    async work({ wanted, freshness, isBySite }, { abort }) {
      const asking = { abort: patient(abort), isInsisted: freshness !== null }
      const found =
        (await byId(buyers, wanted, asking)) ??
        (await byName(buyers, { ...wanted, isBySite: isBySite ?? false }, asking))
      return found.record ? found : empty(found, found.note)
    },
    fallback: (_input, error) => ({
      record: null,
      how: null,
      note: `The buyer's record could not be read: ${reasonOf(error)}.`,
    }),
  }
}

/** An id of another system may stand in the signals: then the name decides. */
async function byId(buyers: Buyers, wanted: WantedBuyer, asking: Asking): Promise<FoundBuyer | null> {
  if (wanted.id === null) return null
  const { value: record } = await buyers.record(wanted.id, asking)
  const match = record && matchBuyer(wanted, [record])
  return record && match?.ok ? { record, how: match.how, note: null } : null
}

async function byName(
  buyers: Buyers,
  { isBySite, ...wanted }: WantedBuyer & { isBySite: boolean },
  asking: Asking,
): Promise<FoundBuyer> {
  const { name } = wanted
  if (name === null) return { record: null, how: null, note: 'The signals do not name the buyer.' }
  const { value: briefs } = await buyers.search({ name, state: wanted.state }, asking)
  const match = matchBuyer({ ...wanted, id: null, name: isBySite ? null : name }, briefs)
  if (!match.ok) return { record: null, how: null, note: match.why }
  const { value: record } = await buyers.record(match.brief.id, asking)
  // The search may know a logo that the record has no key for.
  if (record)
    return { record: { ...record, logoUrl: record.logoUrl ?? match.brief.logoUrl }, how: match.how, note: null }
  return { record: null, how: null, note: `${match.brief.name} is known, and its record is empty.` }
}
