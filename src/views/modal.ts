import type { InputBlock, ModalView, PlainTextElement } from '@slack/types'
import type { DeskItem } from '../pipeline/report/types.ts'
import { isObject, type JsonObject } from './checks.ts'
import { cleanText, clip } from './escape.ts'
import { CALLBACKS, INPUT_VALUE } from './ids.ts'
import { LIMITS } from './limits.ts'
import { paragraph, plain, richText } from './message.ts'
import { whoLine } from './who.ts'

/** The answer to a submission that cannot stand: a problem for each block, by its block id. */
export type FormErrors = { ok: false; errors: Record<string, string> }

export function viewTitle(text: string): PlainTextElement {
  return plain(text, LIMITS.viewTitle)
}

/** An input of a modal. The action id of its element is `INPUT_VALUE`, which `readInput` looks for. */
export function input(
  blockId: string,
  label: string,
  rest: { element: InputBlock['element']; optional?: boolean; hint?: string },
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, LIMITS.inputLabel),
    element: rest.element,
    ...(rest.optional ? { optional: true } : {}),
    ...(rest.hint === undefined ? {} : { hint: plain(rest.hint, LIMITS.inputHint) }),
  }
}

/** Which reply the form is about, as its first line. */
export function aboutBlocks(item: DeskItem) {
  return richText(paragraph(whoLine(item)))
}

/** The state of one input, from `view.state` or its `values`; an empty object when it is missing or malformed. */
export function readInput(viewState: unknown, blockId: string): JsonObject {
  const values = isObject(viewState) && isObject(viewState['values']) ? viewState['values'] : viewState
  const block = isObject(values) && Object.hasOwn(values, blockId) ? values[blockId] : undefined
  const state = isObject(block) ? block[INPUT_VALUE] : undefined
  return isObject(state) ? state : {}
}

/** The typed text of an input, cleaned; `''` when there is none. */
export function readText(viewState: unknown, blockId: string): string {
  const value = readInput(viewState, blockId)['value']
  return typeof value === 'string' ? cleanText(value) : ''
}

/** A modal that only says something, such as why the click had no effect. */
export function messageModal(title: string, text: string): ModalView {
  const shown = clip(text, 2_000) || 'There is nothing to show.'
  return {
    type: 'modal',
    callback_id: CALLBACKS.message,
    title: viewTitle(title),
    close: plain('Close', LIMITS.viewButton),
    blocks: richText({ type: 'rich_text_section', elements: [{ type: 'text', text: shown }] }),
  }
}
