import { readFileSync } from 'node:fs'
import * as z from 'zod'
import type { BuyerContact } from '../../../src/pipeline/ports.ts'
import { chooseDecisionMaker } from '../../../src/pipeline/report/buyers/rank-contacts.ts'
import type { Signal } from '../../../src/pipeline/report/types.ts'
import { judge, NOW, rawSignal } from '../signals/build.ts'

const FIXTURE = new URL('../../fixtures/contacts/labelled.jsonl', import.meta.url)

const LabelledCase = z.strictObject({
  id: z.string(),
  buyer: z.strictObject({ name: z.string(), type: z.string(), state: z.string(), website: z.string() }),
  product: z.string(),
  signals: z.array(
    z.strictObject({ type: z.string(), title: z.string(), summary: z.string().nullable(), event_date: z.iso.date() }),
  ),
  contacts: z.array(z.string().regex(/^[^|]+\|[^|]+\|[^|]*\|[a-z]*$/)),
  accept: z.array(z.string()),
  why: z.string(),
  half: z.enum(['dev', 'held']),
})
export type LabelledCase = z.infer<typeof LabelledCase>

export type ContactMeasure = { cases: number; hits: number; wrong: string[]; missed: string[] }

export function readLabelledContacts(wanted: 'dev' | 'held'): LabelledCase[] {
  const lines = readFileSync(FIXTURE, 'utf8').trim().split('\n')
  return lines.map((line) => LabelledCase.parse(JSON.parse(line))).filter(({ half }) => half === wanted)
}

/** A hit is an accepted person, or nobody where nobody is right; wrong is a person that the label does not accept. */
export function measureContacts(cases: readonly LabelledCase[]): ContactMeasure {
  const measure: ContactMeasure = { cases: cases.length, hits: 0, wrong: [], missed: [] }
  for (const one of cases) {
    const chosen = chosenIn(one)
    const isHit = chosen === null ? one.accept.length === 0 : one.accept.includes(chosen)
    if (isHit) measure.hits++
    else if (chosen === null) measure.missed.push(one.id)
    else measure.wrong.push(`${one.id}: ${chosen}`)
  }
  return measure
}

function chosenIn(one: LabelledCase): string | null {
  const { buyer } = one
  const { dm } = chooseDecisionMaker({
    contacts: one.contacts.map((line) => toContact(line, buyer.website)),
    product: one.product,
    signals: toSignals(one),
    buyer: { ...buyer, emailDomains: [buyer.website] },
    now: NOW,
  })
  return dm?.contactId ?? null
}

function toSignals({ signals, buyer }: LabelledCase): Signal[] {
  const rows = signals.map(({ type, title, summary, event_date }, index) =>
    rawSignal({ id: `s${index}`, type, title, summary, eventDate: event_date, buyerName: buyer.name }),
  )
  return judge(rows).signals
}

/** `id|name|title|flags`; the README of the fixture says what the letters mean. */
function toContact(line: string, website: string): BuyerContact {
  const [id = '', name = '', title = '', flags = ''] = line.split('|')
  const has = (flag: string) => flags.includes(flag)
  const host = has('g') ? 'gmail.com' : has('o') ? 'elsewhere.example' : website
  return {
    id,
    name,
    firstName: null,
    lastName: null,
    title: title === '' ? null : title,
    normalizedTitles: [],
    email: has('n') ? null : `${id}@${host}`,
    phone: has('p') ? '555-0100' : null,
    directPhone: has('d') ? '555-0101' : null,
    linkedInUrl: null,
    worksAtBuyer: !has('x'),
    emailVerified: has('n') ? null : has('v'),
    emailCheckedAt: '2026-01-15T00:00:00Z',
    source: 'WebAgent',
    updatedAt: '2026-01-15T00:00:00Z',
  }
}
