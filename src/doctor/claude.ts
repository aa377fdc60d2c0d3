import { checkClaude } from '../clients/claude/client.ts'
import type { Config } from '../config.ts'
import { ExternalError, sentenceOf } from '../errors.ts'
import { type Ask, type Finding, failed, missing, ok, wrong } from './finding.ts'

type Models = Config['claude']['models']

/** The roles that something asks. */
const ROLES = { read: 'reading', write: 'writing' } as const
const SETTINGS = { read: 'MODEL_READ', write: 'MODEL_WRITE' } as const

/** Each role's model is looked up, which costs nothing. */
export async function examineClaude({ claude }: Config, ask: Ask): Promise<Finding[]> {
  const { apiKey, baseUrl, models } = claude
  if (apiKey === null) {
    const text = 'Not configured: replies are read and signals are ranked by rules.'
    return [missing('Claude', text, 'Set ANTHROPIC_API_KEY.')]
  }
  const found = await Promise.all(
    [...new Set([models.read, models.write])].map((model) =>
      ask('Claude', async ({ fetch }) => {
        try {
          const name: unknown = await checkClaude({ apiKey, baseUrl, fetch }, model)
          return [named(name, { model, models })]
        } catch (error) {
          return [refused(error, { model, models })]
        }
      }),
    ),
  )
  return once(found.flat())
}

type Asked = { model: string; models: Models }

const rolesOf = ({ model, models }: Asked) =>
  (Object.keys(ROLES) as (keyof typeof ROLES)[]).filter((role) => models[role] === model)

function named(name: unknown, asked: Asked): Finding {
  // A page of a proxy passes the SDK as text, which has no name.
  if (typeof name !== 'string' || name === '')
    return wrong('Claude', 'It answered with something that is no model.', 'Check ANTHROPIC_BASE_URL.')
  const roles = rolesOf(asked).map((role) => ROLES[role])
  const shown = name === asked.model ? name : `${name} (${asked.model})`
  return ok('Claude', `${shown} answers, for ${roles.join(' and ')}.`)
}

function refused(error: unknown, asked: Asked): Finding {
  if (!(error instanceof ExternalError)) return failed('Claude', error)
  if (error.status === 401 || error.status === 403)
    return wrong('Claude', sentenceOf(error), 'Set ANTHROPIC_API_KEY anew.')
  const settings = rolesOf(asked).map((role) => SETTINGS[role])
  if (error.status === 404) {
    const text = `There is no model ${asked.model} for this key: ${sentenceOf(error)}`
    return wrong('Claude', text, `Set ${settings.join(' and ')}.`)
  }
  return wrong('Claude', sentenceOf(error), error.status === null ? 'Check ANTHROPIC_BASE_URL.' : null)
}

/** One bad key or one silent address says the same of every model. */
function once(findings: Finding[]): Finding[] {
  return findings.filter((finding, place) => findings.findIndex((other) => other.message === finding.message) === place)
}
