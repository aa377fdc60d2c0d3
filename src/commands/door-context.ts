import type { WebClient } from '@slack/web-api'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import type { Clock } from '../pipeline/ports.ts'
import type { Desk } from '../pipeline/report/desk.ts'
import type { DeskStore } from '../pipeline/report/desk-store.ts'
import type { Domain, Signal } from '../pipeline/report/types.ts'
import type { DeskStatus } from '../views/command-messages.ts'

/** What the Slack door needs of the world. */
export type SlackDoorContext = {
  config: {
    pages: Pick<Config['pages'], 'freshHours'>
    people: Pick<Config['people'], 'escalationOwner'>
  }
  log: Logger
  clock: Clock
  desk: Pick<Desk, 'item' | 'newestOf' | 'requestReport' | 'take' | 'dismiss' | 'runAnyway' | 'regenerate' | 'escalate'>
  store: Pick<DeskStore, 'once' | 'placeOf'>
  /**
   * The signals of a seller as a report would judge them now, best first, without making a report.
   * @throws ExternalError when they cannot be read.
   */
  preview: (domain: Domain) => Promise<Signal[]>
  /** What the desk is doing now, and what it did since midnight UTC. */
  deskStatus: () => Promise<DeskStatus>
}

/** How long a command waits for the report it asked for, and how often it looks. */
export type Pace = { followMs: number; lookAgainMs: number }

export type DoorParts = SlackDoorContext & {
  web: WebClient
  pace: Pace
  /** Aborted when the door closes: whoever waits for a report stops waiting. */
  closing: AbortSignal
}
