import { plainText } from '../signals/plain-text.ts'
import type { Signal } from '../types.ts'
import { nameForms, stateOfBuyer } from './buyer-names.ts'

/** One buyer with its distinct signals, best first. Type, state and name are what most of its signals say. */
export type BuyerGroup = {
  /** The same for the same buyer in any order of signals. */
  key: string
  id: string | null
  name: string | null
  type: string | null
  state: string | null
  signals: Signal[]
}

type Row = { signal: Signal; id: string | null; form: string | null; state: string | null }

/**
 * Signals by buyer, each once: by id, else by official name and state. A signal that only names its buyer joins the one
 * id that goes by this name in this state; two such ids, or two states where it names none, keep it apart.
 */
export function groupByBuyer(signals: readonly Signal[]): BuyerGroup[] {
  const rows = distinctIds(signals).map((signal): Row => {
    const state = stateOfBuyer(signal.buyerName, signal.buyerState)
    return {
      signal,
      id: signal.buyerId?.trim() || null,
      form: nameForms(signal.buyerName, signal.buyerType)[0] ?? null,
      state,
    }
  })
  const byForm = Map.groupBy(
    rows.filter((row) => row.form !== null),
    (row) => row.form,
  )
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row, byForm.get(row.form) ?? [])
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups].map(([key, members]) => toGroup(key, members)).sort((a, b) => compareText(a.key, b.key))
}

/** `namesakes` are all rows under the same name, this one included. */
function keyOf(row: Row, namesakes: readonly Row[]): string | null {
  if (row.id !== null) return `id ${row.id}`
  if (row.form === null) return null
  const states = new Set(namesakes.flatMap(({ state }) => state ?? []))
  const state = row.state ?? (states.size === 1 ? ([...states][0] ?? null) : null)
  const sameState = namesakes.filter((other) => (other.state ?? state) === state)
  const withState = sameState.filter((other) => other.state !== null || states.size <= 1)
  const ids = new Set(withState.flatMap(({ id }) => id ?? []))
  const isClear = state !== null || states.size === 0
  const [only] = ids
  return isClear && ids.size === 1 && only !== undefined ? `id ${only}` : `name ${row.form} ${state ?? ''}`
}

function toGroup(key: string, rows: readonly Row[]): BuyerGroup {
  return {
    key,
    id: rows.find(({ id }) => id !== null)?.id ?? null,
    name: mostSaid(rows.map(({ signal }) => plainText(signal.buyerName, 300) || null)),
    type: mostSaid(rows.map(({ signal }) => signal.buyerType)),
    state: mostSaid(rows.map(({ state }) => state)),
    signals: distinctEvents(rows.map(({ signal }) => signal)),
  }
}

/** The value most rows give; of two, the longer, then the one that sorts first. */
function mostSaid(values: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== null && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1)
  const [first] = [...counts].sort(([a, n], [b, m]) => m - n || b.length - a.length || compareText(a, b))
  return first?.[0] ?? null
}

function distinctIds(signals: readonly Signal[]): Signal[] {
  return distinctBy(signals, ({ id }) => id)
}

/** The same event under two ids is one signal: a tender by its title, everything else by title and day. */
function distinctEvents(signals: readonly Signal[]): Signal[] {
  return distinctBy(signals, (signal) => {
    const title = plainText(signal.title, 1000)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    if (title === '') return `id ${signal.id}`
    return [signal.type, title, signal.type === 'rfp_posted' ? '' : (signal.eventDate ?? '')].join('\n')
  })
}

function distinctBy(signals: readonly Signal[], keyOf: (signal: Signal) => string): Signal[] {
  const best = new Map<string, Signal>()
  for (const signal of [...signals].sort(compareSignals)) if (!best.has(keyOf(signal))) best.set(keyOf(signal), signal)
  return [...best.values()]
}

/** Best first: what is not closed before what is, then score, then the newer event, then the id. */
function compareSignals(a: Signal, b: Signal): number {
  return (
    Number(a.state === 'closed') - Number(b.state === 'closed') ||
    b.score - a.score ||
    compareText(b.eventDate ?? '', a.eventDate ?? '') ||
    compareText(a.id, b.id) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  )
}

/** An order that no locale changes. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
