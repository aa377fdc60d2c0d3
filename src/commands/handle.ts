import { randomUUID } from 'node:crypto'
import { ExternalError, UserError } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { SlackMessage } from '../views/message.ts'
import { renderKnownRefusal, renderRefusal } from '../views/refusals.ts'
import type { Installation } from './installation.ts'
import type { Who } from './payloads.ts'

/** What a handler decides from the payload alone, before anything is read or written. */
export type Plan<Answer> = {
  /** Goes with the acknowledgement. */
  answer?: Answer
  /** Done after it; what it resolves with is told to the person who acted, and only to them. */
  work: (() => Promise<SlackMessage | null>) | null
}

/** One request of Slack's, whichever way it came. */
export type Exchange<Answer> = {
  who: Who
  /** False for the repeat of a request that was already taken. */
  isFirst: Promise<boolean>
  ack(answer?: Answer): Promise<void>
  /** Says something to the person who acted. Never throws. */
  tell(message: SlackMessage): Promise<void>
}

type Handling = { log: Logger; whyNot: Installation['whyNot'] }

/**
 * Answers one request: parse, acknowledge, work, tell. Slack is always answered before any work, so that it never shows
 * its own time-out, and whatever goes wrong afterwards is told to the person who acted. Never throws.
 */
export async function handle<Answer>(
  { log, whyNot }: Handling,
  exchange: Exchange<Answer>,
  makePlan: () => Plan<Answer>,
): Promise<void> {
  const plan = planOf(makePlan)
  try {
    await exchange.ack(plan.answer)
  } catch (error) {
    log.warn({ err: error }, 'A request of Slack could not be acknowledged')
  }
  if (!plan.work) return
  try {
    if (!(await exchange.isFirst)) return
    const kind = await whyNot(exchange.who)
    const message = kind === null ? await plan.work() : renderKnownRefusal({ kind })
    if (message) await exchange.tell(message)
  } catch (error) {
    await exchange.tell(troubleMessage(error, log))
  }
}

function planOf<Answer>(makePlan: () => Plan<Answer>): Plan<Answer> {
  try {
    return makePlan()
  } catch (error) {
    return { work: () => Promise.reject(error) }
  }
}

/** What a person is told when a request failed: their own part, a service that is away, or a reference to our log. */
function troubleMessage(error: unknown, log: Logger): SlackMessage {
  if (error instanceof UserError) return renderRefusal(error.message, error.nextSteps)
  const reference = randomUUID().slice(0, 8)
  if (error instanceof ExternalError) {
    log.warn({ err: error, reference }, 'A request from Slack met a service that failed')
    const text = `A service this needs (${error.service}) does not answer right now. Nothing was changed.`
    return renderRefusal(text, ['Try again in a minute.', `If it stays so, give an admin the reference ${reference}.`])
  }
  log.error({ err: error, reference }, 'A request from Slack failed')
  return renderKnownRefusal({ kind: 'bug', reference })
}
