import { checkStarbridgeApi } from '../clients/starbridge/api.ts'
import { checkStarbridgeTools, TOOLS, type ToolName, toolId } from '../clients/starbridge/tools.ts'
import type { Config } from '../config.ts'
import { ExternalError, sentenceOf } from '../errors.ts'
import { type Ask, type Finding, failed, missing, ok, untried, wrong } from './finding.ts'

type Data = Config['data']

/** What is lost without a tool. */
const GIVES: Record<ToolName, string> = {
  buyer_search: 'buyers by name',
  buyer_profile: "buyers' records",
  buyer_contacts: 'contacts and decision makers',
  opportunity_search: "buyers' own opportunities",
}
/** Tools of the same set that nothing of ours asks: their ids may stand there. */
const OTHERS = new Set(['buyer_chat', 'full_intel', 'bridges', 'reference'])

/** Both ways to facts of buyers: the published API and the wrapper tools, one search each. */
export async function examineStarbridge({ data }: Config, ask: Ask): Promise<Finding[]> {
  const found = await Promise.all([examineApi(data, ask), examineTools(data, ask)])
  return found.flat()
}

async function examineApi({ starbridge }: Data, ask: Ask): Promise<Finding[]> {
  const { apiKey, baseUrl } = starbridge
  if (apiKey === null)
    return [missing('Starbridge', 'Not configured: the published API is not asked.', 'Set STARBRIDGE_API_KEY.')]
  return ask('Starbridge', async ({ fetch, limitMs }) => {
    try {
      await checkStarbridgeApi({ apiKey, baseUrl, fetch, timeoutMs: limitMs })
      return [ok('Starbridge', 'The published API answers a search: buyers and their records.')]
    } catch (error) {
      return [refused('Starbridge', error, { key: 'STARBRIDGE_API_KEY', address: 'STARBRIDGE_BASE_URL' })]
    }
  })
}

async function examineTools({ datagen, starbridgeTools: ids }: Data, ask: Ask): Promise<Finding[]> {
  const { apiKey, baseUrl } = datagen
  const isNamed = Object.keys(ids).length > 0
  if (apiKey === null && !isNamed) {
    const text = 'Not configured: there are no contacts of buyers, so no decision maker is named.'
    return [missing('DataGen', text, 'Set DATAGEN_API_KEY and STARBRIDGE_TOOLS.')]
  }
  if (apiKey === null)
    return [wrong('DataGen', 'STARBRIDGE_TOOLS is set, but there is no key to run them.', 'Set DATAGEN_API_KEY.')]
  const id = toolId(ids, 'buyer_search')
  if (id === null) {
    const text = 'The key is not tried: without the id of buyer_search no request is harmless.'
    return [untried('DataGen', text), ...examineIds(ids)]
  }
  const asked = await ask('DataGen', async ({ fetch, limitMs }) => {
    try {
      await checkStarbridgeTools({ apiKey, baseUrl, id, fetch, timeoutMs: limitMs, deadlineMs: limitMs })
      return [ok('DataGen', 'The tool buyer_search answers.')]
    } catch (error) {
      return [refusedTool(error)]
    }
  })
  return [...asked, ...examineIds(ids)]
}

function examineIds(ids: Record<string, string>): Finding[] {
  const absent = TOOLS.filter((name) => toolId(ids, name) === null)
  const known = (name: string) => {
    const short = name.replace(/^starbridge_/, '')
    return OTHERS.has(short) || TOOLS.some((tool) => tool === short)
  }
  const strange = Object.keys(ids).filter((name) => !known(name))
  const part = 'STARBRIDGE_TOOLS'
  return [
    ...(absent.length > 0
      ? [
          missing(
            part,
            `Without ids there are none of these: ${absent.map((name) => `${GIVES[name]} (${name})`).join(', ')}.`,
            `Add the ids of ${absent.join(', ')}.`,
          ),
        ]
      : []),
    ...(strange.length > 0
      ? [wrong(part, `There are no tools of these names: ${strange.join(', ')}.`, `It takes ${TOOLS.join(', ')}.`)]
      : []),
  ]
}

function refused(part: string, error: unknown, names: { key: string; address: string }): Finding {
  if (!(error instanceof ExternalError)) return failed(part, error)
  const { status, code } = error
  if (status === 401 || status === 403) return wrong(part, sentenceOf(error), `Set ${names.key} anew.`)
  const isAddress = status === null || status === 404 || code === 'html' || code === 'bad_json' || code === 'bad_shape'
  return wrong(part, sentenceOf(error), isAddress ? `Check ${names.address}.` : null)
}

/** DataGen runs the tools with a key for Starbridge that is kept at DataGen. */
function refusedTool(error: unknown): Finding {
  const isExternal = error instanceof ExternalError
  if (isExternal && error.code === 'tool_failed') {
    const isKey = error.status === 401 || error.status === 403
    return wrong('DataGen', sentenceOf(error), isKey ? 'Renew the key for Starbridge that is kept at DataGen.' : null)
  }
  if (isExternal && error.status === 404)
    return wrong('DataGen', sentenceOf(error), 'Check the id of buyer_search in STARBRIDGE_TOOLS.')
  return refused('DataGen', error, { key: 'DATAGEN_API_KEY', address: 'DATAGEN_BASE_URL' })
}
