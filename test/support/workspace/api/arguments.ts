import type { IncomingMessage } from 'node:http'
import { type Json, SlackRefusal } from '../types.ts'

/** Arguments that may come as JSON inside a form field, and what Slack says when that JSON is broken. */
const STRUCTURED: Record<string, string> = {
  blocks: 'invalid_blocks_format',
  attachments: 'invalid_attachments',
  metadata: 'invalid_metadata_format',
  view: 'invalid_arguments',
  files: 'invalid_arguments',
}

/**
 * Reads the arguments of a Web API request: JSON, urlencoded (what the SDK sends) or multipart, and the query.
 * Throws `SlackRefusal`: `invalid_json`, `json_not_object`, `invalid_post_type`, `invalid_form_data`.
 */
export async function readArguments(request: IncomingMessage, raw: Buffer): Promise<Json> {
  const args: Json = Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams)
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (raw.length === 0) return decodeStructured(args)
  if (type === 'application/json') Object.assign(args, parseJson(raw))
  else if (type === 'application/x-www-form-urlencoded')
    Object.assign(args, Object.fromEntries(new URLSearchParams(raw.toString())))
  else if (type === 'multipart/form-data') Object.assign(args, await readForm(request, raw))
  else throw new SlackRefusal('invalid_post_type')
  return decodeStructured(args)
}

function parseJson(raw: Buffer): Json {
  let value: unknown
  try {
    value = JSON.parse(raw.toString())
  } catch {
    throw new SlackRefusal('invalid_json')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SlackRefusal('json_not_object')
  return value as Json
}

/** The fields of a multipart body; a file becomes a Buffer. */
export async function readForm(request: IncomingMessage, raw: Buffer): Promise<Json> {
  const form = await new Response(new Uint8Array(raw), {
    headers: { 'content-type': request.headers['content-type'] ?? '' },
  })
    .formData()
    .catch(() => {
      throw new SlackRefusal('invalid_form_data')
    })
  const out: Json = {}
  for (const [key, value] of form) out[key] = typeof value === 'string' ? value : Buffer.from(await value.arrayBuffer())
  return out
}

function decodeStructured(args: Json): Json {
  for (const [key, refusal] of Object.entries(STRUCTURED)) {
    const value = args[key]
    if (typeof value !== 'string') continue
    try {
      args[key] = JSON.parse(value)
    } catch {
      throw new SlackRefusal(refusal)
    }
  }
  return args
}

/** A text argument; numbers count as text. Undefined when absent or empty. */
export function textArgument(args: Json, key: string): string | undefined {
  const value = args[key]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Throws `invalid_arguments` when it is absent, as Slack does. */
export function requiredText(args: Json, key: string): string {
  const value = textArgument(args, key)
  if (value === undefined)
    throw new SlackRefusal('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] missing required field: ${key}`] },
    })
  return value
}

export function flagArgument(args: Json, key: string): boolean {
  return [true, 'true', '1', 1].includes(args[key] as string)
}

/** A page size within Slack's bounds. Throws `invalid_limit`. */
export function limitArgument(args: Json, fallback: number, most: number): number {
  const given = textArgument(args, 'limit')
  if (given === undefined) return fallback
  const limit = Number(given)
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw new SlackRefusal('invalid_limit')
  return limit
}

/** One page of a list and the cursor of the next, `''` at the end. Throws `invalid_cursor`. */
export function pageOf<T>(
  list: readonly T[],
  args: Json,
  limits: { fallback: number; most: number },
): { page: T[]; next: string } {
  const cursor = textArgument(args, 'cursor')
  const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('next:', ''))
  if (!Number.isInteger(start) || start < 0) throw new SlackRefusal('invalid_cursor')
  const end = start + limitArgument(args, limits.fallback, limits.most)
  return {
    page: list.slice(start, end),
    next: end < list.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  }
}
