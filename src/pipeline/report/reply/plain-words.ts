import { phrases } from './word-list.ts'

/**
 * Sentences as plain words for the cues: small letters, contractions written out, one space between words, `|` between
 * clauses and `‖` between sentences. `‖ yes | send it over ‖ we do not need more ‖ `
 */

const TOKEN = /[\p{L}\p{N}]+(?:['@._+&:-][\p{L}\p{N}]+)*|\p{Extended_Pictographic}|[,;:()!?—–]|(?<=\s)-(?=\s)/gu
const CONTRAST = new Set(
  'but however though although yet except pero aber jedoch mais mas ma però maar otherwise'.split(' '),
)
const WHOLE: ReadonlyMap<string, string> = new Map(
  phrases(`
  can't = can not | cannot = can not | cant = can not | won't = will not | wont = will not | let's = let us
  lets = let us | it's = it is | that's = that is | what's = what is | who's = who is | he's = he is
  she's = she is | here's = here is | there's = there is | where's = where is | ive = i have
  dont = do not | doesnt = does not | isnt = is not | arent = are not | didnt = did not | whats = what is
  thats = that is | pls = please | plz = please | plse = please | thx = thanks | u = you | ur = your
  e-mail = email | e-mails = emails | ain't = am not | gonna = going to | wanna = want to | yea = yes | yeah = yes
  yep = yes | yup = yes | ya = yes | yess = yes | nope = no | nah = no | okay = ok | k = ok
  informations = information | infos = info | intrested = interested | intersted = interested | y'all = you all`).map(
    (pair): [string, string] => {
      const [short = '', long = ''] = pair.split(' = ')
      return [short, long]
    },
  ),
)
const ENDINGS: readonly (readonly [string, string])[] = [
  ["n't", ' not'],
  ["'re", ' are'],
  ["'m", ' am'],
  ["'ll", ' will'],
  ["'ve", ' have'],
  ["'d", ' would'],
]

export type PlainWords = {
  text: string
  /** Where each sentence begins in `text`. */
  starts: number[]
  words: ReadonlySet<string>
}

export function plainWordsOf(sentences: string[]): PlainWords {
  const starts: number[] = []
  const words = new Set<string>()
  let text = '‖ '
  for (const sentence of sentences) {
    starts.push(text.length)
    for (const token of sentence.toLowerCase().replaceAll('’', "'").match(TOKEN) ?? []) {
      if (/^[,;:()!?—–-]$/u.test(token)) text += text.endsWith('| ') || text.endsWith('‖ ') ? '' : '| '
      else {
        const plain = writtenOut(token)
        if (CONTRAST.has(plain) && !/[|‖] $/u.test(text)) text += '| '
        for (const word of plain.split(' ')) words.add(word)
        text += `${plain} `
      }
    }
    text = `${text.endsWith('| ') ? text.slice(0, -2) : text}‖ `
  }
  return { text, starts, words }
}

function writtenOut(token: string): string {
  const whole = WHOLE.get(token)
  if (whole !== undefined) return whole
  const ending = token.includes("'") ? ENDINGS.find(([short]) => token.endsWith(short)) : undefined
  return ending ? token.slice(0, -ending[0].length) + ending[1] : token
}

/** True for a clause that turns against what was said before it. */
export function isContrast(word: string): boolean {
  return CONTRAST.has(word)
}
