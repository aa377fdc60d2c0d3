import { z } from 'zod'
import { UserError } from '../errors.ts'
import type { StoredSetting } from './clock-store.ts'

/**
 * What an operator changes while the app runs: what the clock does, how often, and what may be spent. The environment says
 * where things are; settings say how we work. A key that nobody changed has its default.
 */

type Definition<Value> = {
  /** What is kept, as JSON. */
  type: z.ZodType<Value>
  default: Value
  /** What the number counts; null for what has no unit. */
  unit: string | null
  /** One sentence. */
  what: string
  /** What may be typed, fit to show. */
  expected: string
  /** What was typed, or undefined when it says nothing we know. */
  read: (text: string) => unknown
}

const FLAGS: Record<string, boolean> = { on: true, true: true, yes: true, off: false, false: false, no: false }
const NONE = ['none', 'null', 'off']

const toNumber = (text: string) => (/^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : undefined)

function flag(what: string): Definition<boolean> {
  const read = (text: string) => FLAGS[text.toLowerCase()]
  return { type: z.boolean(), default: true, unit: null, what, expected: 'on or off', read }
}

type Range = { min: number; max: number; default: number; unit: string; what: string }

function count({ min, max, ...given }: Range): Definition<number> {
  const expected = `a whole number of ${given.unit} from ${min} to ${max}`
  return { type: z.int().min(min).max(max), ...given, expected, read: toNumber }
}

function dollars(fallback: number | null, what: string): Definition<number | null> {
  return {
    type: z.number().min(0).max(1_000_000).nullable(),
    default: fallback,
    unit: 'US dollars',
    what,
    expected: 'US dollars from 0 to 1000000, or none for no limit',
    read: (text) => (NONE.includes(text.toLowerCase()) ? null : toNumber(text.replace(/^\$/, ''))),
  }
}

const MINUTES_A_DAY = 1_440

export const SETTINGS = {
  'refresh.on': flag('Looks for new signals of delivered reports, and makes a new version where there are some.'),
  'refresh.every_minutes': count({
    min: 5,
    max: 7 * MINUTES_A_DAY,
    default: 360,
    unit: 'minutes',
    what: 'How often a delivered report is looked at for new signals.',
  }),
  'refresh.days': count({
    min: 1,
    max: 365,
    default: 14,
    unit: 'days',
    what: 'How long a report is refreshed after the last version that somebody asked for.',
  }),
  'recheck.on': flag('Looks again for signals of replies that had none, and delivers the report when there are some.'),
  'recheck.after_hours': count({
    min: 1,
    max: 168,
    default: 24,
    unit: 'hours',
    what: 'How long after a look without signals the next one follows.',
  }),
  'recheck.days': count({
    min: 1,
    max: 90,
    default: 7,
    unit: 'days',
    what: 'How long after the reply signals are looked for again.',
  }),
  'pregenerate.on': flag('Works on prepared batches; off pauses them.'),
  'pregenerate.per_hour': count({
    min: 1,
    max: 3_600,
    default: 60,
    unit: 'reports an hour',
    what: 'How many reports of a prepared batch are started in an hour, where the batch does not say.',
  }),
  'reconcile.on': flag('Compares the list of replies at each provider with ours and fills the gap.'),
  'reconcile.every_minutes': count({
    min: 1,
    max: MINUTES_A_DAY,
    default: 5,
    unit: 'minutes',
    what: 'How often the lists of replies are compared.',
  }),
  'pages.expire_days': count({
    min: 0,
    max: 3_650,
    default: 180,
    unit: 'days',
    what: 'How long a report page opens after its newest version; 0 is for ever.',
  }),
  'budget.day_usd': dollars(50, 'What model calls may cost on one UTC day.'),
  'budget.report_usd': dollars(2, 'What model calls of one report may cost, all its versions together.'),
  'budget.near_percent': count({
    min: 1,
    max: 100,
    default: 80,
    unit: 'percent',
    what: 'From which part of a budget on a smaller model is used.',
  }),
}

export type SettingKey = keyof typeof SETTINGS
export type SettingValue = boolean | number | null
export type SettingValues = { [Key in SettingKey]: (typeof SETTINGS)[Key]['default'] }

export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[]

const definitionOf = (key: SettingKey): Definition<SettingValue> => SETTINGS[key]

/** @throws UserError `not_found` that names the key most like it. */
export function toSettingKey(text: string): SettingKey {
  const found = SETTING_KEYS.find((key) => key === text.trim().toLowerCase())
  if (found) return found
  const group = text.split('.', 1)[0]?.toLowerCase()
  const near = SETTING_KEYS.filter((key) => key.startsWith(`${group}.`))
  const expected = near.length > 0 ? near : SETTING_KEYS
  throw new UserError('not_found', `There is no setting “${text.slice(0, 60)}”. Expected ${oneOf(expected)}.`, {
    nextSteps: ['See all of them: intel settings'],
  })
}

/** What a person typed, as the value of this setting. @throws UserError `invalid_input` that says what was expected. */
export function parseSetting(key: SettingKey, text: string): SettingValue {
  const { type, expected, read } = definitionOf(key)
  const parsed = type.safeParse(read(text.trim()))
  if (parsed.success) return parsed.data
  throw new UserError('invalid_input', `${key}: expected ${expected}, got “${text.slice(0, 40)}”.`)
}

/** What is kept, over the defaults. A value that somebody broke by hand counts as not kept and is named in `broken`. */
export function settingValues(stored: StoredSetting[]): { values: SettingValues; broken: SettingKey[] } {
  const kept = new Map(stored.map(({ key, value }) => [key, value]))
  const broken: SettingKey[] = []
  const entries = SETTING_KEYS.map((key) => {
    const { type, default: fallback } = definitionOf(key)
    if (!kept.has(key)) return [key, fallback] as const
    const parsed = type.safeParse(kept.get(key))
    if (!parsed.success) broken.push(key)
    return [key, parsed.success ? parsed.data : fallback] as const
  })
  return { values: Object.fromEntries(entries) as SettingValues, broken }
}

/** One setting as doors show it. */
export type SettingView = {
  key: SettingKey
  value: SettingValue
  default: SettingValue
  unit: string | null
  what: string
  changedAt: Date | null
  changedBy: string | null
}

export function settingViews(stored: StoredSetting[]): SettingView[] {
  const { values } = settingValues(stored)
  return SETTING_KEYS.map((key) => {
    const { default: fallback, unit, what } = definitionOf(key)
    const row = stored.find((one) => one.key === key)
    const changed = { changedAt: row?.changedAt ?? null, changedBy: row?.changedBy ?? null }
    return { key, value: values[key], default: fallback, unit, what, ...changed }
  })
}

const oneOf = (keys: string[]) => (keys.length > 1 ? `${keys.slice(0, -1).join(', ')} or ${keys.at(-1)}` : keys.join())
