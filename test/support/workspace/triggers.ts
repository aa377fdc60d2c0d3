import { randomBytes } from 'node:crypto'
import { SlackRefusal } from './types.ts'
import type { ResponseUrl, World } from './world.ts'

/** How long a trigger_id opens a modal. */
const TRIGGER_MS = 3000
const RESPONSE_URL_MS = 30 * 60_000
const RESPONSE_URL_USES = 5

/** A trigger_id for one thing a person did; `viewId` when it was done inside a view. */
export function newTrigger(world: World, user: string, viewId: string | null): string {
  const id = `${world.now()}.${world.triggers.size + 1}.${randomBytes(8).toString('hex')}`
  world.triggers.set(id, { user, bornAt: world.now(), used: false, viewId })
  return id
}

/** Uses a trigger up. Throws `invalid_trigger_id`, `exchanged_trigger_id`, `expired_trigger_id`. */
export function takeTrigger(world: World, id: string): { user: string; viewId: string | null } {
  const trigger = world.triggers.get(id)
  if (!trigger) throw new SlackRefusal('invalid_trigger_id')
  if (trigger.used) throw new SlackRefusal('exchanged_trigger_id')
  if (world.now() - trigger.bornAt > TRIGGER_MS) throw new SlackRefusal('expired_trigger_id')
  trigger.used = true
  return trigger
}

/** A response_url for one thing a person did in a channel. */
export function newResponseUrl(world: World, given: Pick<ResponseUrl, 'user' | 'channel' | 'original'>): string {
  const id = randomBytes(16).toString('hex')
  world.responseUrls.set(id, { id, bornAt: world.now(), uses: 0, ...given })
  return `${world.url}/actions/${world.settings.teamId}/${id}`
}

/** Uses a response_url once. Throws `expired_url` and `used_url`. */
export function takeResponseUrl(world: World, id: string): ResponseUrl {
  const known = world.responseUrls.get(id)
  if (!known || world.now() - known.bornAt > RESPONSE_URL_MS) throw new SlackRefusal('expired_url')
  if (known.uses >= RESPONSE_URL_USES) throw new SlackRefusal('used_url')
  known.uses += 1
  return known
}
