import { type Changes, createChanges } from './changes.ts'
import { createLimits, type Limits } from './limits.ts'
import { compareStamps, createStamps } from './stamps.ts'
import type {
  Call,
  Channel,
  Delivery,
  Ephemeral,
  Fault,
  Json,
  Message,
  Person,
  StoredFile,
  View,
  WorkspaceOptions,
} from './types.ts'

export const SLACKBOT = 'USLACKBOT'

/** Every scope the stand-in knows; the default of the bot token. */
const ALL_SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'chat:write.public',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:write',
  'users:read',
  'users:read.email',
]

const DEFAULT_EVENTS = [
  'app_home_opened',
  'app_mention',
  'message.im',
  'app_uninstalled',
  'tokens_revoked',
  'member_joined_channel',
]

const DEFAULT_PEOPLE = [
  { id: 'U0BDR', name: 'dana', real_name: 'Dana Reyes', title: 'BDR', tz: 'America/New_York' },
  { id: 'U0LEAD', name: 'lee', real_name: 'Lee Okafor', title: 'Growth lead', tz: 'America/Chicago' },
  { id: 'U0OPER', name: 'omar', real_name: 'Omar Castillo', title: 'Operator', tz: 'Asia/Manila' },
]

type ArmedFault = { method: string; fault: Fault; left: number; used: number; when: (args: Json) => boolean }

type Trigger = { user: string; bornAt: number; used: boolean; viewId: string | null }
export type ResponseUrl = {
  id: string
  bornAt: number
  uses: number
  user: string
  channel: string
  original: { ts: string; ephemeral: boolean } | null
}

/** Everything the workspace knows. Functions of the other modules work on it; only `workspace.ts` makes one. */
export type World = {
  settings: Settings
  changes: Changes
  limits: Limits
  now: () => number
  stamp: () => string
  /** Base address of the server, without a slash at the end; set when it listens. */
  url: string
  scopes: Set<string>
  people: Map<string, Person>
  channels: Map<string, Channel>
  /** All messages by channel, oldest first, replies among them. */
  messages: Map<string, Message[]>
  ephemerals: Ephemeral[]
  views: Map<string, View>
  /** Ids of the open modals of a person, root first. */
  stacks: Map<string, string[]>
  homes: Map<string, View>
  files: Map<string, StoredFile>
  triggers: Map<string, Trigger>
  responseUrls: Map<string, ResponseUrl>
  faults: ArmedFault[]
  calls: Call[]
  deliveries: Delivery[]
  /** Where the app broke Slack's rules and Slack has no way to tell it. A good run leaves this empty. */
  problems: string[]
}

type Settings = Required<Omit<WorkspaceOptions, 'people' | 'channels' | 'scopes' | 'now' | 'port'>>

export function createWorld(options: WorkspaceOptions): World {
  const now = options.now ?? Date.now
  const settings = settingsOf(options)
  const world: World = {
    settings,
    changes: createChanges(() => describe(world)),
    limits: createLimits({ now, ...settings }),
    now,
    stamp: createStamps(now),
    url: '',
    scopes: new Set(options.scopes ?? ALL_SCOPES),
    people: peopleOf(options, settings),
    channels: new Map(),
    messages: new Map(),
    ephemerals: [],
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    files: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    faults: [],
    calls: [],
    deliveries: [],
    problems: [],
  }
  for (const channel of options.channels ?? [{ id: 'C0INTENT', name: 'intent-reports' }])
    world.channels.set(channel.id, {
      id: channel.id,
      name: channel.name,
      kind: channel.is_private === true ? 'private' : 'public',
      is_archived: channel.is_archived ?? false,
      topic: channel.topic ?? '',
      members: new Set(channel.members ?? world.people.keys()),
    })
  return world
}

function settingsOf(options: WorkspaceOptions): Settings {
  return {
    token: options.token ?? 'xoxb-stand-in',
    appToken: options.appToken ?? 'xapp-stand-in',
    teamId: options.teamId ?? 'T0TEAM',
    teamName: options.teamName ?? 'Stand-in workspace',
    appId: options.appId ?? 'A0APP',
    appName: options.appName ?? 'Starbridge Intel',
    botUserId: options.botUserId ?? 'U0BOT',
    botId: options.botId ?? 'B0BOT',
    commands: options.commands ?? [
      { command: '/intel', description: 'Reports, signals and the state of the desk' },
      { command: '/enrich', description: 'Enrich a list of leads' },
    ],
    shortcuts: options.shortcuts ?? [],
    events: options.events ?? DEFAULT_EVENTS,
    homeTab: options.homeTab ?? true,
    postsPerSecond: options.postsPerSecond ?? 1,
    postBurst: options.postBurst ?? 3,
    tierLimits: options.tierLimits ?? true,
    eventRetryDelaysMs: options.eventRetryDelaysMs ?? [0, 60_000, 300_000],
    answerWithinMs: options.answerWithinMs ?? 3000,
  }
}

function peopleOf(options: WorkspaceOptions, settings: Settings): Map<string, Person> {
  const bot = { id: settings.botUserId, name: 'starbridge-intel', real_name: settings.appName, is_bot: true }
  const given: NonNullable<WorkspaceOptions['people']> = options.people ?? DEFAULT_PEOPLE
  const people = new Map<string, Person>()
  for (const one of given.some((person) => person.id === bot.id) ? given : [...given, bot])
    people.set(one.id, {
      real_name: one.name,
      team_id: settings.teamId,
      tz: 'America/New_York',
      email: `${one.name}@example.com`,
      title: '',
      presence: 'active',
      is_bot: false,
      is_restricted: false,
      is_ultra_restricted: false,
      is_stranger: false,
      deleted: false,
      ...one,
    })
  return people
}

/** What a failed wait prints: enough to see where a flow stopped. */
function describe(world: World): string {
  const calls = world.calls
    .slice(-12)
    .map(
      (call) =>
        `${call.method}${call.answer?.ok === true ? '' : ` (${call.answer?.error ?? call.status ?? 'no answer'})`}`,
    )
  return `Last calls: ${calls.join(', ') || 'none'}. Problems: ${world.problems.join('; ') || 'none'}.`
}

/** By id, `#name` or name, as chat.postMessage takes it. */
export function channelNamed(world: World, key: string): Channel | undefined {
  const byId = world.channels.get(key)
  if (byId) return byId
  const name = key.replace(/^#/, '')
  return [...world.channels.values()].find((channel) => channel.kind !== 'im' && channel.name === name)
}

/** The direct conversation of the bot and one person, made on first use. */
export function directChannel(world: World, user: string): Channel {
  const id = `D${user.slice(1)}`
  const known = world.channels.get(id)
  if (known) return known
  const channel: Channel = {
    id,
    name: user,
    kind: 'im',
    is_archived: false,
    topic: '',
    members: new Set([user, world.settings.botUserId]),
  }
  world.channels.set(id, channel)
  return channel
}

export function messagesIn(world: World, channel: string): Message[] {
  const known = world.messages.get(channel)
  if (known) return known
  const list: Message[] = []
  world.messages.set(channel, list)
  return list
}

export function findMessage(world: World, channel: string, ts: string): Message | undefined {
  return messagesIn(world, channel).find((message) => message.ts === ts)
}

/** Replies of one thread, oldest first, without the parent. */
export function repliesOf(world: World, channel: string, ts: string): Message[] {
  return messagesIn(world, channel).filter((message) => message.thread_ts === ts && message.ts !== ts)
}

/** What the channel itself shows: no replies, except those also sent to the channel. Oldest first. */
export function visibleIn(world: World, channel: string): Message[] {
  return messagesIn(world, channel).filter(
    (message) =>
      message.thread_ts === undefined || message.thread_ts === message.ts || message.subtype === 'thread_broadcast',
  )
}

/** Stores a message, keeping the order of stamps. */
export function addMessage(world: World, message: Message): Message {
  const list = messagesIn(world, message.channel)
  list.push(message)
  list.sort((a, b) => compareStamps(a.ts, b.ts))
  world.changes.changed()
  return message
}

export function addEphemeral(world: World, given: Omit<Ephemeral, 'type' | 'ephemeral' | 'ts'>): Ephemeral {
  const ephemeral: Ephemeral = { type: 'message', ephemeral: true, ts: world.stamp(), ...given }
  world.ephemerals.push(ephemeral)
  world.changes.changed()
  return ephemeral
}

/** Records that the app broke a rule which Slack itself would not complain about. */
export function addProblem(world: World, problem: string): void {
  world.problems.push(problem)
  world.changes.changed()
}
