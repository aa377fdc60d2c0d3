import { ABBREVIATIONS, CONTRASTS, ENDINGS, FILLERS, NOT_NAMES } from './cues/plain-forms.ts'
import { repaired } from './typos.ts'

/**
 * Sentences as plain words for the cues: small letters, contractions written out, common slips repaired, `|` between
 * clauses and `‖` around sentences. `‖ yes | send it over ‖ we do not need more ‖`
 */

const TOKEN = /[\p{L}\p{N}]+(?:['@._+&:-][\p{L}\p{N}]+)*|\p{Extended_Pictographic}|[,;:()!?—–]|(?<=\s)-(?=\s)/gu
const SEPARATOR = /^[,;:()!?—–-]$/u
/** "+Dana" brings Dana in. */
const PLUS_NAME = /(?<!\S)\+\s?(?=\p{Lu}\p{Ll})/gu
/** "5-10", "15-minute". */
const RANGE = /^\d{1,4}-[\p{L}\d]{1,12}$/u

export type PlainWords = {
  words: string[]
  /** Per word: written with a capital and not a word that usually has one for another reason. */
  isName: boolean[]
  /** Per word: the number of its sentence. */
  sentences: number[]
  /** Where each sentence begins in `words`. */
  starts: number[]
}

export function plainWordsOf(sentences: string[]): PlainWords {
  const plain: PlainWords = { words: ['‖'], isName: [false], sentences: [0], starts: [] }
  for (const [number, sentence] of sentences.entries()) {
    plain.starts.push(plain.words.length)
    for (const token of sentence.replaceAll('’', "'").replace(PLUS_NAME, 'adding ').match(TOKEN) ?? [])
      addToken(plain, token, number)
    if (plain.words.at(-1) === '|') plain.words[plain.words.length - 1] = '‖'
    else add(plain, '‖', { number, isName: false })
  }
  return plain
}

function addToken(plain: PlainWords, token: string, number: number): void {
  const atStart = isSeparator(plain.words.at(-1) ?? '‖')
  if (SEPARATOR.test(token)) {
    if (!atStart) add(plain, '|', { number, isName: false })
    return
  }
  const words = RANGE.test(token) ? token.toLowerCase().split('-') : writtenOut(token.toLowerCase()).split(' ')
  if (CONTRASTS.has(words[0] ?? '') && !atStart) add(plain, '|', { number, isName: false })
  const isName = /^\p{Lu}['’]?\p{L}/u.test(token) && !isNoName(token.toLowerCase())
  for (const word of words) add(plain, word, { number, isName })
}

/** True for a word that has its capital for another reason than being a name; `word` is lower case. */
export function isNoName(word: string): boolean {
  return NOT_NAMES.has(word) || NOT_NAMES.has(word.replace(/(?:'(?:s|re|ll|ve|d|m)|n't)$/u, ''))
}

function add(plain: PlainWords, word: string, { number, isName }: { number: number; isName: boolean }): void {
  plain.words.push(word)
  plain.isName.push(isName)
  plain.sentences.push(number)
}

function writtenOut(token: string): string {
  const whole = ABBREVIATIONS.get(token)
  if (whole !== undefined) return whole
  const ending = token.includes("'") ? ENDINGS.find(([short]) => token.endsWith(short)) : undefined
  return ending ? token.slice(0, -ending[0].length) + ending[1] : repaired(token)
}

export function isSeparator(word: string): boolean {
  return word === '|' || word === '‖'
}

/** True for a word that colours a phrase without changing what it says. */
export function isFiller(word: string): boolean {
  return FILLERS.has(word)
}

/** True for a clause that turns against what was said before it. */
export function isContrast(word: string): boolean {
  return CONTRASTS.has(word)
}

/** Where the clause around `at` begins. */
export function clauseStart(words: readonly string[], at: number): number {
  let start = at
  while (start > 0 && !isSeparator(words[start - 1] ?? '‖')) start -= 1
  return start
}
