import { RateLimited } from './types.ts'

/** Requests per minute, by tier (https://docs.slack.dev/apis/web-api/rate-limits). */
const PER_MINUTE = { 1: 1, 2: 20, 3: 50, 4: 100 } as const

const TIER: Record<string, keyof typeof PER_MINUTE> = {
  'apps.connections.open': 4,
  'chat.delete': 3,
  'chat.postEphemeral': 4,
  'chat.update': 3,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.join': 3,
  'conversations.list': 2,
  'conversations.members': 4,
  'conversations.open': 3,
  'conversations.replies': 3,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'files.info': 4,
  'reactions.add': 3,
  'users.getPresence': 3,
  'users.info': 4,
  'users.list': 2,
  'views.open': 4,
  'views.publish': 4,
  'views.push': 4,
  'views.update': 4,
}

export type Limits = {
  /** Throws `RateLimited` when this method was called too often in the last minute. */
  takeMethod(method: string): void
  /** Throws `RateLimited` when this channel got too many posts. */
  takePost(channel: string): void
}

type Bucket = { tokens: number; at: number }

/** Token buckets: `burst` at once, then a steady rate. */
export function createLimits(options: {
  now: () => number
  postsPerSecond: number
  postBurst: number
  tierLimits: boolean
}): Limits {
  const buckets = new Map<string, Bucket>()
  const take = (key: string, capacity: number, perSecond: number) => {
    const at = options.now()
    const bucket = buckets.get(key) ?? { tokens: capacity, at }
    const tokens = Math.min(capacity, bucket.tokens + ((at - bucket.at) / 1000) * perSecond)
    buckets.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, at })
    if (tokens < 1) throw new RateLimited(Math.max(1, Math.ceil((1 - tokens) / perSecond)))
  }
  return {
    takeMethod(method) {
      const tier = TIER[method]
      if (tier && options.tierLimits) take(method, PER_MINUTE[tier], PER_MINUTE[tier] / 60)
    },
    takePost(channel) {
      if (options.postsPerSecond > 0) take(`post ${channel}`, options.postBurst, options.postsPerSecond)
    },
  }
}
