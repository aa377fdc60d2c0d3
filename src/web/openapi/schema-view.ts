import { html, type Markup, ours } from '../../pages/html.ts'

/** As much of an OpenAPI 3.1 schema as our document uses. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  example?: unknown
  enum?: unknown[]
  const?: unknown
  format?: string
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  maxLength?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  allOf?: Schema[]
  oneOf?: Schema[]
}

const nameOf = (ref: string) => ref.split('/').at(-1) ?? ref

/** The named schema a schema stands for, with or without null beside it. */
function refOf(schema: Schema): string | null {
  if (schema.$ref) return nameOf(schema.$ref)
  const inner = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].find((one) => one.$ref)
  return inner?.$ref ? nameOf(inner.$ref) : null
}

const link = (name: string) => html`<a href="#schema-${name}">${name}</a>`

/** What a value is, in words: `text or null`, `list of Signal`, `one of "a", "b"`. */
export function typeWords(schema: Schema): Markup {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices && choices.length > 1) return join(choices.map(typeWords), ' or ')
  const ref = refOf(schema)
  if (ref) return link(ref)
  if (schema.const !== undefined) return html`${JSON.stringify(schema.const)}`
  const types = [schema.type ?? []].flat()
  const words = types.filter((type) => type !== 'null').map((type) => oneType(schema, type))
  const all = types.includes('null') ? [...words, html`null`] : words
  return all.length > 0 ? join(all, ' or ') : html`any value`
}

const WORDS: Record<string, string> = { string: 'text', integer: 'whole number', boolean: 'true or false' }
const FORMATS: Record<string, string> = {
  'date-time': 'moment',
  date: 'day',
  uri: 'address',
  uuid: 'id',
  email: 'e-mail',
}

function oneType(schema: Schema, type: string): Markup {
  if (schema.enum)
    return join(
      schema.enum.filter((one) => one !== null).map((one) => html`${JSON.stringify(one)}`),
      ', ',
    )
  if (type === 'array') return html`list of ${schema.items ? typeWords(schema.items) : 'any value'}${bounds(schema)}`
  const word = FORMATS[schema.format ?? ''] ?? WORDS[type] ?? type
  return html`${word}${bounds(schema)}`
}

function bounds({ minimum, maximum, maxItems, maxLength }: Schema): string {
  if (minimum !== undefined && maximum !== undefined && maximum < 1e9) return ` ${minimum} to ${maximum}`
  if (maxItems !== undefined) return `, at most ${maxItems}`
  if (maxLength !== undefined) return ` of at most ${maxLength} characters`
  return ''
}

/** The fields of an object, those of nested objects below them; nothing for a schema without fields. */
export function fieldList(schema: Schema): Markup | null {
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) return null
  const required = new Set(schema.required ?? [])
  return html`<dl>${fields.map(
    ([name, field]) =>
      html`<dt><code>${name}</code> <span class="type">${typeWords(field)}</span>${
        required.has(name) ? null : html` <span class="soft">(optional)</span>`
      }</dt><dd>${field.description}${inner(field)}</dd>`,
  )}</dl>`
}

function inner(schema: Schema): Markup | null {
  if (refOf(schema)) return null
  return fieldList(schema) ?? (schema.items && !refOf(schema.items) ? fieldList(schema.items) : null)
}

function join(parts: Markup[], between: string): Markup {
  return html`${parts.map((part, index) => (index === 0 ? part : html`${between}${part}`))}`
}

/** Text with its line breaks kept: each line is escaped by itself. */
export function lines(text: string): Markup {
  return html`${text.split('\n').map((line, index) => [index === 0 ? null : ours('\n'), line])}`
}

/** A JSON sample that a reader can scroll and copy. `label` names it for screen readers. */
export function sample(value: unknown, label: string): Markup {
  return html`<pre tabindex="0" role="region" aria-label="${label}">${lines(JSON.stringify(value, null, 2))}</pre>`
}
