import type { BuyerBrief } from '../../ports.ts'
import { parseDomain } from '../domain-name.ts'
import { buyerKind } from '../signals/buyer-kinds.ts'
import { isAbbreviation, nameForms, stateOfBuyer } from './buyer-names.ts'

/** A buyer as signals name it. `type` is as the signals say it. */
export type WantedBuyer = {
  id: string | null
  name: string | null
  type?: string | null
  state: string | null
  website: string | null
}

/** The one record, with how it was found; or why none was taken. Both sentences are fit to show. */
export type BuyerMatch = { ok: true; brief: BuyerBrief; how: string } | { ok: false; why: string }

/**
 * The record of a buyer among what a search found: by id, then by official name and state, then by site. Two that fit
 * equally well are none, and so is one of another state or another kind: a report without a record is better than one
 * with somebody else's. A record without a state is never taken by name when the signals know the state.
 */
export function matchBuyer(wanted: WantedBuyer, candidates: readonly BuyerBrief[]): BuyerMatch {
  const distinct = [...new Map(candidates.map((brief) => [brief.id, brief])).values()]
  const byId = wanted.id === null ? undefined : distinct.find((brief) => brief.id === wanted.id)
  if (byId) {
    if (!contradicts(wanted, byId)) return { ok: true, brief: byId, how: 'matched by id' }
    return { ok: false, why: `The record under this id is ${called(byId)}, another buyer than ${asked(wanted)}.` }
  }
  return matchByName(wanted, distinct) ?? matchBySite(wanted, distinct) ?? { ok: false, why: whyNone(wanted, distinct) }
}

/** An id counts for more than a spelling, so only a wholly different name together with another state speaks against it. */
function contradicts(wanted: WantedBuyer, brief: BuyerBrief): boolean {
  const [state, other] = [stateOfBuyer(wanted.name, wanted.state), stateOfBuyer(brief.name, brief.state)]
  if (wanted.name === null || state === null || other === null || state === other) return false
  return !sharesForm(nameForms(wanted.name, wanted.type ?? null), nameForms(brief.name, brief.type))
}

function matchByName(wanted: WantedBuyer, candidates: readonly BuyerBrief[]): BuyerMatch | null {
  const { name } = wanted
  if (name === null || isAbbreviation(name)) return null
  const state = stateOfBuyer(name, wanted.state)
  const able = candidates.filter((brief) => isSameKind(wanted, brief) && isInState(brief, state))
  const formsOf = (brief: BuyerBrief) => nameForms(brief.name, brief.type ?? wanted.type ?? null)
  const forms = nameForms(name, wanted.type ?? null)
  const same = able.filter((brief) => formsOf(brief)[0] === forms[0])
  const found = same.length > 0 ? same : able.filter((brief) => sharesForm(formsOf(brief), forms))
  const [only, second] = found
  if (only === undefined) return null
  if (second !== undefined) return { ok: false, why: twoFit(only, second) }
  return { ok: true, brief: only, how: state === null ? 'matched by name' : 'matched by name and state' }
}

function matchBySite(wanted: WantedBuyer, candidates: readonly BuyerBrief[]): BuyerMatch | null {
  const site = siteOf(wanted.website)
  if (site === null) return null
  const state = stateOfBuyer(wanted.name, wanted.state)
  const found = candidates.filter((brief) => {
    const other = siteOf(brief.website)
    const isElsewhere = state !== null && (stateOfBuyer(brief.name, brief.state) ?? state) !== state
    return other !== null && isSameSite(site, other) && isSameKind(wanted, brief) && !isElsewhere
  })
  const [only, second] = found
  if (only === undefined) return null
  if (second !== undefined) return { ok: false, why: twoFit(only, second) }
  return { ok: true, brief: only, how: `matched by site ${site.domain}` }
}

type Site = { domain: string; under: string }

/** Hosts where many bodies have a page: the address says nothing of whose it is. */
const SHARED = /^(?:google|facebook|wixsite|wordpress|weebly|squarespace|blogspot|edlio|finalsite|civicplus|municode)\./
/** A whole state's site, under which every agency has its own. */
const PORTAL = /^(?:[a-z]{2}\.gov|[a-z]{2}\.us|state\.[a-z]{2}\.us)$/

function siteOf(website: string | null): Site | null {
  if (website === null) return null
  const parsed = parseDomain(website)
  if (!parsed.ok || SHARED.test(parsed.domain)) return null
  const host = /^(?:[a-z]+:\/\/)?(?:[^/@]*@)?([^/:?#]+)/i.exec(website.trim())?.[1]?.toLowerCase() ?? ''
  const name = host.replace(/\.$/, '')
  const under = name.endsWith(parsed.domain) ? name.slice(0, -parsed.domain.length).replace(/^www\d?\./, '') : ''
  return { domain: parsed.domain, under }
}

/** Two different hosts below one domain are two bodies: `police.alder.gov` and `library.alder.gov`. */
function isSameSite(one: Site, other: Site): boolean {
  if (one.domain !== other.domain) return false
  if (one.under === other.under) return !(one.under === '' && PORTAL.test(one.domain))
  return (one.under === '' || other.under === '') && !PORTAL.test(one.domain)
}

/** Unknown kinds contradict nothing. */
function isSameKind(wanted: WantedBuyer, brief: BuyerBrief): boolean {
  const [kind, other] = [buyerKind(wanted.type ?? null, wanted.name), buyerKind(brief.type, brief.name)]
  return kind === null || other === null || kind === other
}

function isInState(brief: BuyerBrief, state: string | null): boolean {
  return state === null || stateOfBuyer(brief.name, brief.state) === state
}

function sharesForm(forms: readonly string[], others: readonly string[]): boolean {
  return forms.some((form) => others.includes(form))
}

function whyNone(wanted: WantedBuyer, candidates: readonly BuyerBrief[]): string {
  if (wanted.name !== null && isAbbreviation(wanted.name))
    return `${wanted.name} is an abbreviation that several bodies may go by.`
  const forms = nameForms(wanted.name, wanted.type ?? null)
  const alike = candidates.find((brief) => sharesForm(nameForms(brief.name, brief.type ?? wanted.type ?? null), forms))
  if (alike) return `No record fits ${asked(wanted)}; ${called(alike)} is another one.`
  return `No record fits ${asked(wanted)}.`
}

function twoFit(one: BuyerBrief, other: BuyerBrief): string {
  const [first, second] = [called(one), called(other)].sort()
  return `Two records fit equally well: ${first} and ${second}.`
}

function called(brief: BuyerBrief): string {
  return `${brief.name} (${brief.city === null ? '' : `${brief.city}, `}${brief.state ?? 'no state'})`
}

function asked({ name, state, id }: WantedBuyer): string {
  if (name === null) return id === null ? 'a buyer without a name' : 'this id'
  return state === null ? name : `${name} (${state})`
}
