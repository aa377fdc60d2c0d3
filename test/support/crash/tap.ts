import { Client } from 'pg'

/**
 * Names the places between two things an app does outside itself: right after a statement has been carried out by
 * Postgres, or a request has been answered, and before the app knows it. Together with the outbox's own checkpoints
 * these are all places where a crash can leave something half done. The app itself needs no hooks for it.
 */
export type Passed = (place: string) => void

type Answered = { rowCount: number | null }

/** What was stored last in the transaction that a connection has open. */
const openWork = new WeakMap<object, string>()

/** Tells of every statement of every connection of this process, from now on. */
export function tapStatements(passed: Passed): void {
  const query: unknown = Reflect.get(Client.prototype, 'query')
  if (typeof query !== 'function') throw new Error('pg has another shape')
  const tapped = function (this: object, ...given: unknown[]): unknown {
    const text = textOf(given[0])
    const values = valuesOf(given)
    const after = (answer: Answered | undefined) => {
      for (const place of placesOf(this, { text, values, answer })) passed(place)
    }
    const callback = given.at(-1)
    if (typeof callback === 'function') {
      given[given.length - 1] = (error: unknown, answer: Answered) => {
        if (!error) after(answer)
        callback(error, answer)
      }
      return Reflect.apply(query, this, given)
    }
    const answer: unknown = Reflect.apply(query, this, given)
    if (!(answer instanceof Promise)) return answer
    return answer.then((result: Answered) => {
      after(result)
      return result
    })
  }
  Object.assign(Client.prototype, { query: tapped })
}

function textOf(given: unknown): string {
  if (typeof given === 'string') return given
  return typeof given === 'object' && given !== null && 'text' in given ? String(given.text) : ''
}

function valuesOf([first, second]: unknown[]): unknown[] {
  const inside = typeof first === 'object' && first !== null && 'values' in first ? first.values : second
  return Array.isArray(inside) ? inside : []
}

type Statement = { text: string; values: unknown[]; answer: Answered | undefined }

function placesOf(connection: object, { text, values, answer }: Statement): string[] {
  if (/^\s*begin\s*;?\s*$/i.test(text)) openWork.delete(connection)
  const work = workOf(text)
  if (work) openWork.set(connection, work)
  if (/^\s*commit\s*;?\s*$/i.test(text)) return [`${openWork.get(connection) ?? 'other'}:stored`]
  if (text.includes('with fence as')) return journalPlaces(values)
  if (text.includes('given as (select')) return [isReport(values) ? 'outcome:stored' : 'note:stored']
  if (text.includes('attempt = r.attempt + 1')) return answer?.rowCount ? ['run:begun'] : ['sql']
  if (text.includes('set holder = $2, held_until') && text.includes('shown_messages'))
    return answer?.rowCount ? ['edit:held'] : ['sql']
  if (text.includes('set shown_revision = greatest')) return ['edit:stored']
  return ['sql']
}

/** Several statements of one transaction: the commit is what counts. */
function workOf(text: string): string | null {
  if (text.includes('insert into intel.replies')) return 'reply'
  if (text.includes('insert into intel.provider_events')) return 'event'
  if (text.includes('update intel.provider_events set status')) return 'event-end'
  if (text.includes('set dispatched_at = now()')) return 'dispatch'
  if (text.includes('update intel.effects set status')) return 'effect'
  if (text.includes('set escalation = $2')) return 'escalation'
  return text.includes('failures = failures + $5') ? 'later' : null
}

const isReport = (values: unknown[]) => String(values[0]).includes('"document":{')

/** The journal takes the writes of many runs at once; each is a place of its own. */
function journalPlaces(values: unknown[]): string[] {
  const [, steps, , calls, ends] = values.map((value) => JSON.parse(String(value)) as { name?: string }[])
  return [
    ...(steps ?? []).map(({ name }) => `step:${name}`),
    ...(calls ?? []).map(() => 'model:stored'),
    ...(ends ?? []).map(() => 'run:ended'),
  ]
}

/** The app's `fetch`, telling of every answer before the app sees it. */
export function tapFetch(passed: Passed): typeof fetch {
  return async (input, init) => {
    const answer = await fetch(input, init)
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    passed(placeOfAnswer(pathname, init?.method ?? 'GET'))
    return answer
  }
}

function placeOfAnswer(path: string, method: string): string {
  if (path.startsWith('/api/')) return `slack:${path.slice('/api/'.length)}`
  if (path.startsWith('/v1/messages')) return 'model:answered'
  if (path.startsWith('/v1/pages')) return `notion:page-${method.toLowerCase()}`
  if (path.startsWith('/v1/blocks')) return `notion:blocks-${method.toLowerCase()}`
  return path.startsWith('/rest/') ? 'signals:answered' : 'clay:answered'
}
