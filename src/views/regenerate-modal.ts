import type { ModalView, PlainTextOption } from '@slack/types'
import type { DeskItem, Tier } from '../pipeline/report/types.ts'
import { isObject } from './checks.ts'
import { buildPrivateMetadata, CALLBACKS, INPUT_VALUE, INPUTS } from './ids.ts'
import { LIMITS } from './limits.ts'
import { context, plain } from './message.ts'
import { aboutBlocks, type FormErrors, input, readInput, readText, viewTitle } from './modal.ts'

const MOST_ANGLE = 200

const TIERS: { value: string; label: string; tier: Tier | null }[] = [
  { value: 'auto', label: 'Automatic', tier: null },
  { value: '1', label: '1: signals only', tier: 1 },
  { value: '2', label: '2: with buyer and decision maker', tier: 2 },
  { value: '3', label: '3: with relevance, angle and gameplan', tier: 3 },
]

const FRESH = 'fresh'

function option(value: string, label: string): PlainTextOption {
  return { text: plain(label, LIMITS.optionText), value }
}

/** Asks how a new version should differ. `nonce` makes one submission count once. */
export function regenerateModal(item: DeskItem, nonce: string): ModalView {
  const tiers = TIERS.map(({ value, label }) => option(value, label))
  const automatic = tiers[0]
  return {
    type: 'modal',
    callback_id: CALLBACKS.regenerate,
    private_metadata: buildPrivateMetadata({ id: item.id, nonce }),
    title: viewTitle('Make a new version'),
    submit: plain('Regenerate', LIMITS.viewButton),
    close: plain('Cancel', LIMITS.viewButton),
    blocks: [
      ...aboutBlocks(item),
      input(INPUTS.angle, 'Angle', {
        optional: true,
        hint: 'What the bullets should stress. The facts stay those of the signals.',
        element: {
          type: 'plain_text_input',
          action_id: INPUT_VALUE,
          max_length: MOST_ANGLE,
          placeholder: plain('budget, cyber security, a renewal this spring', LIMITS.placeholder),
        },
      }),
      input(INPUTS.tier, 'Tier', {
        element: {
          type: 'static_select',
          action_id: INPUT_VALUE,
          options: tiers,
          ...(automatic === undefined ? {} : { initial_option: automatic }),
        },
      }),
      input(INPUTS.fresh, 'Data', {
        optional: true,
        element: {
          type: 'checkboxes',
          action_id: INPUT_VALUE,
          options: [option(FRESH, 'Read all data again instead of reusing it')],
        },
      }),
      ...context('Takes seconds to two minutes. The links stay the same and show the new version.'),
    ],
  }
}

/** What was asked for: `tier` null is automatic, `angle` null is none. */
export type RegenerateForm = { ok: true; angle: string | null; tier: Tier | null; fresh: boolean }

/** Reads `view.state` of the modal, checking every limit again: a client can send anything. Missing inputs are unset. */
export function parseRegenerate(viewState: unknown): RegenerateForm | FormErrors {
  const errors: Record<string, string> = {}
  const angle = readText(viewState, INPUTS.angle)
  if (angle.length > MOST_ANGLE)
    errors[INPUTS.angle] = `Use at most ${MOST_ANGLE} characters; these are ${angle.length}.`
  const chosen = readInput(viewState, INPUTS.tier)['selected_option']
  const value = isObject(chosen) ? chosen['value'] : 'auto'
  const tier = TIERS.find((one) => one.value === value)
  if (tier === undefined) errors[INPUTS.tier] = 'Choose automatic, 1, 2 or 3.'
  if (Object.keys(errors).length > 0 || tier === undefined) return { ok: false, errors }
  const ticked = readInput(viewState, INPUTS.fresh)['selected_options']
  const fresh = Array.isArray(ticked) && ticked.some((one: unknown) => isObject(one) && one['value'] === FRESH)
  return { ok: true, angle: angle === '' ? null : angle, tier: tier.tier, fresh }
}
