import type { Referral, ReplyReading } from '../types.ts'
import { keySentencesOf } from './key-sentences.ts'
import { instructionsIn, judgeKind, type TopicHit } from './kind.ts'
import { notesOf } from './notes.ts'
import { plainWordsOf } from './plain-words.ts'
import { referralOf } from './referral.ts'
import { sentencesOf } from './sentences.ts'

/** Has something for every expression. */
const WARMING = `Hi, I am not the right person. Please contact Jo Lin, our VP of Sales, at jo.lin@example.com. She is free Tuesday the 3rd
  at 2pm ET, but out until May 2. We only sell in Ohio, TX and around Toledo. No demo? https://example.com/meet/30min`

/**
 * Reads a stripped reply by rules alone: pure, synchronous, for message 1. `subject` is looked at only for the marks of
 * an automatic answer. No text, or nothing decisive in it, is `unclear`, which still runs: a tool upstream has already
 * called the reply positive. Only the first 40 sentences count, and text that addresses a program counts for nothing.
 */
export function readByRules(stripped: string | null, subject: string | null = null): ReplyReading {
  const sentences = sentencesOf(stripped ?? '')
  const plain = plainWordsOf(sentences)
  const instructions = instructionsIn(plain)
  const spoken = sentences.map((sentence, index) => (instructions.has(index) ? '' : sentence))
  const found = notesOf(spoken, plain)
  const { kind, hits } = judgeKind({
    sentences: spoken,
    plain,
    instructions,
    subject,
    referral: referralOf(spoken, new Set()),
    noted: new Set(found.map((note) => note.kind)),
  })
  const runs = kind === 'positive' || kind === 'unclear' || kind === 'referral'
  const notes = runs ? found : []
  const noted = notes.map((note) => note.text)
  return {
    kind,
    keySentences: keySentencesOf({ sentences, kind, hits, noted, hidden: instructions }),
    notes,
    referral: kind === 'referral' ? handedTo(spoken, hits) : null,
    by: 'rules',
  }
}

function handedTo(sentences: string[], hits: readonly TopicHit[]): Referral | null {
  const handing = hits.filter((hit) => hit.topic === 'handoff' || hit.topic === 'gone').map((hit) => hit.sentence)
  const named = referralOf(sentences, new Set(handing))
  return named === null ? null : { name: named.name, email: named.email, title: named.title }
}

/**
 * Reads a small made-up reply and forgets it, so that expressions and cues are compiled before the first real one.
 * Worth a call while the process starts; `readByRules` works without it.
 */
export function warmUp(): void {
  readByRules(WARMING)
}
