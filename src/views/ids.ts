import type { ReportId } from '../pipeline/report/types.ts'
import { isObject } from './checks.ts'

/** Stored in messages that are already posted: a name may be added here, never changed. */
export const ACTIONS = {
  takeIt: 'take-it',
  dismiss: 'dismiss',
  openReport: 'open-report',
  regenerate: 'regenerate',
  escalate: 'escalate',
  /** Runs a reply that is held, dismissed, cancelled or failed. */
  runAnyway: 'run-anyway',
  shareReport: 'share-report',
  menuStatus: 'menu-status',
  menuHelp: 'menu-help',
} as const

export type ActionId = (typeof ACTIONS)[keyof typeof ACTIONS]

export const CALLBACKS = {
  regenerate: 'regenerate-modal',
  escalate: 'escalate-modal',
  message: 'message-modal',
} as const

/** Inputs of modals. Each block holds one element whose action id is `value`. */
export const INPUTS = {
  angle: 'angle',
  tier: 'tier',
  fresh: 'fresh',
  escalateTo: 'escalate-to',
  escalateWhy: 'escalate-why',
} as const

export const INPUT_VALUE = 'value'

/** Opaque: letters, digits and a little punctuation. Everything else in a value was not written by us. */
const OPAQUE = /^[\w.:-]{1,75}$/

function opaque(value: unknown): string | null {
  return typeof value === 'string' && OPAQUE.test(value) ? value : null
}

/**
 * What was clicked, from `actions[0]` of a payload: our action id and the report it is about, which is null for the
 * buttons of the command menu. Null when it is not one of ours.
 */
export function parseAction(action: unknown): { actionId: ActionId; reportId: ReportId | null } | null {
  if (!isObject(action)) return null
  const actionId = Object.values(ACTIONS).find((one) => one === action['action_id'])
  return actionId === undefined ? null : { actionId, reportId: opaque(action['value']) as ReportId | null }
}

/** What a modal carries: which report it is about, and the nonce that makes its submission count once. */
export type ModalOrigin = { id: ReportId; nonce: string }

export function buildPrivateMetadata(origin: ModalOrigin): string {
  return JSON.stringify({ id: origin.id, nonce: origin.nonce })
}

/** Null when the text was not written by `buildPrivateMetadata`. */
export function parsePrivateMetadata(text: unknown): ModalOrigin | null {
  if (typeof text !== 'string' || text.length > 300) return null
  try {
    const parsed: unknown = JSON.parse(text)
    if (!isObject(parsed)) return null
    const id = opaque(parsed['id'])
    const nonce = opaque(parsed['nonce'])
    return id === null || nonce === null ? null : { id: id as ReportId, nonce }
  } catch {
    return null
  }
}
