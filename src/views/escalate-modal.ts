import type { ModalView } from '@slack/types'
import type { DeskItem, SlackUserId } from '../pipeline/report/types.ts'
import { isUserId } from './escape.ts'
import { buildPrivateMetadata, CALLBACKS, INPUT_VALUE, INPUTS } from './ids.ts'
import { LIMITS } from './limits.ts'
import { context, plain } from './message.ts'
import { aboutBlocks, type FormErrors, input, readInput, readText, viewTitle } from './modal.ts'

const MOST_WHY = 500

/** Asks who should help and why. `defaultUser` is preselected; `nonce` makes one submission count once. */
export function escalateModal(item: DeskItem, nonce: string, defaultUser: SlackUserId | null): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACKS.escalate,
    private_metadata: buildPrivateMetadata({ id: item.id, nonce }),
    title: viewTitle('Escalate'),
    submit: plain('Escalate', LIMITS.viewButton),
    close: plain('Cancel', LIMITS.viewButton),
    blocks: [
      ...aboutBlocks(item),
      input(INPUTS.escalateTo, 'Who should help', {
        element: {
          type: 'users_select',
          action_id: INPUT_VALUE,
          ...(isUserId(defaultUser) ? { initial_user: defaultUser } : {}),
        },
      }),
      input(INPUTS.escalateWhy, 'Why', {
        element: {
          type: 'plain_text_input',
          action_id: INPUT_VALUE,
          multiline: true,
          min_length: 1,
          max_length: MOST_WHY,
          placeholder: plain('What you need and by when', LIMITS.placeholder),
        },
      }),
      ...context('They get a direct message and are mentioned in the thread.'),
    ],
  }
}

export type EscalateForm = { ok: true; to: SlackUserId; why: string }

/** Reads `view.state` of the modal, checking every limit again: a client can send anything. */
export function parseEscalate(viewState: unknown): EscalateForm | FormErrors {
  const errors: Record<string, string> = {}
  const to = readInput(viewState, INPUTS.escalateTo)['selected_user']
  if (typeof to !== 'string' || !isUserId(to)) errors[INPUTS.escalateTo] = 'Choose a person of this workspace.'
  const why = readText(viewState, INPUTS.escalateWhy)
  if (why === '') errors[INPUTS.escalateWhy] = 'Say in a sentence why, so that they know what to do.'
  if (why.length > MOST_WHY) errors[INPUTS.escalateWhy] = `Use at most ${MOST_WHY} characters; these are ${why.length}.`
  if (typeof to !== 'string' || Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, to, why }
}
