import type { Note, NoteKind } from '../types.ts'
import { type CueIndex, findHits, indexCues } from './cue-matcher.ts'
import { NOTE_CUES, NOTE_EXEMPTIONS } from './cues/notes.ts'
import { harmlessSpans, isNegated } from './negation.ts'
import type { PlainWords } from './plain-words.ts'
import { cutAtWord } from './sentences.ts'
import { isTerritory } from './territory.ts'
import { offeredTimes } from './times.ts'

const MAX_NOTE = 200
const PER_KIND = 2
const ORDER: readonly NoteKind[] = ['demo_asked', 'will_forward', 'urgency', 'packaging']
const CUES: CueIndex<NoteKind> = indexCues<NoteKind>(NOTE_CUES)
const EXEMPT: CueIndex<NoteKind> = indexCues<NoteKind>(NOTE_EXEMPTIONS)

/**
 * What changes the rep's next step, each with the words of the reply that say so. At most two of a kind. `plain` are
 * the words of the same sentences; an empty sentence is passed over.
 */
export function notesOf(sentences: string[], plain: PlainWords): Note[] {
  const notes: Note[] = []
  const add = (kind: NoteKind, text: string) => {
    const same = notes.filter((note) => note.kind === kind)
    if (same.length < PER_KIND && !same.some((note) => note.text === text))
      notes.push({ kind, text: cutAtWord(text, MAX_NOTE) })
  }
  const said = kindsBySentence(plain)
  for (const [number, sentence] of sentences.entries()) {
    for (const kind of ORDER) if (sentence !== '' && said.get(number)?.has(kind) === true) add(kind, sentence)
    const times = offeredTimes(sentence)
    if (times !== null) add('times_offered', times)
    if (isTerritory(sentence)) add('territory', sentence)
  }
  return notes
}

function kindsBySentence(plain: PlainWords): ReadonlyMap<number, ReadonlySet<NoteKind>> {
  const exempt = findHits(plain, EXEMPT)
  const harmless = harmlessSpans(plain)
  const said = new Map<number, Set<NoteKind>>()
  for (const hit of findHits(plain, CUES)) {
    const isExempt = exempt.some((span) => span.topic === hit.topic && span.at < hit.end && hit.at < span.end)
    if (isExempt || isNegated(plain, harmless, hit)) continue
    const kinds = said.get(hit.sentence) ?? new Set<NoteKind>()
    said.set(hit.sentence, kinds.add(hit.topic))
  }
  return said
}
