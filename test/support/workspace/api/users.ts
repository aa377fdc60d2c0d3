import { type Json, type Person, SlackRefusal } from '../types.ts'
import type { World } from '../world.ts'
import { pageOf, requiredText } from './arguments.ts'

/** Seconds east of Greenwich now, as `tz_offset` has it. */
function offsetOf(zone: string, now: number): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(new Date(now))
    .find((part) => part.type === 'timeZoneName')?.value
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '')
  if (!match) return 0
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60
  return match[1] === '-' ? -seconds : seconds
}

function userForApi(world: World, person: Person): Json {
  const mayReadMail = world.scopes.has('users:read.email') && !person.is_bot && person.email !== null
  return {
    id: person.id,
    team_id: person.team_id,
    name: person.name,
    deleted: person.deleted,
    real_name: person.real_name,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetOf(person.tz, world.now()),
    profile: {
      title: person.title,
      real_name: person.real_name,
      real_name_normalized: person.real_name,
      display_name: person.name,
      display_name_normalized: person.name,
      team: person.team_id,
      ...(mayReadMail ? { email: person.email } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_restricted: person.is_restricted,
    is_ultra_restricted: person.is_ultra_restricted,
    is_stranger: person.is_stranger,
    is_bot: person.is_bot,
    is_app_user: false,
    updated: 0,
  }
}

function personOf(world: World, args: Json): Person {
  const person = world.people.get(requiredText(args, 'user'))
  if (!person) throw new SlackRefusal('user_not_found')
  return person
}

export function userInfo(world: World, args: Json): Json {
  return { user: userForApi(world, personOf(world, args)) }
}

export function listUsers(world: World, args: Json): Json {
  const { page, next } = pageOf([...world.people.values()], args, { fallback: 1000, most: 1000 })
  return { members: page.map((person) => userForApi(world, person)), response_metadata: { next_cursor: next } }
}

/** A bot token sees only active or away. */
export function userPresence(world: World, args: Json): Json {
  return { presence: personOf(world, args).presence }
}
