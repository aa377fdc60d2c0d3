import { readContacts } from '../claims/contacts.ts'
import { plainText, sentencesOf } from '../signals/plain-text.ts'

const MOST_CHARACTERS = 300
const MOST_SENTENCES = 60
const MOST_READ = 20_000
/** Text that gives orders to a model is nobody's procurement rule. */
const ORDERS =
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|above|previous)\b|\bsystem prompt\b|\blanguage model\b|\bas an ai\b/i

/**
 * Sentences of a guide in Markdown or prose, as they stand and in order: headings and marks gone, list items whole, the
 * cells of a table row joined by colons. A list of bare names stands behind the line that introduces it. Sentences over
 * 300 characters are left out, because half of one may say the opposite, and so are those with a person's e-mail or phone.
 */
export function guideSentences(guide: string | null): string[] {
  const lines = joinedLists((guide ?? '').slice(0, MOST_READ).split(/\r?\n/).flatMap(readLine))
  const sentences = lines.flatMap((line) => sentencesOf(line)).filter(isUsable)
  return [...new Set(sentences)].slice(0, MOST_SENTENCES)
}

/** Sentences of any text of the record that may be shown or prove something: without anybody's e-mail or phone. */
export function isUsable(sentence: string): boolean {
  if (sentence.length < 8 || sentence.length > MOST_CHARACTERS || ORDERS.test(sentence)) return false
  return !readContacts(sentence).some(({ kind }) => kind !== 'url')
}

type Line = { text: string; isItem: boolean }

function readLine(raw: string): Line[] {
  if (/^\s*(?:#{1,6}\s|[-=*_]{3,}\s*$|\|?[\s:|-]+\|?$|```)/.test(raw)) return []
  const isItem = /^\s*(?:[-*•‣▪+]|\d{1,2}[.)])\s+/.test(raw)
  const bare = raw.replace(/^\s*(?:[-*•‣▪+]|\d{1,2}[.)]|>)\s+/, '')
  const cells = /^\s*\|.*\|\s*$/.test(bare) ? bare.split('|').map((cell) => plainText(cell)) : [plainText(bare)]
  const text = cells.filter((cell) => cell !== '').join(': ')
  return text === ''
    ? []
    : [{ text: text.replace(/(?<![\p{L}\p{N}])[*_](?=\S)|(?<=\S)[*_](?![\p{L}\p{N}])/gu, ''), isItem }]
}

/** `Co-ops used:` with the items `Sourcewell` and `NASPO` below is one line; items that say something stay by themselves. */
function joinedLists(lines: readonly Line[]): string[] {
  const joined: string[] = []
  let lead: string | null = null
  for (const { text, isItem } of lines) {
    const isName = isItem && text.split(' ').length <= 6 && !/[.!?:]$/.test(text)
    const last = joined.at(-1)
    if (lead !== null && isName && last !== undefined && last.length + text.length < MOST_CHARACTERS - 2)
      joined[joined.length - 1] = last.endsWith(':') ? `${last} ${text}` : `${last}; ${text}`
    else {
      joined.push(text)
      lead = text.endsWith(':') ? text : null
    }
  }
  return joined.filter((line) => !line.endsWith(':'))
}
