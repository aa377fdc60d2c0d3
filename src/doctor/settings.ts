import type { Config } from '../config.ts'
import { type Finding, missing, ok, untried, wrong } from './finding.ts'

/** What can be judged without asking anybody. */
export function examineSettings(config: Config): Finding[] {
  return [...examineDoors(config), ...examinePages(config), ...examineClay(config), ...examineData(config)]
}

function examineDoors({ server }: Config): Finding[] {
  const tokens = [
    { name: 'INTAKE_TOKEN', value: server.intakeToken, closed: 'the intake for Clay answers 503' },
    { name: 'API_TOKEN', value: server.apiToken, closed: 'the rest of /v1 answers 503' },
  ]
  const absent = tokens.filter(({ value }) => value === null)
  if (absent.length === 0) return [ok('HTTP', 'INTAKE_TOKEN and API_TOKEN are set.')]
  const closed = absent.map(({ name, closed }) => `without ${name} ${closed}`).join(', ')
  const names = absent.map(({ name }) => name).join(' and ')
  return [missing('HTTP', `${closed[0]?.toUpperCase()}${closed.slice(1)}.`, `Set ${names}.`)]
}

function examinePages({ pages, slack, server }: Config): Finding[] {
  const { publicUrl } = server
  const isWorkspaceElsewhere = slack !== null && !isThisMachine(slack.apiUrl)
  const address =
    isWorkspaceElsewhere && isThisMachine(publicUrl)
      ? wrong(
          'Pages',
          `Links lead to ${publicUrl}, which nobody in the workspace can open but on this machine.`,
          'Set PUBLIC_URL to the address under which people reach this app.',
        )
      : ok('Pages', `Links lead to ${publicUrl}.`)
  if (pages.publisher === 'page') return [address]
  const text = `REPORT_PUBLISHER is ${pages.publisher}, and publishing to Notion is not built yet.`
  return [address, wrong('Notion', text, 'Set REPORT_PUBLISHER to page.')]
}

/** Loopback, and the addresses that stand for every one of this machine. */
export function isThisMachine(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? ''
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  return /^127(?:\.\d{1,3}){3}$|^0\.0\.0\.0$|^\[::1?\]$|^\[::ffff:7f/.test(host)
}

function examineClay({ clay }: Config): Finding[] {
  const next = 'Set CLAY_CALLBACK_URL, and CLAY_CALLBACK_TOKEN when the webhook asks for one.'
  if (clay.callbackUrl === null) return [missing('Clay callback', 'Not configured: results stay here.', next)]
  return [untried('Clay callback', 'Configured, not tried: a request would create a row.')]
}

const NAMES = {
  starbridge: 'Starbridge',
  datagen: 'DataGen',
  heyreach: 'HeyReach',
  apollo: 'Apollo',
  hunter: 'Hunter',
  prospeo: 'Prospeo',
  findymail: 'Findymail',
  clearbit: 'Clearbit',
  smartlead: 'Smartlead',
} as const

function examineData({ data }: Config): Finding[] {
  const keys = Object.keys(NAMES) as (keyof typeof NAMES)[]
  return keys.filter((key) => data[key].apiKey !== null).map((key) => untried(NAMES[key], 'Configured, not used yet.'))
}
