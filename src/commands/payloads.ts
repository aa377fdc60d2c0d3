import { z } from 'zod'
import type { SlackUserId } from '../pipeline/report/types.ts'
import { isUserId } from '../views/escape.ts'
import { parseAction } from '../views/ids.ts'

/** The parts of Slack's payloads that we read (https://docs.slack.dev/interactivity), in our words. */

/** Who acted. `userTeam` is the person's own workspace, `team` the one the payload names. */
export type Who = { userId: SlackUserId; userTeam: string | null; team: string | null; enterprise: string | null }

const SlackId = z.string().min(1).max(40)
const UserId = SlackId.refine(isUserId)
const Team = z.object({ id: SlackId }).nullish()
const Person = z.object({ id: UserId, team_id: SlackId.nullish() })
const TriggerId = z.string().min(1).max(200)
const Stamp = z.string().max(40).nullish()

const Command = z.object({
  user_id: UserId,
  team_id: SlackId.nullish(),
  enterprise_id: SlackId.nullish(),
  channel_id: SlackId,
  trigger_id: TriggerId,
  text: z.string().default(''),
})

export type Command = { who: Who; channelId: string; triggerId: string; text: string }

/** Null when the body is no slash command of Slack's. */
export function readCommand(body: unknown): Command | null {
  const { data } = Command.safeParse(body)
  if (!data) return null
  const who = {
    userId: data.user_id,
    userTeam: null,
    team: data.team_id ?? null,
    enterprise: data.enterprise_id ?? null,
  }
  return { who, channelId: data.channel_id, triggerId: data.trigger_id, text: data.text }
}

const BlockActions = z.object({
  user: Person,
  team: Team,
  enterprise: Team,
  trigger_id: TriggerId,
  channel: z.object({ id: SlackId }).nullish(),
  container: z.object({ message_ts: Stamp, thread_ts: Stamp }).nullish(),
  message: z.object({ subtype: z.string().nullish(), thread_ts: Stamp }).nullish(),
  actions: z.array(z.unknown()).min(1),
})

export type Click = {
  who: Who
  /** Our button and the report it is about; null when the button is not one of ours. */
  action: ReturnType<typeof parseAction>
  channelId: string | null
  messageTs: string | null
  /** Where an answer is seen best: the thread of a reply, null for what the channel itself shows. */
  threadTs: string | null
  triggerId: string
}

/** Null when the body is no click in a message. */
export function readClick(body: unknown): Click | null {
  const { data } = BlockActions.safeParse(body)
  if (!data) return null
  const messageTs = data.container?.message_ts ?? null
  const thread = data.container?.thread_ts ?? data.message?.thread_ts ?? null
  const isInChannel = data.message?.subtype === 'thread_broadcast' || thread === messageTs
  return {
    who: whoOf(data),
    action: parseAction(data.actions[0]),
    channelId: data.channel?.id ?? null,
    messageTs,
    threadTs: isInChannel ? null : thread,
    triggerId: data.trigger_id,
  }
}

const Submission = z.object({
  user: Person,
  team: Team,
  enterprise: Team,
  view: z.object({ callback_id: z.string(), private_metadata: z.string().default(''), state: z.unknown() }),
})

export type Form = { who: Who; callbackId: string; privateMetadata: string; state: unknown }

/** Null when the body is no submission of a modal. */
export function readForm(body: unknown): Form | null {
  const { data } = Submission.safeParse(body)
  if (!data) return null
  const { callback_id: callbackId, private_metadata: privateMetadata, state } = data.view
  return { who: whoOf(data), callbackId, privateMetadata, state }
}

type Acting = { user: z.infer<typeof Person>; team?: z.infer<typeof Team>; enterprise?: z.infer<typeof Team> }

function whoOf({ user, team, enterprise }: Acting): Who {
  return {
    userId: user.id,
    userTeam: user.team_id ?? null,
    team: team?.id ?? null,
    enterprise: enterprise?.id ?? null,
  }
}
