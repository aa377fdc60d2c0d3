/**
 * The first reading of a text: words, numbers and signs, with their places. Every check works on these tokens, so that
 * a claim and its evidence are always read by the same eyes.
 */

export type Token = {
  /** As written, without a possessive `'s`. */
  text: string
  lower: string
  kind: 'word' | 'number' | 'sign' | 'break'
  /** Offsets in the normalised text. */
  start: number
  end: number
  /** Written without a space after the token before. */
  isGlued: boolean
  /** The first word of a sentence or line. */
  opensSentence: boolean
  isPossessive: boolean
}

/** Longest text of one signal that is read, in characters; what follows proves nothing. */
export const MAX_EVIDENCE_CHARS = 6_000
/** Longest sentence that is shown to a person, in characters. */
export const MAX_CLAIM_CHARS = 400

const NOTHING: Token = {
  text: '',
  lower: '',
  kind: 'break',
  start: 0,
  end: 0,
  isGlued: false,
  opensSentence: false,
  isPossessive: false,
}

/** Same characters for the same meaning: compatibility forms folded, straight quotes, one kind of dash, single spaces. */
export function normalise(text: string): string {
  return text
    .slice(0, MAX_EVIDENCE_CHARS)
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u02bc\u0060]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[^\S\n]+/g, ' ')
}

/** Tokens of a normalised text. Every line end becomes a `break`, which nothing may reach across. Linear in the text. */
export function tokenise(text: string): Token[] {
  const pattern = /\n|\p{L}[\p{L}\p{M}\p{Nd}]*(?:'\p{L}+)*|\d(?:[\d,.]*\d)?|\S/gu
  const tokens: Token[] = []
  let opens = true
  let before = -1
  for (const match of text.matchAll(pattern)) {
    const raw = match[0]
    const kind = kindOf(raw)
    const isPossessive = kind === 'word' && /'s$/i.test(raw)
    const shown = isPossessive ? raw.slice(0, -2) : raw
    const start = match.index
    const token: Token = {
      text: shown,
      lower: shown.toLowerCase(),
      kind,
      start,
      end: start + raw.length,
      isGlued: start === before && tokens.length > 0,
      opensSentence: opens && (kind === 'word' || kind === 'number'),
      isPossessive,
    }
    tokens.push(token)
    before = token.end
    opens = kind === 'break' || /^[.!?:;]$/.test(raw) || (opens && kind === 'sign')
  }
  return tokens
}

function kindOf(raw: string): Token['kind'] {
  if (raw === '\n') return 'break'
  if (/^\p{L}/u.test(raw)) return 'word'
  return /^\d/.test(raw) ? 'number' : 'sign'
}

/** The token at `index`, or an empty one outside the text. */
export function at(tokens: readonly Token[], index: number): Token {
  return tokens[index] ?? NOTHING
}

/** The text between two tokens, both included. */
export function textOf(text: string, tokens: readonly Token[], span: { first: number; last: number }): string {
  return text.slice(at(tokens, span.first).start, at(tokens, span.last).end)
}

/** Whether a clause ends here: a sentence sign, a bracket, a free-standing dash, or the end of a line. */
export function endsClause(token: Token): boolean {
  if (token.kind === 'break') return true
  return token.kind === 'sign' && (/^[.;:!?()[\]]$/.test(token.text) || (token.text === '-' && !token.isGlued))
}

/** A plain singular: enough to match `schools` with `school`, `buses` with `bus`, `cities` with `city`. */
export function singular(word: string): string {
  if (word.length < 4) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:ss|sh|ch|x|z|us)es$/.test(word)) return word.slice(0, -2)
  if (/(?:ss|us|is)$/.test(word)) return word
  return word.endsWith('s') ? word.slice(0, -1) : word
}

/** A rough stem that survives the common endings: `approves`, `approved`, `approving` and `approve` meet. */
export function stem(word: string): string {
  const base = singular(word)
  if (base.length < 5) return base
  return base.replace(/(?:ations?|ations|ing|ment|ed|e|al|ion|er)$/, '')
}

/** Where the words of `phrase` stand side by side in `tokens`, signs between them ignored; -1 when nowhere. */
export function findPhrase(tokens: readonly Token[], phrase: readonly string[], from = 0): number {
  if (phrase.length === 0) return -1
  for (let index = from; index < tokens.length; index++) if (matchPhrase(tokens, phrase, index) > index) return index
  return -1
}

/** Index after the phrase when it starts at `index`, otherwise `index`. */
export function matchPhrase(tokens: readonly Token[], phrase: readonly string[], index: number): number {
  let position = index
  for (const [order, word] of phrase.entries()) {
    if (order > 0) while (/^[.\-&']$/.test(at(tokens, position).text)) position++
    if (at(tokens, position).lower !== word) return index
    position++
  }
  return position
}

/** The words and numbers of a phrase, lower case, as `findPhrase` wants them. */
export function wordsOf(phrase: string): string[] {
  return tokenise(normalise(phrase))
    .filter((token) => token.kind === 'word' || token.kind === 'number')
    .map((token) => token.lower)
}
