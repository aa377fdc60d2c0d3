import type { Config } from '../config.ts'
import { isReachable } from '../own-address.ts'
import { type Finding, missing, ok, untried, wrong } from './finding.ts'
import { notUsedYet } from './not-used-yet.ts'

/** What can be judged without asking anybody. */
export function examineSettings(config: Config): Finding[] {
  return [
    ...examineDoors(config),
    ...examinePeople(config),
    ...examinePages(config),
    ...examineClay(config),
    ...examineNotUsed(config),
  ]
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

function examinePeople({ slack, people }: Config): Finding[] {
  if (slack === null || people.defaultOwner !== null) return []
  return [wrong('Slack owner', 'Nobody is mentioned when a reply arrives.', 'Set DEFAULT_OWNER to a Slack user id.')]
}

function examinePages(config: Config): Finding[] {
  const { publicUrl } = config.server
  if (isReachable(config)) return [ok('Pages', `Links lead to ${publicUrl}.`)]
  const text = `Links lead to ${publicUrl}, which nobody in the workspace can open but on this machine.`
  return [wrong('Pages', text, 'Set PUBLIC_URL to the address under which people reach this app.')]
}

function examineClay({ clay }: Config): Finding[] {
  const next = 'Set CLAY_CALLBACK_URL, and CLAY_CALLBACK_TOKEN when the webhook asks for one.'
  if (clay.callbackUrl === null) return [missing('Clay callback', 'Not configured: results stay here.', next)]
  return [untried('Clay callback', 'Configured, not tried: a request would create a row.')]
}

function examineNotUsed(config: Config): Finding[] {
  return notUsedYet(config).map(({ variable, what }) => untried('Not used yet', `${variable} is set, but ${what}.`))
}
