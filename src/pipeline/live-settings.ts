import type { Logger } from '../log.ts'
import type { SettingsStore } from './clock-store.ts'
import {
  type SettingKey,
  type SettingValue,
  type SettingValues,
  type SettingView,
  settingValues,
  settingViews,
} from './settings.ts'

/** Settings as this process sees them: a change made anywhere is seen within `MOST_AGE_MS`. */
export type Settings = {
  /** Throws the database's own error when it cannot be asked. */
  all(): Promise<SettingValues>
  get<Key extends SettingKey>(key: Key): Promise<SettingValues[Key]>
  /** What is kept now, past the cache, as doors show it. */
  list(): Promise<SettingView[]>
  set(key: SettingKey, value: SettingValue, by: string): Promise<void>
  /** Back to the default; false when it had it. */
  reset(key: SettingKey): Promise<boolean>
}

const MOST_AGE_MS = 3_000

export function createSettings({ store, log }: { store: SettingsStore; log: Logger }): Settings {
  let known: { at: number; reading: Promise<SettingValues> } | null = null
  const warned = new Set<string>()
  const read = async () => {
    const { values, broken } = settingValues(await store.all())
    for (const key of broken.filter((one) => !warned.has(one))) {
      warned.add(key)
      log.warn({ setting: key }, 'The value kept of a setting cannot be used; its default counts')
    }
    return values
  }
  const all = () => {
    const now = performance.now()
    if (known && now - known.at < MOST_AGE_MS) return known.reading
    const mine = { at: now, reading: read() }
    known = mine
    mine.reading.catch(() => {
      if (known === mine) known = null
    })
    return mine.reading
  }
  const changed = async <Result>(change: Promise<Result>) => {
    const result = await change
    known = null
    return result
  }
  return {
    all,
    get: async (key) => (await all())[key],
    list: async () => settingViews(await store.all()),
    set: (key, value, by) => changed(store.set(key, value, by)),
    reset: (key) => changed(store.reset(key)),
  }
}
