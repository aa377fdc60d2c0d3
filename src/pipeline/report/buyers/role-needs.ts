import type { Signal } from '../types.ts'
import { ownersOf } from './area-owners.ts'
import { isKnown, isSoftware, meets, type Subject, subjectOf } from './subjects.ts'
import type { Area } from './title-areas.ts'

/** What a kind of event calls for besides its subject: a tender goes through purchasing, money through finance. */
const EVENT_AREAS: Record<string, readonly (readonly [Area, number])[]> = {
  rfp_posted: [['procurement', 0.55]],
  vendor_evaluation: [['procurement', 0.5]],
  contract_expiration: [['procurement', 0.45]],
  purchase_order: [['procurement', 0.4]],
  budget_event: [['finance', 0.5]],
  grant_funding: [
    ['grants', 0.55],
    ['finance', 0.45],
  ],
}
/** Who may always be asked when nobody is closer: the head decides, technology buys software. */
const ALWAYS: readonly (readonly [Area, number])[] = [
  ['executive', 0.5],
  ['technology', 0.4],
  ['operations', 0.25],
  ['procurement', 0.3],
  ['finance', 0.25],
]
const PRODUCT_SHARE = 0.75
/** A signal that is not about the product tells little about who buys it. */
const ASIDE_SHARE = 0.3
const ASIDE_EVENT = 0.8
const SIGNAL_ALONE = 0.75
/** Software concerns whoever runs the systems, whatever it is for. */
const OF_SOFTWARE = 0.6
/** A product nobody can place is most likely software. */
const UNKNOWN_SUBJECT = 0.6

/** Whom a sale concerns: how much each area does, 0 to 1, and the topics and words that name it outright. */
export type RoleNeeds = {
  areas: ReadonlyMap<Area, number>
  product: Subject
  signals: Subject
}

/**
 * Reads product and signals of this buyer into the areas they concern. A signal on another subject than the product
 * counts 0.3; one that is closed counts nothing. Null when neither says anything: then nobody can be chosen.
 */
export function roleNeeds(product: string | null, signals: readonly Signal[]): RoleNeeds | null {
  const wanted = subjectOf(product)
  const said = signalNeeds(wanted, signals)
  if (!isKnown(wanted) && said.subjects.size === 0) return null
  const ofProduct = ownersOf(wanted)
  const areas = new Map<Area, number>()
  for (const area of new Set([...ofProduct.keys(), ...said.subjects.keys()])) {
    const [own, seen] = [ofProduct.get(area) ?? 0, said.subjects.get(area) ?? 0]
    const joined = said.subjects.size === 0 ? own : PRODUCT_SHARE * own + (1 - PRODUCT_SHARE) * seen
    raise(areas, area, Math.max(ofProduct.size === 0 ? seen : joined, SIGNAL_ALONE * seen))
  }
  for (const [area, need] of [...ALWAYS, ...said.events]) raise(areas, area, need)
  if (isSoftware(product ?? '')) raise(areas, 'technology', OF_SOFTWARE)
  if (ofProduct.size === 0 && said.subjects.size === 0) raise(areas, 'technology', UNKNOWN_SUBJECT)
  return { areas, product: wanted, signals: { topics: said.topics, stems: new Set() } }
}

/** What live signals concern: by subject, and by the kind of event they are. */
function signalNeeds(wanted: Subject, signals: readonly Signal[]) {
  const subjects = new Map<Area, number>()
  const events = new Map<Area, number>()
  const topics = new Set<number>()
  for (const signal of signals.filter(({ state, type }) => state !== 'closed' && !PEOPLE.has(type))) {
    const subject = subjectOf(`${signal.title ?? ''}. ${signal.summary ?? ''}`)
    const isAside = isKnown(wanted) && !meets(wanted, subject)
    for (const [area, need] of ownersOf(subject)) raise(subjects, area, need * (isAside ? ASIDE_SHARE : 1))
    for (const [area, need] of EVENT_AREAS[signal.type] ?? []) raise(events, area, need * (isAside ? ASIDE_EVENT : 1))
    if (!isAside) for (const topic of subject.topics) topics.add(topic)
  }
  return { subjects, events, topics }
}

function raise(areas: Map<Area, number>, area: Area, to: number): void {
  areas.set(area, Math.max(areas.get(area) ?? 0, to))
}

/** Signals about people say who is there, not what is bought. */
const PEOPLE = new Set(['job_change', 'leadership_change'])
