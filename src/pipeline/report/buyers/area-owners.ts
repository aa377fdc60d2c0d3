import { stem } from '../signals/tokens.ts'
import { type Subject, topicsOf } from './subjects.ts'
import type { Area } from './title-areas.ts'

/**
 * Who is responsible for a purchase, by a word of its topic (`signals/topics.ts`): the first owns it, each next one a
 * little less. Where a topic has none, technology and the head remain.
 */
const OWNERS: readonly (readonly [word: string, ...areas: Area[]])[] = [
  ['advising', 'advising', 'student_services', 'academic', 'curriculum', 'enrollment'],
  ['absenteeism', 'student_services', 'curriculum'],
  ['tutoring', 'curriculum', 'academic', 'advising', 'student_services'],
  ['curriculum', 'curriculum', 'academic'],
  ['assessment', 'assessment', 'curriculum'],
  ['lms', 'curriculum', 'technology', 'academic'],
  ['sis', 'technology', 'registrar', 'assessment', 'student_services'],
  ['enrollment', 'enrollment', 'registrar', 'communications'],
  ['crm', 'enrollment', 'advancement', 'technology', 'communications'],
  ['wellness', 'student_services', 'health'],
  ['iep', 'special_education', 'student_services'],
  ['career', 'career', 'curriculum', 'advising'],
  ['alumni', 'advancement'],
  ['cafeteria', 'nutrition', 'operations'],
  ['transportation', 'transportation', 'operations'],
  ['fleet', 'transportation', 'public_works', 'operations'],
  ['hvac', 'facilities', 'operations'],
  ['energy', 'facilities', 'operations'],
  ['facilities', 'facilities', 'operations'],
  ['construction', 'facilities', 'public_works', 'planning'],
  ['roof', 'public_works', 'facilities'],
  ['water', 'utilities', 'public_works', 'operations'],
  ['waste', 'public_works', 'utilities'],
  ['cybersecurity', 'infosec', 'technology'],
  ['network', 'technology', 'infosec'],
  ['voip', 'technology'],
  ['device', 'technology', 'curriculum'],
  ['backup', 'technology', 'infosec'],
  ['erp', 'finance', 'technology', 'hr'],
  ['budgeting', 'finance'],
  ['hr', 'hr'],
  ['coaching', 'hr', 'curriculum'],
  ['permitting', 'planning', 'technology'],
  ['gis', 'planning', 'technology', 'public_works'],
  ['311', 'communications', 'executive', 'technology'],
  ['agenda', 'clerk', 'executive'],
  ['foia', 'clerk', 'legal', 'communications'],
  ['website', 'communications', 'technology'],
  ['translation', 'communications', 'student_services', 'curriculum'],
  ['messaging', 'communications', 'technology'],
  ['bodycam', 'police'],
  ['fire', 'fire', 'operations'],
  ['jail', 'police'],
  ['court', 'legal', 'clerk'],
  ['safety', 'safety', 'police', 'operations'],
  ['parking', 'public_works', 'police', 'planning'],
  ['traffic', 'public_works'],
  ['transit', 'transportation', 'public_works'],
  ['recreation', 'parks'],
  ['library', 'library'],
  ['election', 'clerk'],
  ['appraisal', 'finance'],
  ['billing', 'finance'],
  ['insurance', 'hr', 'finance'],
  ['audit', 'finance', 'legal'],
  ['dashboard', 'assessment', 'technology'],
  ['ai', 'technology', 'curriculum'],
  ['grant', 'grants', 'finance'],
  ['inventory', 'operations', 'technology', 'finance'],
  ['esignature', 'technology', 'clerk'],
  ['procurement', 'procurement', 'finance'],
  ['clinic', 'health'],
  ['housing', 'planning', 'health'],
  ['childcare', 'curriculum', 'student_services'],
  ['athletics', 'facilities', 'parks'],
  ['printer', 'technology', 'operations', 'procurement'],
  ['furniture', 'procurement', 'facilities', 'operations'],
  ['drone', 'police', 'public_works'],
  ['survey', 'communications', 'assessment'],
]
const STEPS = [1, 0.85, 0.65, 0.5, 0.45]

/** The same for single words that belong to no topic. */
const WORDS: typeof OWNERS = [
  ['transcript', 'registrar', 'enrollment', 'student_services'],
  ['timetable', 'registrar', 'academic'],
  ['identity', 'infosec', 'technology'],
  ['authentication', 'infosec', 'technology'],
  ['server', 'technology'],
  ['integration', 'technology'],
  ['math', 'curriculum', 'academic'],
  ['mathematics', 'curriculum', 'academic'],
  ['science', 'curriculum', 'academic'],
  ['stem', 'curriculum', 'career'],
  ['robotics', 'curriculum', 'career'],
  ['writing', 'curriculum', 'academic'],
  ['plagiarism', 'academic', 'curriculum'],
  ['bullying', 'student_services', 'safety'],
  ['behavior', 'student_services', 'special_education'],
  ['multilingual', 'curriculum', 'communications'],
  ['marketing', 'communications', 'enrollment'],
  ['leak', 'utilities', 'facilities'],
  ['scada', 'utilities', 'infosec'],
  ['playground', 'parks', 'facilities'],
  ['tree', 'parks', 'public_works'],
  ['uniform', 'procurement', 'police', 'fire'],
  ['tax', 'finance'],
  ['pension', 'finance', 'hr'],
]
const WORD_OWNERS: ReadonlyMap<string, readonly (readonly [Area, number])[]> = new Map(
  WORDS.map(([word, ...areas]) => [stem(word), stepped(areas)]),
)

/** Topics that are often a side of another purchase (`training` for phishing): beside another one they count less. */
const SIDES = new Set(
  [
    'coaching',
    'dashboard',
    'ai',
    'messaging',
    'esignature',
    'grant',
    'audit',
    'billing',
    'inventory',
    'survey',
  ].flatMap(topicsOf),
)
const SIDE_SHARE = 0.8

/** Topic number → its owners. */
const OWNERS_OF: ReadonlyMap<number, readonly (readonly [Area, number])[]> = readOwners()

/** Who is responsible for a subject, and how much, 0 to 1. */
export function ownersOf({ topics, stems }: Subject): Map<Area, number> {
  const areas = new Map<Area, number>()
  const isMixed = [...topics].some((topic) => !SIDES.has(topic))
  for (const topic of topics) {
    const share = isMixed && SIDES.has(topic) ? SIDE_SHARE : 1
    for (const [area, need] of OWNERS_OF.get(topic) ?? []) areas.set(area, Math.max(areas.get(area) ?? 0, need * share))
  }
  for (const each of stems)
    for (const [area, need] of WORD_OWNERS.get(each) ?? []) areas.set(area, Math.max(areas.get(area) ?? 0, need))
  return areas
}

function readOwners(): Map<number, (readonly [Area, number])[]> {
  const owners = new Map<number, (readonly [Area, number])[]>()
  for (const [word, ...areas] of OWNERS) for (const topic of topicsOf(word)) owners.set(topic, stepped(areas))
  return owners
}

function stepped(areas: readonly Area[]): (readonly [Area, number])[] {
  return areas.map((area, index) => [area, STEPS[index] ?? 0.4] as const)
}
