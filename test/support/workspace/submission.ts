import { LIMITS } from '../../../src/views/limits.ts'
import { checkView, pushOn, putView } from './api/views.ts'
import { type Answer, type Json, SlackRefusal, type View } from './types.ts'
import { addProblem, type World } from './world.ts'

/** What Slack shows in a modal when the app's answer is missing or makes no sense. */
const TROUBLE = 'We had some trouble connecting. Try again?'

/** Takes the top view off a person's stack. */
export function closeTop(world: World, user: string): void {
  const stack = world.stacks.get(user) ?? []
  const id = stack.at(-1)
  if (id !== undefined) world.views.delete(id)
  world.stacks.set(user, stack.slice(0, -1))
  world.changes.changed()
}

export function closeAll(world: World, user: string): void {
  for (const id of world.stacks.get(user) ?? []) world.views.delete(id)
  world.stacks.set(user, [])
  world.changes.changed()
}

/**
 * Does what the app answered to a submission. An answer Slack could not use leaves the modal open with `TROUBLE` under
 * the key `''`, and is recorded in `problems`.
 */
export function applySubmissionAnswer(world: World, viewId: string, answer: Answer): void {
  const view = world.views.get(viewId)
  if (!view) return
  view.errors = {}
  if (answer.status !== 200) fail(world, view, `view_submission: the app answered ${answer.status ?? answer.error}`)
  else if (answer.text === '') closeView(world, view)
  else applyAction(world, view, answer)
  world.changes.changed()
}

function closeView(world: World, view: View): void {
  const stack = world.stacks.get(view.user) ?? []
  if (stack.at(-1) === view.id) closeTop(world, view.user)
}

function fail(world: World, view: View, problem: string): void {
  view.errors = { '': TROUBLE }
  addProblem(world, problem)
}

function applyAction(world: World, view: View, answer: Answer): void {
  const body = answer.json as Json | null
  const action = body?.['response_action']
  try {
    if (action === 'clear') closeAll(world, view.user)
    else if (action === 'errors') showErrors(world, view, body?.['errors'])
    else if (action === 'update')
      putView(world, checkView(world, body?.['view'], 'modal', view), { user: view.user, former: view })
    else if (action === 'push') {
      if ((world.stacks.get(view.user) ?? []).length >= LIMITS.viewStack) throw new SlackRefusal('push_limit_reached')
      pushOn(world, view.user, checkView(world, body?.['view'], 'modal'))
    } else fail(world, view, `view_submission: an answer Slack does not know: ${answer.text.slice(0, 200)}`)
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    fail(world, view, `view_submission, ${String(action)}: ${error.code} ${JSON.stringify(error.extra)}`)
  }
}

function showErrors(world: World, view: View, errors: unknown): void {
  const entries = typeof errors === 'object' && errors !== null ? Object.entries(errors as Json) : []
  const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id))
  const wrong = entries.filter(([key, text]) => !inputs.has(key) || typeof text !== 'string' || text === '')
  if (entries.length === 0 || wrong.length > 0)
    fail(
      world,
      view,
      `view_submission: errors must name input blocks, not ${wrong.map(([key]) => key).join(', ') || 'nothing'}`,
    )
  else view.errors = Object.fromEntries(entries) as Record<string, string>
}
