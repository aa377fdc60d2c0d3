import { plainText } from '../signals/plain-text.ts'
import type { Day, Signal, SignalState } from '../types.ts'
import { MAX_EVIDENCE_CHARS } from './tokens.ts'
import { stateCode, stateName } from './us-states.ts'

/** What code knows for sure about a signal, beside its text. Days are UTC, `amountUsd` is in dollars. */
export type EvidenceFacts = {
  type: string
  eventDate: Day | null
  deadline: Day | null
  amountUsd: number | null
  state: SignalState
  daysLeft: number | null
  isAmendment: boolean
  vendor: string | null
  buyerState: string | null
}

/** One thing that can prove a sentence: a signal, or the buyer's own record. Each field of its text is one line. */
export type Evidence = { id: string; buyerName: string | null; text: string; facts: EvidenceFacts }

/** The evidence in one signal: all of its text, and its typed fields. */
export function evidenceOf(signal: Signal): Evidence {
  const code = signal.buyerState === null ? null : stateCode(signal.buyerState)
  const fields = [
    signal.buyerName,
    spaced(signal.buyerType),
    signal.buyerState,
    code,
    code === null ? null : stateName(code),
    signal.vendor,
    signal.title,
    signal.sourceTitle,
    signal.sourceUrl,
    signal.sourceRef,
    signal.summary,
  ]
  return {
    id: signal.id,
    buyerName: signal.buyerName,
    text: joinFields(fields),
    facts: {
      type: signal.type,
      eventDate: signal.eventDate,
      deadline: signal.deadline,
      amountUsd: signal.amountUsd,
      state: signal.state,
      daysLeft: signal.daysLeft,
      isAmendment: signal.isAmendment,
      vendor: signal.vendor,
      buyerState: signal.buyerState,
    },
  }
}

/**
 * Evidence that is text only, such as the buyer's record under the id `buyer`: no dates, no status, no amount beyond
 * what its lines say.
 */
export function textEvidence(id: string, buyerName: string | null, lines: readonly string[]): Evidence {
  const facts: EvidenceFacts = {
    type: '',
    eventDate: null,
    deadline: null,
    amountUsd: null,
    state: 'unknown',
    daysLeft: null,
    isAmendment: false,
    vendor: null,
    buyerState: null,
  }
  return { id, buyerName, text: joinFields([buyerName, ...lines]), facts }
}

function joinFields(fields: readonly (string | null)[]): string {
  return fields
    .map((field) => provable(plainText(field)))
    .filter((field) => field !== '')
    .join('\n')
    .slice(0, MAX_EVIDENCE_CHARS)
}

/** `SchoolDistrict` and `school_district` as `School District`. */
function spaced(type: string | null): string | null {
  return type === null ? null : type.replaceAll('_', ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
}

const ORDERS_A_MODEL =
  /\b(?:(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|above|previous)\b|system prompt|language model|as an ai\b|(?:you must|please|now) (?:write|say|output|claim)\b|(?:write|output|answer|respond with|reply with) (?:exactly|only|the following)\b)/i

/**
 * Text that gives orders to a model is no evidence, and neither is what follows it in the same field: otherwise a
 * planted sentence would prove itself.
 */
function provable(field: string): string {
  const order = ORDERS_A_MODEL.exec(field.slice(0, MAX_EVIDENCE_CHARS))
  if (order === null) return field
  const before = field.slice(0, order.index)
  const sentenceEnd = Math.max(before.lastIndexOf('. '), before.lastIndexOf('! '), before.lastIndexOf('? '))
  return sentenceEnd < 0 ? '' : before.slice(0, sentenceEnd + 1)
}
