/** Small checks that compose into the description of a JSON shape. A check reports problems and never throws. */
export type Check = (value: unknown, at: string, problems: string[]) => void

export type JsonObject = Record<string, unknown>

/** True for a plain JSON object, false for null and arrays. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A string of `min` to `max` characters. */
export function text(max: number, min = 1): Check {
  return (value, at, problems) => {
    if (typeof value !== 'string') problems.push(`${at}: expected a string`)
    else if (value.length < min) problems.push(`${at}: must have at least ${min} character${min === 1 ? '' : 's'}`)
    else if (value.length > max) problems.push(`${at}: must have at most ${max} characters, has ${value.length}`)
  }
}

/** A string that the pattern matches. `what` names it in the problem. */
export function matching(pattern: RegExp, what: string): Check {
  return (value, at, problems) => {
    if (typeof value !== 'string' || !pattern.test(value)) problems.push(`${at}: expected ${what}`)
  }
}

/** An absolute URL with one of the schemes (with colon), within `max` characters. */
export function url(max: number, schemes: readonly string[]): Check {
  return (value, at, problems) => {
    text(max)(value, at, problems)
    if (typeof value !== 'string' || value === '') return
    const scheme = URL.canParse(value) ? new URL(value).protocol : ''
    if (!schemes.includes(scheme)) problems.push(`${at}: expected an absolute ${schemes.join(' or ')} URL`)
  }
}

export const flag: Check = (value, at, problems) => {
  if (typeof value !== 'boolean') problems.push(`${at}: expected true or false`)
}

/** A whole number between `min` and `max`, both included. */
export function whole(min: number, max: number): Check {
  return (value, at, problems) => {
    if (!Number.isInteger(value) || Number(value) < min || Number(value) > max)
      problems.push(`${at}: expected a whole number from ${min} to ${max}`)
  }
}

/** One of the given strings. */
export function oneOf(...allowed: string[]): Check {
  return (value, at, problems) => {
    if (!allowed.some((one) => one === value)) problems.push(`${at}: expected one of ${allowed.join(', ')}`)
  }
}

/** A list of `min` to `max` items, each passing the check. */
export function list(item: Check, bounds: { min?: number; max: number }): Check {
  const min = bounds.min ?? 1
  return (value, at, problems) => {
    if (!Array.isArray(value)) {
      problems.push(`${at}: expected a list`)
      return
    }
    if (value.length < min || value.length > bounds.max)
      problems.push(`${at}: expected ${min} to ${bounds.max} items, has ${value.length}`)
    for (const [index, one] of value.entries()) item(one, `${at}[${index}]`, problems)
  }
}

/** An object with exactly these keys: `required` must be there, `optional` may, anything else is a problem. */
export function shape(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return (value, at, problems) => {
    if (!isObject(value)) {
      problems.push(`${at}: expected an object`)
      return
    }
    for (const [key, check] of Object.entries(required)) {
      if (value[key] === undefined) problems.push(`${at}.${key}: is missing`)
      else check(value[key], `${at}.${key}`, problems)
    }
    for (const [key, one] of Object.entries(value)) {
      if (one === undefined || Object.hasOwn(required, key)) continue
      const check = Object.hasOwn(optional, key) ? optional[key] : undefined
      if (check === undefined) problems.push(`${at}.${key}: is not a known field here`)
      else check(one, `${at}.${key}`, problems)
    }
  }
}

/** An object whose `type` picks the check. `what` names the kind of thing in the problem. */
export function byType(what: string, table: Record<string, Check>): Check {
  return (value, at, problems) => {
    const type = isObject(value) ? value['type'] : undefined
    const check = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined
    if (check === undefined) problems.push(`${at}: ${what} of unknown type ${JSON.stringify(type)}`)
    else check(value, at, problems)
  }
}

/** Every check in turn. */
export function all(...checks: Check[]): Check {
  return (value, at, problems) => {
    for (const check of checks) check(value, at, problems)
  }
}

/** The values that occur more than once. */
export function repeated(values: readonly unknown[]): string[] {
  const strings = values.filter((value) => typeof value === 'string')
  return [...new Set(strings.filter((value, index) => strings.indexOf(value) !== index))]
}
