import type { ViewResponseAction } from '@slack/bolt'
import type { ReportId } from '../pipeline/report/types.ts'
import { parseEscalate } from '../views/escalate-modal.ts'
import { CALLBACKS, type ModalOrigin, parsePrivateMetadata } from '../views/ids.ts'
import { messageModal } from '../views/modal.ts'
import { parseRegenerate } from '../views/regenerate-modal.ts'
import type { DoorParts } from './door-context.ts'
import type { Plan } from './handle.ts'
import type { Form } from './payloads.ts'
import { refusalOf, sayPlainly } from './refusal-words.ts'

/** What sending a form does. Its values are checked before the form closes, the rest when the desk acts. */
export function planForm(parts: DoorParts, form: Form): Plan<ViewResponseAction> {
  const origin = parsePrivateMetadata(form.privateMetadata)
  if (origin && form.callbackId === CALLBACKS.regenerate) return planRegenerate(parts, form, origin)
  if (origin && form.callbackId === CALLBACKS.escalate) return planEscalate(parts, form, origin)
  const words = 'This form is from another version of this app. Nothing was changed. Open it again from the card.'
  return { answer: { response_action: 'update', view: messageModal('Not sent', words) }, work: null }
}

/** Which report a form is about; null when it does not say. */
export function reportOf(form: Form): ReportId | null {
  return parsePrivateMetadata(form.privateMetadata)?.id ?? null
}

function planRegenerate({ desk }: DoorParts, form: Form, { id, nonce }: ModalOrigin): Plan<ViewResponseAction> {
  const wish = parseRegenerate(form.state)
  if (!wish.ok) return { answer: { response_action: 'errors', errors: wish.errors }, work: null }
  const { angle, tier, fresh } = wish
  return {
    async work() {
      const result = await desk.regenerate(id, { angle, tier, fresh, by: form.who.userId, nonce })
      return result.ok
        ? sayPlainly('A new version is being made. The card changes when it is ready, in up to two minutes.')
        : refusalOf('regenerate', result)
    },
  }
}

function planEscalate({ desk }: DoorParts, form: Form, { id, nonce }: ModalOrigin): Plan<ViewResponseAction> {
  const wish = parseEscalate(form.state)
  if (!wish.ok) return { answer: { response_action: 'errors', errors: wish.errors }, work: null }
  const { to, why } = wish
  return {
    async work() {
      const result = await desk.escalate(id, { to, why, by: form.who.userId, nonce })
      // The thread names who was asked, so success needs no word of its own.
      return result.ok ? null : refusalOf('escalate', result)
    },
  }
}
