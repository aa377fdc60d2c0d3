import type { WebClient } from '@slack/web-api'
import type { Logger } from '../log.ts'
import type { Who } from './payloads.ts'

/** The workspace, or the organisation, that the bot token belongs to. */
type Home = { team: string; enterprise: string | null }

export type Installation = {
  /** Asks Slack once where we are installed; a failure is asked again at the next need. */
  home: () => Promise<Home | null>
  /**
   * Whether a person may act on the desk: members of our workspace or organisation, nobody who came in through a shared
   * channel. While Slack does not tell where we are installed, the payload's own words decide.
   */
  mayAct: (who: Who) => Promise<boolean>
}

export function createInstallation(web: WebClient, log: Logger): Installation {
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
  function home(): Promise<Home | null> {
    known ??= ask()
    return known
  }
  return { home, mayAct: async (who) => isOurs(who, await home()) }
}

function isOurs({ userTeam, team, enterprise }: Who, home: Home | null): boolean {
  const theirs = userTeam ?? team
  if (home === null) return theirs !== null && theirs === team
  if (theirs === home.team) return true
  return home.enterprise !== null && (enterprise === home.enterprise || theirs === home.enterprise)
}
