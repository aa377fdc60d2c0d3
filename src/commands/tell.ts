import type { RespondFn } from '@slack/bolt'
import { cardId, dispatchId } from '../pipeline/report/effects.ts'
import type { ReportId, SlackUserId } from '../pipeline/report/types.ts'
import type { SlackMessage } from '../views/message.ts'
import type { DoorParts } from './door-context.ts'

/** The ways in which one person is told something. None of them throws: what cannot be told is logged. */

type Told = Pick<DoorParts, 'web' | 'log'>

/** Nothing in our text is parsed for names or links beyond what the blocks say. */
const LITERAL = { parse: 'none', link_names: false } as const

export type Surface = { respond: RespondFn; channelId: string | null; threadTs: string | null; userId: SlackUserId }

/** Answers a command or a click where it was made, by its response_url, or by the Web API when that fails. */
export async function tellThere(parts: Told, surface: Surface, message: SlackMessage): Promise<void> {
  const { respond, channelId, threadTs, userId } = surface
  const thread = threadTs === null ? {} : { thread_ts: threadTs }
  try {
    await respond({ ...message, ...thread, response_type: 'ephemeral', replace_original: false })
  } catch (error) {
    parts.log.warn({ err: error }, 'A response_url took no answer')
    if (channelId !== null) await tellPrivately(parts, { channel: channelId, userId, ...thread }, message)
  }
}

/** Answers a form, which has no place of its own: beside the card, beside message 1, or directly. */
export async function tellAfterForm(
  parts: Told & Pick<DoorParts, 'store'>,
  to: { userId: SlackUserId; reportId: ReportId | null },
  message: SlackMessage,
): Promise<void> {
  const { store, web, log } = parts
  const { userId, reportId } = to
  try {
    const place = reportId && ((await store.placeOf(cardId(reportId))) ?? (await store.placeOf(dispatchId(reportId))))
    if (place && (await tellPrivately(parts, { channel: place.channel, userId }, message))) return
    const { channel } = await web.conversations.open({ users: userId })
    if (channel?.id) await web.chat.postMessage({ channel: channel.id, ...message, ...LITERAL })
  } catch (error) {
    log.warn({ err: error }, 'A person could not be told what became of a form')
  }
}

type Place = { channel: string; userId: SlackUserId; thread_ts?: string }

/** False when Slack does not show it, for example because the person is not in that channel. */
async function tellPrivately({ web, log }: Told, place: Place, message: SlackMessage): Promise<boolean> {
  const { userId, ...where } = place
  try {
    await web.chat.postEphemeral({ ...where, user: userId, ...message, ...LITERAL })
    return true
  } catch (error) {
    log.warn({ err: error }, 'A person could not be told something beside a message')
    return false
  }
}
