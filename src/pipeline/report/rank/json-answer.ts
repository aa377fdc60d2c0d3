import type { z } from 'zod'

const MAX_CHARS = 200_000
const MAX_TRIES = 5

/** What a model's text was read as, or why it could not be, in words that fit a repair turn. */
export type Parsed<T> = { ok: true; answer: T } | { ok: false; problem: string }

/**
 * The JSON object in a model's text: the whole text, else the first balanced `{…}` in it (code fences and prose around
 * it are common), checked against `schema`. Never throws; linear in the text.
 */
export function parseJsonAnswer<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  if (text.trim() === '') return { ok: false, problem: 'the answer was empty' }
  if (text.length > MAX_CHARS) return { ok: false, problem: 'the answer was far too long' }
  let problem: string | null = null
  for (const value of objectsIn(text)) {
    if (value === null) {
      problem ??= INCOMPLETE
      continue
    }
    const checked = schema.safeParse(value)
    if (checked.success) return { ok: true, answer: checked.data }
    const issue = checked.error.issues[0]
    problem ??= `${issue?.path.join('.') || 'the answer'}: ${issue?.message ?? 'has another shape'}`
  }
  return { ok: false, problem: problem ?? INCOMPLETE }
}

const INCOMPLETE = 'the answer was not one complete JSON object'

/** The whole text as an object, else what stands at its first braces; null for one that never closes or is no JSON. */
function* objectsIn(text: string): Generator<object | null> {
  const whole = asObject(text)
  if (whole !== null) {
    yield whole
    return
  }
  let from = 0
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const start = text.indexOf('{', from)
    if (start < 0) return
    const end = balancedEnd(text, start)
    yield end < 0 ? null : asObject(text.slice(start, end))
    from = start + 1
  }
}

function asObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

/** Index after the brace that closes the one at `start`, braces inside strings not counted; -1 when it stays open. */
function balancedEnd(text: string, start: number): number {
  let depth = 0
  let isInString = false
  for (let index = start; index < text.length; index++) {
    const sign = text[index]
    if (isInString) {
      if (sign === '\\') index++
      else if (sign === '"') isInString = false
    } else if (sign === '"') isInString = true
    else if (sign === '{') depth++
    else if (sign === '}' && --depth === 0) return index + 1
  }
  return -1
}
