import type { WebClient } from '@slack/web-api'
import type { Logger } from '../log.ts'
import { createGuests, type Guests } from './guests.ts'
import type { Who } from './payloads.ts'

/** The workspace, or the organisation, that the bot token belongs to. */
type Home = { team: string; enterprise: string | null }

export type Installation = {
  /** Asks Slack once where we are installed; a failure is asked again at the next need. */
  home: () => Promise<Home | null>
  /**
   * Why a person may not act on the desk; null when they may. Members of our workspace or organisation may, guests and
   * people who came in through a shared channel may not, and nobody may while Slack does not say where we are installed,
   * because a command names no workspace but the one it was typed in. Who is a guest Slack is asked; while it does not
   * say, only a request that names our own workspace is let in. Waits for Slack as long as our client does.
   */
  whyNot: (who: Who) => Promise<'not_allowed' | 'home_unknown' | null>
}

export function createInstallation(web: WebClient, log: Logger, isGuest: Guests = createGuests(web, { log })) {
  let known: Promise<Home | null> | null = null
  async function ask(): Promise<Home | null> {
    try {
      const { team_id: team, enterprise_id: enterprise } = await web.auth.test()
      if (team) return { team, enterprise: enterprise ?? null }
      log.warn('Slack did not say which workspace the bot token belongs to')
    } catch (error) {
      log.warn({ err: error }, 'Slack did not say which workspace the bot token belongs to')
    }
    known = null
    return null
  }
  const installation: Installation = {
    home() {
      known ??= ask()
      return known
    },
    async whyNot(who) {
      const home = await installation.home()
      if (home === null) return 'home_unknown'
      if (!isOurs(who, home)) return 'not_allowed'
      const isOut = (await isGuest(who.userId)) ?? teamOf(who) !== home.team
      return isOut ? 'not_allowed' : null
    },
  }
  return installation
}

/** A person's own workspace, or the one the request names: a command tells no other. */
function teamOf({ userTeam, team }: Who): string | null {
  return userTeam ?? team
}

function isOurs(who: Who, home: Home): boolean {
  const theirs = teamOf(who)
  if (theirs === home.team) return true
  return home.enterprise !== null && (who.enterprise === home.enterprise || theirs === home.enterprise)
}
