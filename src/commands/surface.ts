/**
 * What the app registers with Slack and why: the one source of both manifests, of the scopes table in
 * `docs/slack-setup.md` and of the command the door listens to. Scopes beyond these are not asked for.
 */

export const COMMAND = {
  name: '/intel',
  description: 'Reports on prospects, and the state of the intel desk',
  usageHint: 'example.com | report example.com tier 3 for fleet software | status | help',
} as const

/** Where Slack sends commands, clicks and forms in HTTP mode. */
export const EVENTS_PATH = '/slack/events'

type Scope = {
  scope: string
  reason: string
  /** The Web API methods that need it; empty for what Slack grants without a call of ours. */
  methods: readonly string[]
}

/** Bot scopes, each with its reason, in the order in which an admin reads them. */
export const SCOPES: readonly Scope[] = [
  {
    scope: 'chat:write',
    reason: 'Posts the two messages of a reply, keeps them up to date, and answers clicks only the clicker sees.',
    methods: ['chat.postMessage', 'chat.update', 'chat.postEphemeral'],
  },
  { scope: 'commands', reason: `Offers the ${COMMAND.name} command.`, methods: [] },
  {
    scope: 'channels:read',
    reason: 'Finds the reports channel by its name and sees whether the bot is in it.',
    methods: ['conversations.list', 'conversations.info'],
  },
  {
    scope: 'groups:read',
    reason: 'The same when the reports channel is private.',
    methods: ['conversations.list', 'conversations.info'],
  },
  {
    scope: 'channels:history',
    reason: 'After a crash, looks whether a message was already posted, so that nothing is posted twice.',
    methods: ['conversations.history', 'conversations.replies'],
  },
  {
    scope: 'groups:history',
    reason: 'The same when the reports channel is private.',
    methods: ['conversations.history', 'conversations.replies'],
  },
  {
    scope: 'im:write',
    reason: 'Opens the direct conversation in which a person is asked to help.',
    methods: ['conversations.open'],
  },
  {
    scope: 'im:history',
    reason: 'After a crash, looks whether that direct message was already sent.',
    methods: ['conversations.history'],
  },
  {
    scope: 'users:read',
    reason: 'Sees whether a person who clicks or types is a guest: guests cannot act.',
    methods: ['users.info'],
  },
  {
    scope: 'files:write',
    reason: 'Uploads the picture of a report when its page cannot be reached from Slack.',
    methods: ['files.getUploadURLExternal', 'files.completeUploadExternal'],
  },
]

/** Methods that any bot token may call. */
export const FREE_METHODS: readonly string[] = ['auth.test', 'chat.getPermalink', 'views.open']
