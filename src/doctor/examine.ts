import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import { examineClaude } from './claude.ts'
import { examineDatabases } from './databases.ts'
import { type Ask, type Finding, within } from './finding.ts'
import { examineNotion } from './notion.ts'
import { examineProviders } from './providers.ts'
import { examineSettings } from './settings.ts'
import { examineSlack } from './slack.ts'
import { examineStarbridge } from './starbridge.ts'

export type { Finding } from './finding.ts'

const LIMIT_MS = 10_000

/**
 * One harmless request to every configured service, now and side by side, each within `limitMs` (10 s by default).
 * Never throws for what a service does: that is a finding. Starting the embedded database is not under the limit.
 */
export async function examine(
  config: Config,
  options: { log: Logger; fetch?: typeof fetch; limitMs?: number },
): Promise<Finding[]> {
  const limits = { limitMs: options.limitMs ?? LIMIT_MS, fetch: options.fetch ?? fetch }
  const ask: Ask = (part, question) => within(part, limits, question)
  const found = await Promise.all([
    examineDatabases({ config, log: options.log, ask }),
    examineSlack(config, ask),
    examineClaude(config, ask),
    examineNotion(config, ask),
    examineStarbridge(config, ask),
    examineProviders(config, ask),
  ])
  return [...found.flat(), ...examineSettings(config)]
}
