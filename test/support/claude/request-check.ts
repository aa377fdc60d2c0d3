/**
 * What the Messages API refuses, as far as our calls can go wrong. Source: the parameters and the schema language of
 * @anthropic-ai/sdk 1.11 (resources/messages, lib/transform-json-schema) and the API's documented 400s.
 */

export type Json = Record<string, unknown>

export const API_VERSION = '2026-10-21'

const PARAMETERS = new Set([
  'model',
  'max_tokens',
  'messages',
  'system',
  'output_config',
  'cache_control',
  'metadata',
  'service_tier',
  'stop_sequences',
  'inference_geo',
])
const SCHEMA_WORDS: Record<string, readonly string[]> = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems'],
  string: ['format'],
  number: [],
  integer: [],
  boolean: [],
  null: [],
}
const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid']
const ANYWHERE = ['type', 'description', 'title', 'enum', 'const', 'anyOf', 'allOf', '$ref', '$defs']

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Why the API would answer 400, in its own style; null for a good request. */
export function requestProblem(body: unknown): string | null {
  if (!isJson(body)) return 'The request body is not valid JSON'
  const unknown = Object.keys(body).find((key) => !PARAMETERS.has(key))
  if (unknown !== undefined) return `${unknown}: Extra inputs are not permitted`
  if (typeof body['model'] !== 'string' || !/^claude-[a-z0-9.-]+$/.test(body['model']))
    return 'model: Input should be the id of a model'
  const most = body['max_tokens']
  if (!Number.isInteger(most) || (most as number) < 1) return 'max_tokens: Input should be greater than or equal to 1'
  const { system } = body
  if (system !== undefined && (typeof system !== 'string' || system.trim() === ''))
    return 'system: text content blocks must be non-empty'
  return messagesProblem(body['messages']) ?? formatProblem(body['output_config'])
}

function messagesProblem(messages: unknown): string | null {
  if (!Array.isArray(messages) || messages.length === 0) return 'messages: at least one message is required'
  for (const [index, message] of messages.entries()) {
    const wanted = index % 2 === 0 ? 'user' : 'assistant'
    if (!isJson(message) || message['role'] !== wanted)
      return `messages.${index}: roles must alternate, starting with user`
    const extra = Object.keys(message).find((key) => key !== 'role' && key !== 'content')
    if (extra !== undefined) return `messages.${index}.${extra}: Extra inputs are not permitted`
    if (typeof message['content'] !== 'string' || message['content'].trim() === '')
      return `messages.${index}: text content must be non-empty`
  }
  return messages.length % 2 === 1 ? null : 'messages: the last message must be from the user'
}

function formatProblem(config: unknown): string | null {
  if (!isJson(config)) return 'output_config: Field required'
  const format = config['format']
  if (!isJson(format) || format['type'] !== 'json_schema')
    return "output_config.format.type: Input should be 'json_schema'"
  if (!isJson(format['schema'])) return 'output_config.format.schema: Field required'
  if (format['schema']['type'] !== 'object') return 'output_config.format.schema: the root must be an object'
  const problem = schemaProblem(format['schema'])
  return problem === null ? null : `output_config.format.schema: ${problem}`
}

/** Why this JSON schema cannot be compiled into a grammar, or null. */
export function schemaProblem(schema: unknown): string | null {
  if (!isJson(schema)) return 'a schema must be an object'
  const types = [schema['type'] ?? []].flat().map(String)
  if (types.length === 0 && !['enum', 'const', 'anyOf', 'allOf', '$ref'].some((word) => word in schema))
    return 'a schema needs a type'
  const unknown = types.find((type) => !(type in SCHEMA_WORDS))
  if (unknown !== undefined) return `type ${unknown} is not known`
  const allowed = [...ANYWHERE, ...types.flatMap((type) => SCHEMA_WORDS[type] ?? [])]
  const odd = Object.keys(schema).find((word) => !allowed.includes(word))
  if (odd !== undefined) return `For '${types.join(' or ')}' type, property '${odd}' is not supported`
  const problem = types.includes('object') ? objectProblem(schema) : null
  return (
    problem ??
    valueProblem(schema) ??
    childrenOf(schema)
      .map(schemaProblem)
      .find((one) => one !== null) ??
    null
  )
}

function valueProblem({ minItems, format }: Json): string | null {
  if (minItems !== undefined && minItems !== 0 && minItems !== 1)
    return "For 'array' type, 'minItems' values other than 0 or 1 are not supported"
  if (typeof format === 'string' && !FORMATS.includes(format))
    return `For 'string' type, format '${format}' is not supported`
  return null
}

/** An object that names no property can hold nothing: the way a record ends up. */
function objectProblem(schema: Json): string | null {
  if (schema['additionalProperties'] !== false)
    return "For 'object' type, 'additionalProperties' must be explicitly set to false"
  const properties = Object.keys(isJson(schema['properties']) ? schema['properties'] : {})
  if (properties.length === 0) return "For 'object' type, 'properties' must not be empty"
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const unknown = required.find((key) => !properties.includes(String(key)))
  return unknown === undefined ? null : `'required' names ${String(unknown)}, which is no property`
}

function childrenOf(schema: Json): unknown[] {
  const named = ['properties', '$defs'].flatMap((word) => Object.values(isJson(schema[word]) ? schema[word] : {}))
  const listed = ['anyOf', 'allOf'].flatMap((word) => (Array.isArray(schema[word]) ? schema[word] : []))
  return [...named, ...listed, ...('items' in schema ? [schema['items']] : [])]
}
