import type { Referral, ReplyReading } from '../types.ts'
import { keySentencesOf } from './key-sentences.ts'
import { judgeKind } from './kind.ts'
import { notesOf } from './notes.ts'
import { plainWordsOf } from './plain-words.ts'
import { referralOf } from './referral.ts'
import { sentencesOf } from './sentences.ts'

/**
 * Reads a stripped reply by rules alone: pure, synchronous, for message 1. `subject` is looked at only for the marks of
 * an automatic answer. No text, or nothing decisive in it, is `unclear`, which still runs: a tool upstream has already
 * called the reply positive. Only the first 40 sentences count, and text that addresses a program counts for nothing.
 */
export function readByRules(stripped: string | null, subject: string | null = null): ReplyReading {
  const sentences = sentencesOf(stripped ?? '')
  const plain = plainWordsOf(sentences)
  const found = notesOf(sentences, plain)
  const everywhere = new Set(sentences.keys())
  const judged = judgeKind({
    sentences,
    plain,
    subject: subject ?? null,
    referral: referralOf(sentences, everywhere),
    noted: new Set(shown(found).map((note) => note.kind)),
  })
  const { kind, hits, instructions } = judged
  const runs = kind === 'positive' || kind === 'unclear' || kind === 'referral'
  const hidden = (text: string) => [...instructions].some((index) => sentences[index]?.includes(text) === true)
  const notes = runs ? found.filter((note) => !hidden(note.text)) : []
  const handing = new Set(
    hits.filter((hit) => hit.topic === 'handoff' || hit.topic === 'gone').map((hit) => hit.sentence),
  )
  return {
    kind,
    keySentences: keySentencesOf({
      sentences,
      kind,
      hits,
      noted: notes.map((note) => note.text),
      hidden: instructions,
    }),
    notes,
    referral: kind === 'referral' ? referralOf(sentences, handing.size > 0 ? handing : everywhere) : null,
    by: 'rules',
  }
}
