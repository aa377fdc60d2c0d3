import { LIMITS } from '../../../src/views/limits.ts'
import { charactersOf, validateBlocks } from '../../../src/views/validate.ts'
import { randomId } from './stamps.ts'
import { type Block, type Json, SlackRefusal } from './types.ts'

/** Kinds of element that carry a value a person chose or typed. */
const STATEFUL =
  /^(plain_text_input|email_text_input|url_text_input|number_input|rich_text_input|datepicker|timepicker|datetimepicker|checkboxes|radio_buttons|file_input|(multi_)?(static|users|conversations|channels|external)_select)$/

export type Element = Json & { type: string; action_id: string }
export type Placed = { block: Block; element: Element }

/**
 * Checks and completes the blocks of a message, as chat.postMessage and the others do: block and action ids are made
 * up where they are absent. Throws `SlackRefusal`: `invalid_blocks_format`, `invalid_blocks`, `msg_blocks_too_long`.
 */
export function takeBlocks(given: unknown): Block[] | undefined {
  if (given === undefined) return undefined
  if (!Array.isArray(given)) throw new SlackRefusal('invalid_blocks_format')
  if (charactersOf(given) > LIMITS.messageCharacters) throw new SlackRefusal('msg_blocks_too_long')
  const problems = validateBlocks('message', given)
  if (problems.length > 0)
    throw new SlackRefusal('invalid_blocks', {
      errors: problems,
      response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
    })
  return completeBlocks(given)
}

/** A deep copy with the ids and flags that Slack adds. */
export function completeBlocks(given: unknown[]): Block[] {
  const blocks = structuredClone(given) as Block[]
  for (const block of blocks) {
    block.block_id ??= randomId('b').slice(0, 6)
    walk(block, (node) => {
      if (node['type'] === 'plain_text') node['emoji'] ??= true
      if (node['type'] === 'mrkdwn') node['verbatim'] ??= false
      if (isElementType(node['type'])) node['action_id'] ??= randomId('a').slice(0, 6)
    })
  }
  return blocks
}

function isElementType(type: unknown): boolean {
  return (
    typeof type === 'string' &&
    (STATEFUL.test(type) || ['button', 'overflow', 'feedback_buttons', 'icon_button'].includes(type))
  )
}

export function isStateful(element: Element): boolean {
  return STATEFUL.test(element.type)
}

/** Every interactive element, with the block it stands in. */
export function elementsIn(blocks: readonly Block[]): Placed[] {
  const found: Placed[] = []
  for (const block of blocks)
    walk(block, (node, owner) => {
      if (isElementType(node['type']) && typeof node['action_id'] === 'string')
        found.push({ block: owner as Block, element: node as Element })
    })
  return found
}

/** Visits every object inside, with the nearest enclosing block (blocks nest in containers and carousels). */
function walk(block: Json, visit: (node: Json, owner: Json) => void): void {
  const step = (value: unknown, owner: Json): void => {
    if (Array.isArray(value)) for (const item of value) step(item, owner)
    else if (typeof value === 'object' && value !== null) {
      const node = value as Json
      const nextOwner = typeof node['block_id'] === 'string' ? node : owner
      visit(node, nextOwner)
      for (const inner of Object.values(node)) step(inner, nextOwner)
    }
  }
  step(block, block)
}

/** What a person reads on an element: its text, its accessible name, or its placeholder. */
export function labelOf({ block, element }: Placed): string[] {
  const texts = [element['text'], element['accessibility_label'], element['placeholder'], block['label']]
  return texts.flatMap((text) => {
    if (typeof text === 'string') return [text]
    const inner = (text as Json | undefined)?.['text']
    return typeof inner === 'string' ? [inner] : []
  })
}
