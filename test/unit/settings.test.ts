import { expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { createLogger } from '../../src/log.ts'
import type { StoredSetting } from '../../src/pipeline/clock-store.ts'
import { createSettings } from '../../src/pipeline/live-settings.ts'
import {
  parseSetting,
  SETTING_KEYS,
  SETTINGS,
  settingValues,
  settingViews,
  toSettingKey,
} from '../../src/pipeline/settings.ts'

const stored = (key: string, value: unknown): StoredSetting => ({
  key,
  value,
  changedAt: new Date(0),
  changedBy: 'cli',
})

test.each(SETTING_KEYS)('%s has a default of its own kind and one sentence', (key) => {
  const { type, default: fallback, what } = SETTINGS[key]
  expect(type.safeParse(fallback).success).toBe(true)
  expect(what).toMatch(/^[A-Z][^.]*\.$/)
})

test.each([
  ['refresh.on', 'off', false],
  ['refresh.on', 'YES', true],
  ['refresh.every_minutes', '60', 60],
  ['pages.expire_days', '0', 0],
  ['budget.day_usd', '12.50', 12.5],
  ['budget.day_usd', '$5', 5],
  ['budget.day_usd', 'none', null],
] as const)('%s takes “%s”', (key, text, value) => {
  expect(parseSetting(key, text)).toBe(value)
})

test.each([
  ['refresh.on', 'maybe', 'refresh.on: expected on or off, got “maybe”.'],
  ['refresh.on', 'constructor', 'expected on or off'],
  ['refresh.every_minutes', '4', 'expected a whole number of minutes from 5 to 10080, got “4”.'],
  ['refresh.every_minutes', '7.5', 'expected a whole number'],
  ['recheck.days', 'none', 'expected a whole number of days from 1 to 90'],
  ['recheck.days', '', 'expected a whole number of days'],
  ['budget.day_usd', '-1', 'expected US dollars from 0 to 1000000, or none for no limit'],
  ['budget.day_usd', '1e9', 'expected US dollars'],
  ['budget.near_percent', '101', 'from 1 to 100'],
] as const)('%s refuses “%s” and says what was expected', (key, text, sentence) => {
  expect(() => parseSetting(key, text)).toThrow(UserError)
  expect(() => parseSetting(key, text)).toThrow(sentence)
})

test('an unknown key names those of its group, else all', () => {
  expect(toSettingKey(' Refresh.On ')).toBe('refresh.on')
  expect(() => toSettingKey('refresh.off')).toThrow(
    'There is no setting “refresh.off”. Expected refresh.on, refresh.every_minutes or refresh.days.',
  )
  expect(() => toSettingKey('colour')).toThrow('budget.near_percent')
})

test('what is kept wins over the default; what is broken does not, and is named', () => {
  const { values, broken } = settingValues([
    stored('refresh.days', 3),
    stored('recheck.days', 'seven'),
    stored('budget.day_usd', null),
    stored('of.another.version', 1),
  ])
  expect(values).toMatchObject({ 'refresh.days': 3, 'recheck.days': 7, 'budget.day_usd': null })
  expect(broken).toEqual(['recheck.days'])
  const views = settingViews([stored('refresh.days', 3)])
  expect(views.map(({ key }) => key)).toEqual(SETTING_KEYS)
  expect(views.find(({ key }) => key === 'refresh.days')).toMatchObject({ value: 3, default: 14, changedBy: 'cli' })
})

test('settings are read once for everybody who asks at the same time, and anew after a change of our own', async () => {
  const kept: StoredSetting[] = []
  let reads = 0
  const store = {
    async all() {
      reads += 1
      return kept
    },
    async set(key: string, value: unknown) {
      kept.push(stored(key, value))
    },
    reset: async () => kept.splice(0).length > 0,
  }
  const settings = createSettings({ store, log: createLogger('silent') })
  await Promise.all([settings.get('refresh.on'), settings.all(), settings.get('recheck.days')])
  expect(reads).toBe(1)
  await settings.set('recheck.days', 3, 'test')
  expect(await settings.get('recheck.days')).toBe(3)
  expect(await settings.reset('recheck.days')).toBe(true)
  expect(await settings.get('recheck.days')).toBe(7)
})

test('a database that is away is not remembered as an answer', async () => {
  let isAway = true
  const store = {
    all: async () => (isAway ? Promise.reject(new Error('away')) : []),
    set: async () => undefined,
    reset: async () => false,
  }
  const settings = createSettings({ store, log: createLogger('silent') })
  await expect(settings.all()).rejects.toThrow('away')
  isAway = false
  expect(await settings.get('recheck.days')).toBe(7)
})
