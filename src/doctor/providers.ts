import { checkHeyreach } from '../clients/heyreach/client.ts'
import { checkSmartlead } from '../clients/smartlead/client.ts'
import type { Config } from '../config.ts'
import { ExternalError, sentenceOf } from '../errors.ts'
import { type Ask, type Finding, failed, missing, ok, wrong } from './finding.ts'

/** The tools that send campaigns: their keys with one harmless request each, and the door for their events. */
export async function examineProviders(config: Config, ask: Ask): Promise<Finding[]> {
  const { smartlead, heyreach } = config.data
  const without = config.webhooks.token === null ? 'its replies come by Clay only' : 'its events are taken as they come'
  const absent = (part: string, key: string) =>
    missing(part, `Not configured: ${without}, and a lost one is not noticed.`, `Set ${key}.`)
  const found = await Promise.all([
    smartlead.apiKey === null
      ? [absent('Smartlead', 'SMARTLEAD_API_KEY')]
      : ask('Smartlead', async ({ fetch, limitMs }) =>
          examined('Smartlead', async () => {
            const options = { apiKey: smartlead.apiKey ?? '', baseUrl: smartlead.baseUrl, fetch, timeoutMs: limitMs }
            return `The key is good; the account has ${await checkSmartlead(options)} categories.`
          }),
        ),
    heyreach.apiKey === null
      ? [absent('HeyReach', 'HEYREACH_API_KEY')]
      : ask('HeyReach', async ({ fetch, limitMs }) =>
          examined('HeyReach', async () => {
            await checkHeyreach({ apiKey: heyreach.apiKey ?? '', baseUrl: heyreach.baseUrl, fetch, timeoutMs: limitMs })
            return 'The key is good.'
          }),
        ),
  ])
  return [...found.flat(), ...examineDoor(config)]
}

async function examined(part: 'Smartlead' | 'HeyReach', question: () => Promise<string>): Promise<Finding[]> {
  try {
    return [ok(part, await question())]
  } catch (error) {
    if (!(error instanceof ExternalError)) return [failed(part, error)]
    const prefix = part.toUpperCase()
    const isKey = error.status === 401 || error.status === 403
    const isAddress = error.status === null || error.status === 404 || error.code !== null
    const next = isKey ? `Set ${prefix}_API_KEY anew.` : isAddress ? `Check ${prefix}_BASE_URL.` : null
    return [wrong(part, sentenceOf(error), next)]
  }
}

/** The token is the address: it is never shown. */
function examineDoor({ webhooks, server }: Config): Finding[] {
  const { token, smartleadSecret } = webhooks
  if (token === null && smartleadSecret !== null)
    return [wrong('Webhooks', 'SMARTLEAD_WEBHOOK_SECRET is set, but the door is closed.', 'Set WEBHOOK_TOKEN.')]
  if (token === null)
    return [missing('Webhooks', 'Closed: events of Smartlead and HeyReach get 503.', 'Set WEBHOOK_TOKEN.')]
  const proof = smartleadSecret === null ? '' : ' Smartlead must sign its events.'
  const doors = `${server.publicUrl}/v1/webhooks/smartlead/… and …/heyreach/…`
  return [ok('Webhooks', `Events are taken at ${doors}, each with the token at its end.${proof}`)]
}
