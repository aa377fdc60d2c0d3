/** Sentences of a stripped reply, each one line: a mail program's hard wraps are undone, a person's own lines are kept. */

const MAX_CHARS = 5000
const MAX_SENTENCES = 40
/** A line this long that does not end a sentence was wrapped by the mail program. */
const WRAPPED = 50
const ABBREVIATIONS = new Set(
  'mr mrs ms dr st vs no inc ltd co corp ext approx dept est e.g i.e u.s a.m p.m am pm jr sr prof ca etc z.b'.split(
    ' ',
  ),
)
const END = /[.!?…]{1,20}["'”’)\]]{0,3}(?=\s)|[\u{1F44D}\u{1F64F}]\s(?=\p{Lu})/gu

/** At most 40 sentences from the first 5,000 characters, in order, with single spaces inside. */
export function sentencesOf(text: string): string[] {
  const paragraphs = joinWrapped(text.slice(0, MAX_CHARS).toWellFormed().split('\n'))
  return paragraphs.flatMap(splitParagraph).slice(0, MAX_SENTENCES)
}

function joinWrapped(lines: string[]): string[] {
  const joined: string[] = []
  let isOpen = false
  for (const raw of lines) {
    const line = raw.replace(/\s+/gu, ' ').trim()
    const last = joined.at(-1)
    if (isOpen && line !== '' && last !== undefined && !/^[-*•\d]/u.test(line))
      joined[joined.length - 1] = `${last} ${line}`
    else if (line !== '') joined.push(line)
    isOpen = line.length >= WRAPPED && !/[.!?:…,]$/u.test(line) ? true : line.length >= WRAPPED && line.endsWith(',')
  }
  return joined
}

function splitParagraph(paragraph: string): string[] {
  const parts: string[] = []
  let from = 0
  for (const end of paragraph.matchAll(END)) {
    const to = end.index + end[0].length
    if (end[0] === '.' && (isAbbreviation(paragraph.slice(from, end.index)) || isOrdinal(paragraph, end.index)))
      continue
    parts.push(paragraph.slice(from, to).trim())
    from = to
  }
  parts.push(paragraph.slice(from).trim())
  return parts.filter((part) => part !== '')
}

function isAbbreviation(before: string): boolean {
  const word = before.slice(before.lastIndexOf(' ') + 1).toLowerCase()
  return ABBREVIATIONS.has(word) && word !== 'no' ? true : /^\p{L}$/u.test(word) && word !== 'i'
}

/** "bis zum 5. Dezember". */
function isOrdinal(text: string, dot: number): boolean {
  return (
    /\d$/u.test(text.slice(0, dot)) &&
    /^\.\s(?:Jan|Feb|M[äa]r|Apr|Ma[ij]|Jun|Jul|Aug|Sep|O[kc]t|Nov|De[zc])/iu.test(text.slice(dot))
  )
}

/** The first `max` characters of a sentence, cut at a word, never inside one. */
export function cutAtWord(sentence: string, max: number): string {
  if (sentence.length <= max) return sentence
  const head = sentence.slice(0, max + 1)
  const space = head.lastIndexOf(' ')
  return (space > max / 2 ? head.slice(0, space) : sentence.slice(0, max))
    .toWellFormed()
    .replace(/\ufffd$/u, '')
    .trim()
}
