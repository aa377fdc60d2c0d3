import { z } from 'zod'

/** Fields of sources that promise little: nothing is required, and what has another form counts as absent. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Text, or a number as text; null for anything else and for blanks. */
export const word = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value === 'number' && Number.isFinite(value)) return String(value)
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
  })

/** A nested object; an empty one where there is none. */
export const part = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const inner = z.object(shape)
  return z
    .unknown()
    .optional()
    .transform((value) => inner.parse(isRecord(value) ? value : {}))
}

/** A list of objects, what is none left out. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .unknown()
    .optional()
    .transform((value) => (Array.isArray(value) ? value.filter(isRecord).map((entry) => item.parse(entry)) : []))
