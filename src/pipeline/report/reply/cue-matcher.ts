import type { PlainWords } from './plain-words.ts'

/**
 * Cues are phrases over plain words. A word may have alternatives (`send/share`), be optional (`please?`), or be a gap
 * of up to three words inside one clause (`*`); `^` and `$` are the start and the end of a clause.
 */

/** What a cue speaks for. `instruction` is text that addresses a program, and speaks for nothing. */
export type CueTopic =
  | 'want'
  | 'refuse'
  | 'stop'
  | 'away'
  | 'gone'
  | 'handoff'
  | 'later'
  | 'doubt'
  | 'mock'
  | 'instruction'

/** Phrases, `|` between them, with what they speak for and how strongly: 1 is a hint, 5 nearly settles it. */
export type CueGroup = { topic: CueTopic; weight: number; list: string }

export type Cue = { topic: CueTopic; weight: number; pattern: RegExp; firstWords: readonly string[] }

/** A cue found in the text: `sentence` is its number, `at` its place in the plain words. */
export type Hit = { topic: CueTopic; weight: number; sentence: number; at: number; end: number }

export function compileCue(topic: CueTopic, weight: number, phrase: string): Cue {
  const parts = phrase.split(' ')
  const source = parts.map(partSource).join('')
  const first = parts.find((part) => part !== '^' && part !== '*' && !part.endsWith('?')) ?? ''
  return { topic, weight, pattern: new RegExp(`(?<= )${source}`, 'gu'), firstWords: first.split('/') }
}

function partSource(part: string): string {
  if (part === '*') return '(?:[^|‖ ]+ ){0,3}'
  if (part === '^') return '(?<=[|‖] )'
  if (part === '$') return '(?=[|‖])'
  const isOptional = part.endsWith('?')
  const words = (isOptional ? part.slice(0, -1) : part)
    .split('/')
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return `(?:(?:${words.join('|')}) )${isOptional ? '?' : ''}`
}

/** Every place where a cue occurs. A cue is tried only when its first word occurs at all. */
export function findHits(plain: PlainWords, cues: readonly Cue[]): Hit[] {
  const hits: Hit[] = []
  for (const cue of cues) {
    if (!cue.firstWords.some((word) => plain.words.has(word))) continue
    for (const match of plain.text.matchAll(cue.pattern)) {
      const end = match.index + match[0].length
      hits.push({
        topic: cue.topic,
        weight: cue.weight,
        sentence: sentenceAt(plain, match.index),
        at: match.index,
        end,
      })
    }
  }
  return hits
}

function sentenceAt(plain: PlainWords, at: number): number {
  let sentence = 0
  while (sentence + 1 < plain.starts.length && (plain.starts[sentence + 1] ?? 0) <= at) sentence += 1
  return sentence
}
