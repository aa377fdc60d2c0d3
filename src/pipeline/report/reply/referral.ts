import type { Referral } from '../types.ts'
import { NAMED, NEVER, type Person, peopleIn } from './people.ts'
import { isNoName } from './plain-words.ts'

/** Whom a reply names instead of its writer. Every field is copied from the text; an address only helps to choose. */

const EMAIL =
  /(?<![a-zà-ÿ\d._%+-])[a-z\d][a-z\d._%+-]{0,63}@[a-z\d][a-z\d-]{0,62}(?:\.[a-z\d-]{1,62}){0,4}\.[a-z]{2,24}/gi
const MAX_SENTENCE = 600
/** A sentence that hands over, and an address made of the name, speak for a person. */
const IN_PREFERRED = 2
const ADDRESS_OF_NAME = 4
/** A name all in small letters right after a word of asking: "talk to dana in procurement". */
const SMALL_NAME =
  /(?<![a-zà-ÿ])(?:contact|reach out to|talk (?:to|with)|speak (?:to|with)|connect with|e-?mail|ask|try|ping|loop in|hit up|go to|copying|cc'?ing|looping in|adding)\s(?<name>[a-zà-ÿ]{3,15}(?:\s[a-zà-ÿ]{3,15})?)(?=\s(?:in|at|from|over|who|she|he|instead|on|about|for|our)\b|\s?[,.;:(–—!-]|\s?$|\s\S{1,64}@)/gi
/** Words of small letters that stand where a name would and are none. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  `about for regarding concerning with to them him her it that one ones other others whoever anyone again back home reception someone else again later instead directly folks somebody
  everyone everybody people corporate headquarters accounting reaching out your youre their there here next first again tomorrow today him myself
  yourself himself herself themselves outside inside another different calling emailing using searching sending asking bid bids info vendor vendors supplier suppliers tender tenders proposal proposals inquiries inquiry admin careers billing accounts mail inbox news events`.split(
    /\s+/u,
  ),
)
const TITLE_OF_NOBODY =
  /(?<![a-zà-ÿ])(?:our|the|my|new)\s(?<title>(?:[a-zà-ÿ&/'’-]{1,20}\s){0,4}(?:ceo|cto|cfo|coo|cro|cmo|cio|vp|svp|evp|president|director|manager|head|lead|chief|officer|founder|owner|coordinator|specialist|superintendent|supervisor)(?:\s(?:of|for)\s(?:the\s)?[a-zà-ÿ&]{2,20}(?:\s(?:and\s)?(?!(?:would|is|will|has|makes?|does|handles?|who|can|should|to|and)\b)[a-zà-ÿ&]{2,20}){0,2})?)/i

type Address = { text: string; at: number; sentence: number }
type Candidate = Person & { sentence: number }

/** A referral with how much speaks for that person being the one to ask. */
export type Named = Referral & { score: number }

/** The person a reply hands over to, best in the `preferred` sentences; null when neither name, address nor title is there. */
export function referralOf(sentences: string[], preferred: ReadonlySet<number>): Named | null {
  const texts = sentences.map((sentence) => sentence.slice(0, MAX_SENTENCE).replaceAll('’', "'"))
  const people = texts.flatMap((text, sentence) => peopleIn(text).map((person): Candidate => ({ ...person, sentence })))
  const gone = people.filter((person) => person.isGone)
  const addresses = texts
    .flatMap((text, sentence) =>
      [...text.matchAll(EMAIL)].map((match): Address => ({ text: match[0], at: match.index, sentence })),
    )
    .filter((address) => !gone.some((person) => isAddressOf(person.name, address)))
  const named = people
    .filter((person) => person.score > NEVER && !gone.some((other) => sharesAWord(person.name, other.name)))
    .map((person) => ({ ...person, score: person.score + bonusOf(person, { addresses, preferred }) }))
    .toSorted((a, b) => b.score - a.score || a.sentence - b.sentence || a.at - b.at)
  const best = named.find((person) => person.score >= NAMED) ?? smallNameIn(texts, addresses)
  const email = addressFor(best, { addresses, preferred })
  const title = best?.title ?? (best === null ? titleOfNobody(texts, preferred) : null)
  if (best === null && email === null && title === null) return null
  return { name: best?.name ?? null, email, title, score: best?.score ?? 0 }
}

type Surroundings = { addresses: readonly Address[]; preferred: ReadonlySet<number> }

function bonusOf(person: Candidate, { addresses, preferred }: Surroundings): number {
  const inPreferred = preferred.has(person.sentence) && person.score > 0 ? IN_PREFERRED : 0
  return inPreferred + (addresses.some((address) => isAddressOf(person.name, address)) ? ADDRESS_OF_NAME : 0)
}

/** "dreyes@", "dana.reyes@" and "dana@" are addresses of Dana Reyes. */
function isAddressOf(name: string, address: Address): boolean {
  const local = plainLetters(address.text.slice(0, address.text.indexOf('@')))
  return name.split(' ').some((word) => word.length >= 3 && local.includes(plainLetters(word)))
}

function sharesAWord(name: string, other: string): boolean {
  const words = new Set(other.split(' '))
  return name.split(' ').some((word) => words.has(word))
}

function plainLetters(text: string): string {
  return text.normalize('NFD').replace(/\P{L}/gu, '').toLowerCase()
}

/** The address of the person; else one near the name, else one in a sentence that hands over, else the first. */
function addressFor(person: Candidate | null, { addresses, preferred }: Surroundings): string | null {
  const own = person === null ? undefined : addresses.find((address) => isAddressOf(person.name, address))
  const after =
    person === null
      ? undefined
      : addresses.find((address) => address.sentence === person.sentence && address.at > person.end)
  const handing = addresses.find((address) => preferred.has(address.sentence))
  return (own ?? after ?? handing ?? addresses[0])?.text ?? null
}

/** For mail all in small letters: the word after "contact", or the word that an address is made of. */
function smallNameIn(texts: string[], addresses: readonly Address[]): Candidate | null {
  for (const [sentence, text] of texts.entries()) {
    for (const match of text.matchAll(SMALL_NAME)) {
      const words = (match.groups?.['name'] ?? '').split(' ')
      const ordinary = words.findIndex((word) => isOrdinary(word))
      const name = (ordinary < 0 ? words : words.slice(0, ordinary)).join(' ')
      if (name !== '') return { name, title: null, sentence, score: NAMED, isGone: false, ...placeOf(text, name) }
    }
    const words = text.replace(EMAIL, ' ').match(/\p{L}{3,20}/gu) ?? []
    const name = words.find(
      (word) => !isOrdinary(word) && addresses.some((address) => localWords(address).includes(plainLetters(word))),
    )
    if (name !== undefined) return { name, title: null, sentence, score: NAMED, isGone: false, ...placeOf(text, name) }
  }
  return null
}

function placeOf(text: string, name: string): { at: number; end: number } {
  const at = text.indexOf(name)
  return { at, end: at + name.length }
}

function isOrdinary(word: string): boolean {
  return isNoName(word.toLowerCase()) || SMALL_WORDS.has(word.toLowerCase())
}

/** The words of an address before the `@`. */
function localWords(address: Address): string[] {
  return address.text
    .slice(0, address.text.indexOf('@'))
    .split(/[._+-]/u)
    .map(plainLetters)
    .filter((word) => word.length >= 3)
}

function titleOfNobody(texts: string[], preferred: ReadonlySet<number>): string | null {
  const order = [...texts.keys()].toSorted((a, b) => Number(preferred.has(b)) - Number(preferred.has(a)))
  for (const index of order) {
    const title = TITLE_OF_NOBODY.exec(texts[index] ?? '')?.groups?.['title']
    if (title !== undefined) return title.trim()
  }
  return null
}
