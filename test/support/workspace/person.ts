import { react } from './api/reactions.ts'
import { viewForApi } from './api/views.ts'
import { elementsIn, isStateful, labelOf, type Placed } from './blocks.ts'
import type { Courier } from './delivery.ts'
import { type Given, inputProblem, optionsOf, valueOf } from './element-values.ts'
import {
  actionPayload,
  closedPayload,
  commandPayload,
  eventPayload,
  isEphemeral,
  isView,
  type Surface,
  shortcutPayload,
  submissionPayload,
} from './payloads.ts'
import { applyCommandAnswer } from './response-url.ts'
import { applySubmissionAnswer, closeAll, closeTop } from './submission.ts'
import {
  type Answer,
  type Channel,
  ClientRefusal,
  type Json,
  type Message,
  type Person,
  SlackRefusal,
  type View,
} from './types.ts'
import {
  addEphemeral,
  addMessage,
  addProblem,
  channelNamed,
  directChannel,
  findMessage,
  SLACKBOT,
  type World,
} from './world.ts'

/** Values of a modal's inputs, by block_id, action_id or label. */
export type Values = Record<string, Given>

/**
 * What one person can do. Everything that Slack's own client would not let them do throws `ClientRefusal`; everything
 * else resolves with what the app answered.
 */
export type PersonActions = {
  readonly id: string
  /** Types a slash command in a channel (id or name). */
  command(channel: string, command: string, text?: string): Promise<Answer>
  /**
   * Presses a button, by action_id, `block_id/action_id` or what it says, or picks the entry of an overflow menu that says so. In a view,
   * `values` are what was typed before.
   */
  click(surface: Surface, which: string, values?: Values): Promise<Answer>
  /** The same, twice at once: two payloads with a trigger each. */
  clickTwice(surface: Surface, which: string): Promise<[Answer, Answer]>
  /** Chooses in a select, radio, checkbox or overflow element that acts at once. */
  select(surface: Surface, which: string, given: Given): Promise<Answer>
  /** Fills in and submits the open modal, the top one unless `viewId` says otherwise. */
  submit(values?: Values, viewId?: string): Promise<Answer>
  /** Cancels the top modal, or closes all of them with the cross. */
  close(how?: 'cancel' | 'all'): Promise<void>
  /** Starts a global shortcut. */
  shortcut(callbackId: string): Promise<Answer>
  /** Starts a message shortcut. */
  messageShortcut(message: Message, callbackId: string): Promise<Answer>
  /** Writes a message; the app hears of it when it is subscribed. */
  say(channel: string, text: string, options?: { threadTs?: string; broadcast?: boolean }): Promise<Message>
  react(message: Message, name: string): Promise<void>
  /** Adds somebody, the bot by default, to a channel. */
  invite(channel: string, userId?: string): Promise<Answer | null>
  openHome(tab?: 'home' | 'messages'): Promise<Answer | null>
}

export function createPersonActions(world: World, courier: Courier, person: Person): PersonActions {
  const channelOf = (key: string): Channel => {
    const channel = channelNamed(world, key)
    if (!channel?.members.has(person.id)) throw new ClientRefusal(`${person.name} is not in ${key}`)
    return channel
  }

  const interact = (payload: Json) => courier.deliver('interactive', payload)

  const act = (surface: Surface, placed: Placed, value: Json | null) => {
    const { block, element } = placed
    if (isView(surface) && value && isStateful(element)) {
      const values = surface.state.values
      values[block.block_id] = { ...values[block.block_id], [element.action_id]: value }
    }
    return interact(actionPayload(world, person, { surface, placed, value }))
  }

  const press = (surface: Surface, given: Surface, which: string) => {
    const placed = find(surface, given, which)
    if (placed.element.type !== 'overflow') return act(surface, placed, null)
    return act(surface, placed, valueOf(placed.element, which))
  }

  return {
    id: person.id,
    async command(channelKey, command, text = '') {
      const channel = channelOf(channelKey)
      if (!world.settings.commands.some((one) => one.command === command))
        throw new ClientRefusal(`${command} is not a valid command.`)
      const answer = await courier.deliver('command', commandPayload(world, person, { channel, command, text }))
      showCommandAnswer(world, { user: person.id, channel: channel.id, command }, answer)
      return answer
    },
    async click(given, which, values = {}) {
      const surface = current(world, person, given)
      if (isView(surface)) fillIn(surface, values)
      return press(surface, given, which)
    },
    async clickTwice(given, which) {
      const surface = current(world, person, given)
      return Promise.all([press(surface, given, which), press(surface, given, which)])
    },
    async select(given, which, choice) {
      const surface = current(world, person, given)
      const placed = find(surface, given, which)
      return act(surface, placed, valueOf(placed.element, choice))
    },
    async submit(values = {}, viewId) {
      const view = topView(world, person.id)
      if (!view || (viewId !== undefined && view.id !== viewId))
        throw new ClientRefusal('This modal is not open on top')
      if (!view.submit) throw new ClientRefusal('This modal has no submit button')
      fillIn(view, values)
      checkInputs(view)
      const answer = await interact(submissionPayload(world, person, view))
      applySubmissionAnswer(world, view.id, answer)
      return answer
    },
    async close(how = 'cancel') {
      const top = topView(world, person.id)
      if (!top) return
      const isCleared = how === 'all' || top.clear_on_close
      const closing = (world.stacks.get(person.id) ?? []).flatMap((id) => world.views.get(id) ?? []).toReversed()
      const told = (isCleared ? closing : [top]).filter((view) => view.notify_on_close)
      if (isCleared) closeAll(world, person.id)
      else closeTop(world, person.id)
      for (const view of told) await interact(closedPayload(world, person, { view, isCleared }))
    },
    async shortcut(callbackId) {
      knownShortcut(world, 'global', callbackId)
      return interact(shortcutPayload(world, person, { callbackId }))
    },
    async messageShortcut(message, callbackId) {
      knownShortcut(world, 'message', callbackId)
      const stored = findMessage(world, message.channel, message.ts)
      if (!stored) throw new ClientRefusal('This message is gone')
      return interact(shortcutPayload(world, person, { callbackId, message: stored }))
    },
    ...conversationActions(world, courier, person),
  }
}

type Conversation = Pick<PersonActions, 'say' | 'react' | 'invite' | 'openHome'>

function conversationActions(world: World, courier: Courier, person: Person): Conversation {
  const tell = (name: string, event: Json): Promise<Answer | null> =>
    world.settings.events.includes(name) ? courier.deliver('event', eventPayload(world, event)) : Promise.resolve(null)
  return {
    async say(channelKey, text, options = {}) {
      const channel = channelNamed(world, channelKey)
      if (!channel?.members.has(person.id)) throw new ClientRefusal(`${person.name} is not in ${channelKey}`)
      const { threadTs, broadcast } = options
      if (threadTs !== undefined && !findMessage(world, channel.id, threadTs)) throw new ClientRefusal('No such thread')
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
      const message = addMessage(world, {
        type: 'message',
        channel: channel.id,
        ts: world.stamp(),
        team: person.team_id,
        user: person.id,
        text,
        ...thread,
        ...(broadcast === true && threadTs !== undefined ? { subtype: 'thread_broadcast' } : {}),
      })
      const common = { user: person.id, text, ts: message.ts, channel: channel.id, team: person.team_id, ...thread }
      if (text.includes(`<@${world.settings.botUserId}>`) && channel.kind !== 'im')
        await tell('app_mention', { type: 'app_mention', ...common })
      const suffix = { public: 'channels', private: 'groups', im: 'im' }[channel.kind]
      const channelType = { public: 'channel', private: 'group', im: 'im' }[channel.kind]
      await tell(`message.${suffix}`, { type: 'message', channel_type: channelType, ...common })
      return structuredClone(message)
    },
    async react(message, name) {
      react(world, { channel: message.channel, ts: message.ts, user: person.id, name })
      const item = { type: 'message', channel: message.channel, ts: message.ts }
      await tell('reaction_added', {
        type: 'reaction_added',
        user: person.id,
        reaction: name,
        item,
        item_user: message.user,
      })
    },
    async invite(channelKey, userId = world.settings.botUserId) {
      const channel = channelNamed(world, channelKey)
      if (!channel) throw new ClientRefusal(`There is no channel ${channelKey}`)
      channel.members.add(userId)
      world.changes.changed()
      return tell('member_joined_channel', {
        type: 'member_joined_channel',
        user: userId,
        channel: channel.id,
        channel_type: channel.kind === 'private' ? 'G' : 'C',
        team: world.settings.teamId,
        inviter: person.id,
      })
    },
    openHome(tab = 'home') {
      const channel = directChannel(world, person.id)
      const view = world.homes.get(person.id)
      return tell('app_home_opened', {
        type: 'app_home_opened',
        user: person.id,
        channel: channel.id,
        tab,
        ...(view && tab === 'home' ? { view: viewForApi(view) } : {}),
      })
    },
  }
}

export function topView(world: World, user: string): View | undefined {
  return world.views.get((world.stacks.get(user) ?? []).at(-1) ?? '')
}

/** The stored state of what the person looks at. */
function current(world: World, person: Person, given: Surface): Surface {
  if (isView(given)) {
    const view = world.views.get(given.id)
    if (!view) throw new ClientRefusal('This view is closed')
    if (view.user !== person.id) throw new ClientRefusal('This view belongs to somebody else')
    return view
  }
  if (isEphemeral(given)) {
    const known = world.ephemerals.find((one) => one.ts === given.ts && one.to === person.id)
    if (!known) throw new ClientRefusal('This person does not see that message')
    return known
  }
  if (world.channels.get(given.channel)?.members.has(person.id) !== true)
    throw new ClientRefusal(`${person.name} is not in the channel of this message`)
  const stored = findMessage(world, given.channel, given.ts)
  if (!stored) throw new ClientRefusal('This message is gone')
  return stored
}

/**
 * By action_id, with or without its block_id, by what it says, or by an entry of an overflow menu. What the person saw (`given`) is searched after
 * what is there now: a click can win the race against an update.
 */
function find(surface: Surface, given: Surface, which: string): Placed {
  const all = elementsIn([...(surface.blocks ?? []), ...(given.blocks ?? [])])
  const found =
    all.find(({ element }) => element.action_id === which) ??
    all.find(({ block, element }) => `${block.block_id}/${element.action_id}` === which) ??
    all.find((placed) => labelOf(placed).includes(which)) ??
    all.find(
      ({ element }) =>
        element.type === 'overflow' &&
        optionsOf(element).some((option) => [option.text?.text, option.value].includes(which)),
    )
  if (found) return found
  const there = elementsIn(surface.blocks ?? []).map(
    (placed) => `${labelOf(placed)[0] ?? placed.element.type} (${placed.element.action_id})`,
  )
  throw new ClientRefusal(`There is nothing called "${which}" here. There is: ${there.join(', ') || 'nothing'}`)
}

function fillIn(view: View, values: Values): void {
  for (const [key, given] of Object.entries(values)) {
    const placed = elementsIn(view.blocks).find(
      (one) =>
        isStateful(one.element) &&
        (one.block.block_id === key || one.element.action_id === key || labelOf(one).includes(key)),
    )
    if (!placed) throw new ClientRefusal(`This modal has no input called "${key}"`)
    const { block, element } = placed
    view.state.values[block.block_id] = {
      ...view.state.values[block.block_id],
      [element.action_id]: valueOf(element, given),
    }
  }
}

/** What Slack's client checks before it sends a modal. */
function checkInputs(view: View): void {
  const errors: Record<string, string> = {}
  for (const { block, element } of elementsIn(view.blocks)) {
    if (block.type !== 'input') continue
    const problem = inputProblem(block, element, view.state.values[block.block_id]?.[element.action_id] ?? {})
    if (problem !== null) errors[block.block_id] = problem
  }
  if (Object.keys(errors).length > 0)
    throw new ClientRefusal(`The modal cannot be sent: ${JSON.stringify(errors)}`, errors)
}

function knownShortcut(world: World, type: 'global' | 'message', callbackId: string): void {
  if (!world.settings.shortcuts.some((one) => one.type === type && one.callback_id === callbackId))
    throw new ClientRefusal(`There is no ${type} shortcut ${callbackId}`)
}

/** Shows what the app answered at once, or Slack's note that it did not. */
function showCommandAnswer(world: World, at: { user: string; channel: string; command: string }, answer: Answer): void {
  const note = (why: string) =>
    addEphemeral(world, {
      channel: at.channel,
      to: at.user,
      user: SLACKBOT,
      text: `${at.command} failed with the error "${why}"`,
    })
  if (answer.status !== 200) {
    note(answer.status === null ? 'operation_timeout' : 'dispatch_failed')
    return
  }
  if (answer.text === '') return
  const body = typeof answer.json === 'object' && answer.json !== null ? (answer.json as Json) : { text: answer.text }
  try {
    applyCommandAnswer(world, at, body)
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    addProblem(world, `${at.command}: the answer was refused: ${error.code} ${JSON.stringify(error.extra)}`)
    note(error.code)
  }
}
