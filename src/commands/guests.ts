import { setTimeout as pause } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import type { Logger } from '../log.ts'
import type { SlackUserId } from '../pipeline/report/types.ts'

/** Asks Slack whether a person is a guest; null when Slack does not tell in time. Never throws. */
export type Guests = (userId: SlackUserId) => Promise<boolean | null>

export type GuestsOptions = {
  log: Logger
  /** How long a person waits for Slack's answer; a form opens only within three seconds of the click. */
  patienceMs?: number
  /** Milliseconds that only go forward. */
  now?: () => number
}

/** Somebody who is made a guest, or a member, acts as before for at most this long. */
const KEPT_MS = 600_000
/** More people than act at one desk in ten minutes; beyond it the one asked about first is forgotten. */
const MOST_KEPT = 1_000

/** Answers are kept in memory for ten minutes, failures are asked again (https://docs.slack.dev/reference/methods/users.info). */
export function createGuests(web: WebClient, { log, patienceMs = 1_500, now }: GuestsOptions): Guests {
  const present = now ?? (() => performance.now())
  const kept = new Map<SlackUserId, { isGuest: Promise<boolean | null>; until: number }>()

  async function ask(userId: SlackUserId): Promise<boolean | null> {
    try {
      const { user } = await web.users.info({ user: userId })
      if (user) return Boolean(user.is_restricted || user.is_ultra_restricted || user.is_stranger)
      log.warn('Slack did not say whether a person is a guest')
    } catch (error) {
      log.warn({ err: error }, 'Slack did not say whether a person is a guest')
    }
    kept.delete(userId)
    return null
  }

  function remember(userId: SlackUserId): Promise<boolean | null> {
    kept.delete(userId)
    const [oldest] = kept.keys()
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    const isGuest = ask(userId)
    kept.set(userId, { isGuest, until: present() + KEPT_MS })
    return isGuest
  }

  return (userId) => {
    const known = kept.get(userId)
    const isGuest = known && known.until > present() ? known.isGuest : remember(userId)
    return Promise.race([isGuest, pause(patienceMs, null, { ref: false })])
  }
}
