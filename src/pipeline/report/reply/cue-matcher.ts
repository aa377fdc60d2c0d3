import { inflected, WORD_CLASSES } from './cues/word-classes.ts'
import { isFiller, isSeparator, type PlainWords } from './plain-words.ts'
import { phrases } from './word-list.ts'

/**
 * Cues are phrases over plain words. A part of a cue is a word, alternatives (`send/share`), any inflection of a verb
 * (`forward~`), a class of words (`<day>`), a word written with a capital (`<Name>`), an address (`<email>`), or a gap of up to three words
 * inside one clause (`*`). A part with `?` behind it may be missing; `^` and `$` are the start and the end of a clause.
 * Words that only colour a phrase ("really", "just") may stand anywhere inside it.
 */

/** Phrases, `|` or line breaks between them, with what they speak for and how strongly: 1 is a hint, 5 nearly settles it. */
export type CueGroup<Topic extends string> = { topic: Topic; weight: number; list: string }

/** A cue found in the text: `sentence` is its number, `at` and `end` are places in the plain words. */
export type Hit<Topic extends string> = { topic: Topic; weight: number; sentence: number; at: number; end: number }

/** Cues by the words they can begin with. */
export type CueIndex<Topic extends string> = ReadonlyMap<string, readonly Cue<Topic>[]>

type Part =
  | { is: 'word'; words: ReadonlySet<string>; isOptional: boolean }
  | { is: 'gap' }
  | { is: 'start' }
  | { is: 'end' }
type Cue<Topic extends string> = { topic: Topic; weight: number; parts: readonly Part[] }

const GAP = 3
/** Stands for a capitalised word among the words of a part, and among the first words of cues. */
const ANY_NAME = '<Name>'
/** The same for an e-mail address. */
const ANY_ADDRESS = '<email>'

/** Cues ready to be found. A wrong part in a list is a mistake of ours and throws. */
export function indexCues<Topic extends string>(groups: readonly CueGroup<Topic>[]): CueIndex<Topic> {
  const index = new Map<string, Cue<Topic>[]>()
  for (const { topic, weight, list } of groups) {
    for (const phrase of phrases(list)) {
      const cue = { topic, weight, parts: phrase.split(' ').map(partOf) }
      const first = firstWordsOf(cue.parts)
      if (first.size === 0) throw new Error(`a cue begins with a word: ${phrase}`)
      for (const word of first) {
        const known = index.get(word)
        if (known) known.push(cue)
        else index.set(word, [cue])
      }
    }
  }
  return index
}

function partOf(text: string): Part {
  if (text === '*') return { is: 'gap' }
  if (text === '^') return { is: 'start' }
  if (text === '$') return { is: 'end' }
  const isOptional = text.endsWith('?')
  const words = (isOptional ? text.slice(0, -1) : text).split('/').flatMap(alternativesOf)
  return { is: 'word', words: new Set(words), isOptional }
}

function alternativesOf(word: string): readonly string[] {
  if (word.endsWith('~')) return inflected(word.slice(0, -1))
  if (!word.startsWith('<') || word === ANY_NAME || word === ANY_ADDRESS) return [word]
  const known = WORD_CLASSES[word.slice(1, -1)]
  if (known === undefined) throw new Error(`no word class ${word}`)
  return [...known]
}

function firstWordsOf(parts: readonly Part[]): ReadonlySet<string> {
  const first = new Set<string>()
  for (const part of parts) {
    if (part.is === 'start') continue
    if (part.is !== 'word') break
    for (const word of part.words) first.add(word)
    if (!part.isOptional) return first
  }
  return new Set()
}

/** Every place where a cue occurs, each cue tried only where one of its first words stands. */
export function findHits<Topic extends string>(plain: PlainWords, index: CueIndex<Topic>): Hit<Topic>[] {
  const hits: Hit<Topic>[] = []
  for (let at = 0; at < plain.words.length; at += 1) {
    const word = plain.words[at] ?? ''
    if (isSeparator(word)) continue
    for (const key of keysOf(plain, at)) {
      for (const { topic, weight, parts } of index.get(key) ?? []) {
        const end = endOf(plain, parts, { part: 0, at, isInside: false })
        if (end > at) hits.push({ topic, weight, sentence: plain.sentences[at] ?? 0, at, end })
      }
    }
  }
  return hits
}

/** What cues can call the word at a place: itself, a name, an address. */
function keysOf(plain: PlainWords, at: number): string[] {
  const word = plain.words[at] ?? '‖'
  if (word.includes('@')) return [word, ANY_ADDRESS]
  return plain.isName[at] === true ? [word, ANY_NAME] : [word]
}

function isAmong(words: ReadonlySet<string>, plain: PlainWords, at: number): boolean {
  const word = plain.words[at] ?? '‖'
  if (words.has(word)) return true
  return (plain.isName[at] === true && words.has(ANY_NAME)) || (word.includes('@') && words.has(ANY_ADDRESS))
}

/** How far a match has come: `isInside` once a word of the cue has been read. */
type Place = { part: number; at: number; isInside: boolean }

/** Where the rest of a cue ends when it matches from `at` on, else -1. Gaps are bounded, so this is a few steps. */
function endOf(plain: PlainWords, parts: readonly Part[], { part, at, isInside }: Place): number {
  const wanted = parts[part]
  if (wanted === undefined) return at
  const word = plain.words[at] ?? '‖'
  switch (wanted.is) {
    case 'start':
      return isClauseStart(plain, at) ? endOf(plain, parts, { part: part + 1, at, isInside }) : -1
    case 'end':
      return isSeparator(word) ? endOf(plain, parts, { part: part + 1, at, isInside }) : -1
    case 'gap':
      return endAfterGap(plain, parts, { part, at, isInside })
    case 'word': {
      if (isAmong(wanted.words, plain, at)) {
        const end = endOf(plain, parts, { part: part + 1, at: at + 1, isInside: true })
        if (end >= 0) return end
      }
      const without = wanted.isOptional ? endOf(plain, parts, { part: part + 1, at, isInside }) : -1
      if (without >= 0) return without
    }
  }
  return isInside && isFiller(word) ? endOf(plain, parts, { part, at: at + 1, isInside }) : -1
}

function endAfterGap(plain: PlainWords, parts: readonly Part[], { part, at, isInside }: Place): number {
  for (let skipped = 0; skipped <= GAP; skipped += 1) {
    const end = endOf(plain, parts, { part: part + 1, at: at + skipped, isInside })
    if (end >= 0) return end
    if (isSeparator(plain.words[at + skipped] ?? '‖')) return -1
  }
  return -1
}

/** Right after a separator, or after words that only open a clause: "and yes", "well, so send it". */
function isClauseStart(plain: PlainWords, at: number): boolean {
  let before = at - 1
  while (before > at - 3 && OPENERS.has(plain.words[before] ?? '')) before -= 1
  return isSeparator(plain.words[before] ?? '‖')
}

const OPENERS = new Set('and so well oh hey hi hm hmm um then ok honestly actually also but'.split(' '))
