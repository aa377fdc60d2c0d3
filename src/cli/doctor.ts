import { ConfigError } from '../config.ts'
import { examine, type Finding } from '../doctor/examine.ts'
import { type Call, EXIT } from './command.ts'
import { print, printJson, progress, table } from './output.ts'

/** `intel doctor`: a line for each part; exit code 1 when something is wrong. */
export async function doctor(call: Call): Promise<number> {
  const findings = await findingsOf(call)
  const isWell = findings.every(({ state }) => state !== 'wrong')
  if (call.flag('json')) printJson(call.world, { ok: isWell, checks: findings })
  else print(call.world, toText(findings))
  return isWell ? EXIT.ok : EXIT.failed
}

async function findingsOf(call: Call): Promise<Finding[]> {
  try {
    const config = call.config()
    progress(call.world, 'Asking every configured service …')
    const fetch = call.world.overrides?.fetch
    return await examine(config, { log: call.log, ...(fetch ? { fetch } : {}) })
  } catch (error) {
    // Settings that cannot be read are the first thing a doctor must be able to say.
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ variable, problem }) => ({
      part: 'Settings',
      state: 'wrong',
      message: `${variable} ${problem}.`,
      next: null,
    }))
  }
}

function toText(findings: readonly Finding[]): string {
  const lines = findings.map(({ state, part, message, next }) => [state, part, next ? `${message} ${next}` : message])
  return `${table(lines)}\n\n${summary(findings)}`
}

function summary(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length
  const wrong = count('wrong')
  const missing = count('missing')
  const first = wrong === 0 ? 'Nothing is wrong' : `${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong`
  return `${first}${missing > 0 ? `, ${missing} not configured` : ''}.`
}
