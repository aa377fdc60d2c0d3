import type { Logger } from '../../log.ts'
import type { Answered, Asked, BuyerSource } from '../../pipeline/ports.ts'
import { createHttp, type Http, type HttpAnswer, isHtml } from '../http.ts'
import { ApiAttributes, ApiSearch, ATTRIBUTES, apiBuyer } from './api-schema.ts'
import { isWanted, toBuyerRecord, withSmallKeys } from './buyer.ts'
import { otherBuyer } from './other-buyer.ts'
import { toStateCode, toStateEnum } from './states.ts'
import { isUuid, readRows } from './values.ts'

export const DEFAULT_BASE = 'https://dashboard.starbridge.ai/api/external'
/** More than the default of 10, so that a state the API ignores does not push the right buyer out. */
const MOST_FOUND = 25

export type ApiOptions = {
  apiKey: string
  baseUrl: string | null
  fetch?: typeof fetch
  timeoutMs?: number
  log?: Logger
}

/**
 * Starbridge's published external API (OpenAPI 3.1.1, version 1.0): buyers by name, and their attributes. It has no
 * contacts. Throws `ExternalError` (service `starbridge`).
 */
export function createStarbridgeApi(options: ApiOptions): Pick<BuyerSource, 'search' | 'record'> {
  const http = httpOf(options)
  return {
    async search({ name, state }, asked = {}) {
      const url = searchUrl(options, { name, state, limit: MOST_FOUND })
      const answer = await get(http, { options, operation: 'search buyers', url, asked })
      return read(answer, () => {
        const { buyers } = http.parse(answer, ApiSearch, 'search buyers')
        const found = readRows(buyers, apiBuyer(originOf(options)))
        return found.filter((one) => isWanted(one.brief, { ...one, state })).map(({ brief }) => brief)
      })
    },
    async record(buyerId, asked = {}) {
      const url = new URL(`${baseOf(options)}/buyer/${encodeURIComponent(buyerId)}/attributes`)
      for (const key of ATTRIBUTES) url.searchParams.append('attribute', key)
      // The API's own ids are UUIDs; it may refuse any other one instead of not finding it.
      const unknown = isUuid(buyerId) ? [404] : [404, 400]
      const answer = await get(http, { options, operation: 'buyer attributes', url, asked, unknown })
      return read(answer, () => {
        if (answer.status !== 200) return null
        const known = http.parse(answer, ApiAttributes, 'buyer attributes')
        if (known.buyerId !== buyerId) throw otherBuyer('starbridge', 'buyer attributes')
        return known.buyerData ? toBuyerRecord(buyerId, withSmallKeys(known.buyerData), originOf(options)) : null
      })
    },
  }
}

/** What doctor asks: one search for one buyer. Throws `ExternalError`. */
export async function checkStarbridgeApi(options: ApiOptions): Promise<void> {
  const url = searchUrl(options, { name: 'city', state: null, limit: 1 })
  await httpOf(options).json({ ...authorized(options), operation: 'search buyers', url }, ApiSearch)
}

function httpOf({ fetch, timeoutMs, log }: ApiOptions): Http {
  return createHttp({
    service: 'starbridge',
    timeoutMs: timeoutMs ?? 10_000,
    ...(fetch ? { fetch } : {}),
    ...(log ? { log } : {}),
  })
}

function searchUrl(options: ApiOptions, query: { name: string; state: string | null; limit: number }): URL {
  const url = new URL(`${baseOf(options)}/buyer/quick/search`)
  url.searchParams.set('buyerName', query.name)
  const code = toStateCode(query.state)
  const state = code === null ? null : toStateEnum(code)
  if (state !== null) url.searchParams.set('buyerStateCode', state)
  url.searchParams.set('limit', String(query.limit))
  return url
}

const baseOf = ({ baseUrl }: ApiOptions) => baseUrl ?? DEFAULT_BASE
const originOf = (options: ApiOptions) => new URL(baseOf(options)).origin
const authorized = ({ apiKey }: ApiOptions) => ({
  headers: { authorization: `Bearer ${apiKey}`, accept: 'application/json' },
})

type Get = { options: ApiOptions; operation: string; url: URL; asked: Asked; unknown?: number[] }

/** 304 is an answer only to a request that named an earlier one. */
async function get(http: Http, { options, operation, url, asked, unknown = [] }: Get): Promise<HttpAnswer> {
  const { headers } = authorized(options)
  const answer = await http.request({
    operation,
    url,
    headers: asked.etag ? { ...headers, 'if-none-match': asked.etag } : headers,
    accept: asked.etag ? [304, ...unknown] : unknown,
    ...(asked.abort ? { abort: asked.abort } : {}),
  })
  // A page where nothing was found means that this is no API at all, not that the buyer is unknown.
  if (unknown.includes(answer.status) && isHtml(answer)) http.parse(answer, ApiAttributes, operation)
  return answer
}

function read<T>(answer: HttpAnswer, value: () => T): Answered<T> {
  if (answer.status === 304) return 'unchanged'
  return { value: value(), etag: answer.status === 200 ? answer.headers.get('etag') : null }
}
