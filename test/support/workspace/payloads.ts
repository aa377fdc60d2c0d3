import { messageForApi } from './api/message-shape.ts'
import { viewForApi } from './api/views.ts'
import type { Placed } from './blocks.ts'
import { stateOf } from './element-values.ts'
import { randomId } from './stamps.ts'
import { newResponseUrl, newTrigger } from './triggers.ts'
import type { Channel, Ephemeral, Json, Message, Person, View } from './types.ts'
import type { World } from './world.ts'

/** The old verification token. Nobody should look at it, but every payload carries one. */
const VERIFICATION = 'stand-in-verification'

export type Surface = Message | Ephemeral | View

export function isView(surface: Surface): surface is View {
  return 'hash' in surface
}

export function isEphemeral(surface: Surface): surface is Ephemeral {
  return 'ephemeral' in surface
}

/** `general`, or what Slack calls the name of a place without one. */
function shownName(channel: Channel): string {
  return { public: channel.name, private: 'privategroup', im: 'directmessage' }[channel.kind]
}

function teamDomain(world: World): string {
  return world.settings.teamName.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

function envelope(world: World, person: Person): Json {
  return {
    team: { id: world.settings.teamId, domain: teamDomain(world) },
    user: { id: person.id, username: person.name, name: person.name, team_id: person.team_id },
    api_app_id: world.settings.appId,
    token: VERIFICATION,
    enterprise: null,
    is_enterprise_install: false,
  }
}

export function commandPayload(
  world: World,
  person: Person,
  given: { channel: Channel; command: string; text: string },
): Json {
  const { channel } = given
  return {
    token: VERIFICATION,
    team_id: world.settings.teamId,
    team_domain: teamDomain(world),
    channel_id: channel.id,
    channel_name: shownName(channel),
    user_id: person.id,
    user_name: person.name,
    command: given.command,
    text: given.text,
    api_app_id: world.settings.appId,
    is_enterprise_install: 'false',
    response_url: newResponseUrl(world, { user: person.id, channel: channel.id, original: null }),
    trigger_id: newTrigger(world, person.id, null),
  }
}

function actionStamp(world: World): string {
  return world.stamp()
}

/** A click or choice. `value` is what `valueOf` made of a choice; a button carries its own. */
export function actionPayload(
  world: World,
  person: Person,
  { surface, placed, value }: { surface: Surface; placed: Placed; value: Json | null },
): Json {
  const { block, element } = placed
  const action: Json = {
    action_id: element.action_id,
    block_id: block.block_id,
    ...(value ?? {
      type: element.type,
      text: element['text'],
      ...(element['value'] === undefined ? {} : { value: element['value'] }),
    }),
    ...(element['placeholder'] === undefined ? {} : { placeholder: element['placeholder'] }),
    ...(element['style'] === undefined ? {} : { style: element['style'] }),
    action_ts: actionStamp(world),
  }
  const common = { type: 'block_actions', ...envelope(world, person), actions: [action] }
  if (isView(surface))
    return {
      ...common,
      container: { type: 'view', view_id: surface.id },
      trigger_id: newTrigger(world, person.id, surface.id),
      view: viewForApi(surface),
    }
  return { ...common, ...messagePart(world, person, surface), state: { values: stateWith(surface, placed, value) } }
}

function stateWith(surface: Message | Ephemeral, { block, element }: Placed, value: Json | null): Json {
  const values = stateOf(surface.blocks ?? [])
  if (value && values[block.block_id]?.[element.action_id])
    values[block.block_id] = { ...values[block.block_id], [element.action_id]: value }
  return values
}

/** Container, channel, message and response_url. An ephemeral one comes without its message. */
function messagePart(world: World, person: Person, surface: Message | Ephemeral): Json {
  const channel = world.channels.get(surface.channel)
  const ephemeral = isEphemeral(surface)
  return {
    container: {
      type: 'message',
      message_ts: surface.ts,
      channel_id: surface.channel,
      is_ephemeral: ephemeral,
      ...(surface.thread_ts === undefined ? {} : { thread_ts: surface.thread_ts }),
    },
    trigger_id: newTrigger(world, person.id, null),
    channel: { id: surface.channel, name: channel ? shownName(channel) : '' },
    response_url: newResponseUrl(world, {
      user: person.id,
      channel: surface.channel,
      original: { ts: surface.ts, ephemeral },
    }),
    ...(ephemeral ? {} : { message: messageForApi(world, surface, false) }),
  }
}

export function submissionPayload(world: World, person: Person, view: View): Json {
  return {
    type: 'view_submission',
    ...envelope(world, person),
    trigger_id: newTrigger(world, person.id, view.id),
    view: viewForApi(view),
    response_urls: [],
  }
}

export function closedPayload(
  world: World,
  person: Person,
  { view, isCleared }: { view: View; isCleared: boolean },
): Json {
  return { type: 'view_closed', ...envelope(world, person), view: viewForApi(view), is_cleared: isCleared }
}

export function shortcutPayload(
  world: World,
  person: Person,
  { callbackId, message }: { callbackId: string; message?: Message },
): Json {
  const base = {
    ...envelope(world, person),
    callback_id: callbackId,
    action_ts: actionStamp(world),
    trigger_id: newTrigger(world, person.id, null),
  }
  if (!message) return { type: 'shortcut', ...base }
  const { container: _container, trigger_id: _trigger, ...part } = messagePart(world, person, message)
  return { type: 'message_action', ...base, ...part, message_ts: message.ts }
}

/** The outer body of an event. */
export function eventPayload(world: World, event: Json): Json {
  const { teamId, appId, botUserId } = world.settings
  const eventTime = Math.floor(world.now() / 1000)
  return {
    token: VERIFICATION,
    team_id: teamId,
    api_app_id: appId,
    type: 'event_callback',
    event_id: randomId('Ev'),
    event_time: eventTime,
    event: { event_ts: world.stamp(), ...event },
    authorizations: [
      { enterprise_id: null, team_id: teamId, user_id: botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  }
}
