import { UserError } from '../errors.ts'
import {
  parseSetting,
  type SettingKey,
  type SettingValue,
  type SettingView,
  toSettingKey,
} from '../pipeline/settings.ts'
import { type Call, EXIT, UsageError } from './command.ts'
import { inSession } from './in-session.ts'
import { print, printJson, table } from './output.ts'

/** `intel settings`: all of them. */
export function listSettings(call: Call): Promise<number> {
  return inSession(call, async ({ context }) => {
    const settings = await context.settings.list()
    if (call.flag('json')) printJson(call.world, { settings: settings.map(toJson) })
    else print(call.world, tableOf(settings))
    return EXIT.ok
  })
}

/** `intel settings set <key> <value>`. */
export function setSetting(call: Call): Promise<number> {
  const [text = '', value = ''] = call.operands
  const key = understood(() => toSettingKey(text))
  const parsed = understood(() => parseSetting(key, value))
  return inSession(call, async ({ context }) => {
    await context.settings.set(key, parsed, 'cli')
    return show(call, key, await context.settings.list())
  })
}

/** `intel settings reset <key>`. */
export function resetSetting(call: Call): Promise<number> {
  const key = understood(() => toSettingKey(call.operands[0] ?? ''))
  return inSession(call, async ({ context }) => {
    await context.settings.reset(key)
    return show(call, key, await context.settings.list())
  })
}

/** What cannot be read here is the command line's own trouble. */
function understood<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof UserError) throw new UsageError(error.message, ['See what there is: intel settings'])
    throw error
  }
}

function show(call: Call, key: SettingKey, settings: SettingView[]): number {
  const [setting] = settings.filter((one) => one.key === key)
  if (!setting) throw new Error(`The setting ${key} is not listed`)
  if (call.flag('json')) printJson(call.world, toJson(setting))
  else print(call.world, `${key} is ${words(setting.value)}${unitOf(setting, setting.value)}.`)
  return EXIT.ok
}

function tableOf(settings: SettingView[]): string {
  const rows = settings.map((setting) => [
    setting.key,
    `${words(setting.value)}${unitOf(setting, setting.value)}`,
    words(setting.default),
    setting.changedAt
      ? `${setting.changedAt.toISOString().slice(0, 16).replace('T', ' ')} by ${setting.changedBy}`
      : '',
    setting.what,
  ])
  return table([['setting', 'value', 'default', 'changed', 'what it does'], ...rows])
}

function words(value: SettingValue): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return String(value)
}

const unitOf = ({ unit }: SettingView, value: SettingValue) => (unit === null || value === null ? '' : ` ${unit}`)

function toJson({ key, value, default: fallback, unit, what, changedAt, changedBy }: SettingView) {
  return {
    key,
    value,
    default: fallback,
    unit,
    what,
    changed_at: changedAt?.toISOString() ?? null,
    changed_by: changedBy,
  }
}
