import { z } from 'zod'
import type { BuyerContact } from '../../pipeline/ports.ts'
import type { FoundBuyer } from './api-schema.ts'
import { toBuyerType } from './buyer.ts'
import { toStateCode } from './states.ts'
import { field, toAmount, toFlag, toInstant, toLink, toPictureLink, toText, toTexts } from './values.ts'

const short = (max: number) => field((value) => toText(value, max))
const count = field(toAmount)

/** `buyer_search`; a row is null without id or name. `origin`: where the source keeps its files. */
export const toolBuyer = (origin: string) =>
  z
    .object({
      buyerId: short(100),
      name: short(300),
      type: z.unknown().optional(),
      stateCode: field(toStateCode),
      countryCode: short(3),
      website: field(toLink),
      city: short(120),
      parentName: short(300),
      logoPath: field((value) => toPictureLink(value, origin)),
    })
    .transform(({ buyerId: id, name, type, countryCode, logoPath: logoUrl, ...rest }): FoundBuyer | null => {
      if (id === null || name === null) return null
      const { stateCode: state, city, website, parentName } = rest
      const brief = { id, name, type: toBuyerType(type), state, city, website, parentName, logoUrl }
      return { id, brief, tags: toTexts(type), countryCode }
    })

/** Lists of the tools, with the envelope around them. `size` is null when the tool does not say it. */
export const ToolSearch = z
  .object({ buyers: z.array(z.unknown()), totalItems: count, pageSize: count })
  .transform(({ buyers, totalItems, pageSize }) => ({ rows: buyers, total: totalItems, size: pageSize }))
export const ToolContacts = z
  .object({ resolved_buyer_id: short(100), contacts: z.array(z.unknown()), totalContacts: count, pageSize: count })
  .transform((page) => ({
    buyerId: page.resolved_buyer_id,
    rows: page.contacts,
    total: page.totalContacts,
    size: page.pageSize,
  }))
export const ToolOpportunities = z
  .object({ opportunities: z.array(z.unknown()), pageSize: count })
  // Captured totals are the length of the page: there is none to trust.
  .transform(({ opportunities, pageSize }) => ({ rows: opportunities, total: null, size: pageSize }))

const Fields = z.record(z.string(), z.unknown()).catch({})

/** `buyer_profile`, flattened to the keys of `extraData`; what the profile says itself wins. */
export const ToolProfile = z
  .object({ resolved_buyer_id: short(100), profile: z.record(z.string(), z.unknown()).nullish() })
  .transform(({ resolved_buyer_id, profile }) => {
    if (!profile) return null
    const metadata = Fields.parse(profile['metadata'])
    const address = Fields.parse(metadata['address'])
    const extra = Fields.parse(profile['extraData'])
    const fields: Record<string, unknown> = { ...metadata, ...extra }
    for (const key of ['name', 'commonName', 'url', 'stateCode', 'countryCode', 'city', 'county', 'parentName'])
      fields[key] = profile[key] ?? fields[key] ?? null
    fields['city'] ??= address['city']
    fields['stateCode'] ??= address['state']
    fields['mainPhoneNumber'] ??= address['phone']
    fields['type'] = profile['type'] ?? profile['tags']
    return { id: toText(profile['id'], 100) ?? resolved_buyer_id, fields }
  })

/** A person of `buyer_contacts`; null without id or any name. `directPhone` is not among the captured fields. */
export const ToolContact = z
  .object({
    contactId: short(100),
    name: short(200),
    firstName: short(100),
    lastName: short(100),
    title: short(300),
    normalizedTitles: field(toTitles),
    email: field(toAddress),
    phone: short(60),
    directPhone: short(60),
    linkedInUrl: field(toLink),
    worksAtBuyer: field(toFlag),
    emailVerified: field(toFlag),
    emailLastChecked: field(toInstant),
    source: short(60),
    updatedAt: field(toInstant),
  })
  .transform(({ contactId: id, name: full, emailLastChecked: emailCheckedAt, ...rest }): BuyerContact | null => {
    const name = full ?? toText([rest.firstName, rest.lastName].filter(Boolean).join(' '))
    return id === null || name === null ? null : { id, name, ...rest, emailCheckedAt }
  })

/** Titles hold commas: only a list is a list. */
function toTitles(value: unknown): string[] {
  const titles = Array.isArray(value) ? value : [value]
  return [...new Set(titles.flatMap((title) => toText(title, 300) ?? []))]
}

function toAddress(value: unknown): string | null {
  const text = toText(value, 254)
  return text !== null && /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(text) ? text : null
}
