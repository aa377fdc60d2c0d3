import { LIMITS } from '../../../../src/views/limits.ts'
import { validateView } from '../../../../src/views/validate.ts'
import { completeBlocks } from '../blocks.ts'
import { stateOf } from '../element-values.ts'
import { randomId } from '../stamps.ts'
import { takeTrigger } from '../triggers.ts'
import { type Json, SlackRefusal, type View } from '../types.ts'
import type { World } from '../world.ts'
import { requiredText, textArgument } from './arguments.ts'

/** A fresh hash: every change of a view makes the former one stale. */
function newHash(world: World): string {
  return `${Math.floor(world.now() / 1000)}.${randomId('').toLowerCase().slice(0, 8)}`
}

/** The given view if Slack would take it. Throws `view_too_large`, `invalid_arguments`, `duplicate_external_id`. */
export function checkView(world: World, given: unknown, kind: 'modal' | 'home', replacing?: View): Json {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw refusal(['missing required field: view'])
  const view = given as Json
  if (JSON.stringify(view).length > LIMITS.viewBytes) throw new SlackRefusal('view_too_large')
  const problems = validateView(view)
  if (view['type'] !== kind) problems.push(`view.type: must be ${kind}, is ${String(view['type'])}`)
  if (problems.length > 0) throw refusal(problems)
  const externalId = view['external_id']
  const twin = [...world.views.values()].find(
    (one) => typeof externalId === 'string' && externalId !== '' && one.external_id === externalId,
  )
  if (twin && twin !== replacing) throw new SlackRefusal('duplicate_external_id')
  return view
}

function refusal(problems: string[]): SlackRefusal {
  return new SlackRefusal('invalid_arguments', {
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  })
}

/** Stores a checked view: a new one, or new content for `former`, whose typed values stay where ids and kinds stay. */
export function putView(world: World, given: Json, place: { user: string; former?: View; below?: View }): View {
  const { user, former, below } = place
  const blocks = completeBlocks(given['blocks'] as unknown[])
  const id = former?.id ?? randomId('V')
  const text = (key: string) => (typeof given[key] === 'string' ? given[key] : '')
  const view: View = {
    id,
    hash: newHash(world),
    type: given['type'] as View['type'],
    team_id: world.settings.teamId,
    app_id: world.settings.appId,
    bot_id: world.settings.botId,
    user,
    external_id: text('external_id'),
    callback_id: text('callback_id'),
    private_metadata: text('private_metadata'),
    blocks,
    ...(given['title'] ? { title: given['title'] as Json } : {}),
    ...(given['submit'] ? { submit: given['submit'] as Json } : {}),
    ...(given['close'] ? { close: given['close'] as Json } : {}),
    clear_on_close: given['clear_on_close'] === true,
    notify_on_close: given['notify_on_close'] === true,
    state: { values: stateOf(blocks, former?.state.values) },
    root_view_id: former?.root_view_id ?? below?.root_view_id ?? id,
    previous_view_id: former?.previous_view_id ?? below?.id ?? null,
    errors: {},
  }
  world.views.set(id, view)
  world.changes.changed()
  return view
}

/** A view as answers and payloads show it. */
export function viewForApi(view: View): Json {
  const { user: _user, errors: _errors, ...shown } = structuredClone(view)
  return { title: null, submit: null, close: null, ...shown, app_installed_team_id: view.team_id }
}

export function openView(world: World, args: Json): Json {
  const checked = checkView(world, args['view'], 'modal')
  const { user } = takeTrigger(world, requiredText(args, 'trigger_id'))
  for (const id of world.stacks.get(user) ?? []) world.views.delete(id)
  const view = putView(world, checked, { user })
  world.stacks.set(user, [view.id])
  world.changes.changed()
  return { view: viewForApi(view) }
}

export function pushView(world: World, args: Json): Json {
  const checked = checkView(world, args['view'], 'modal')
  const triggerId = requiredText(args, 'trigger_id')
  const trigger = world.triggers.get(triggerId)
  const stack = world.stacks.get(trigger?.user ?? '') ?? []
  if (trigger && (trigger.viewId === null || stack.length === 0)) throw new SlackRefusal('not_found')
  if (stack.length >= LIMITS.viewStack) throw new SlackRefusal('push_limit_reached')
  const { user } = takeTrigger(world, triggerId)
  return { view: viewForApi(pushOn(world, user, checked)) }
}

/** Puts a checked view on top of a person's stack. */
export function pushOn(world: World, user: string, checked: Json): View {
  const stack = world.stacks.get(user) ?? []
  const below = world.views.get(stack.at(-1) ?? '')
  const view = putView(world, checked, { user, ...(below ? { below } : {}) })
  world.stacks.set(user, [...stack, view.id])
  world.changes.changed()
  return view
}

export function updateView(world: World, args: Json): Json {
  const id = textArgument(args, 'view_id')
  const externalId = textArgument(args, 'external_id')
  if ((id === undefined) === (externalId === undefined)) throw refusal(['exactly one of view_id and external_id'])
  const former = [...world.views.values()].find((view) =>
    id === undefined ? view.external_id === externalId : view.id === id,
  )
  if (!former) throw new SlackRefusal('not_found')
  const hash = textArgument(args, 'hash')
  if (hash !== undefined && hash !== former.hash) throw new SlackRefusal('hash_conflict')
  const checked = checkView(world, args['view'], former.type, former)
  return { view: viewForApi(putView(world, checked, { user: former.user, former })) }
}

export function publishView(world: World, args: Json): Json {
  const user = requiredText(args, 'user_id')
  if (!world.settings.homeTab) throw new SlackRefusal('not_enabled')
  if (!world.people.has(user)) throw new SlackRefusal('user_not_found')
  const former = world.homes.get(user)
  const hash = textArgument(args, 'hash')
  if (hash !== undefined && former && hash !== former.hash) throw new SlackRefusal('hash_conflict')
  const checked = checkView(world, args['view'], 'home', former)
  const view = putView(world, checked, { user, ...(former ? { former } : {}) })
  world.homes.set(user, view)
  world.changes.changed()
  return { view: viewForApi(view) }
}
