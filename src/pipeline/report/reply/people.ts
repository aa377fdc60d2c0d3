import { PLACE_NAME } from './places.ts'
import { isNoName } from './plain-words.ts'
import { TITLE_WORDS } from './signature-words.ts'

/** People a sentence names, each with what the words around the name say about asking them. */

export type Person = {
  name: string
  title: string | null
  /** Where the name begins and ends in the sentence. */
  at: number
  end: number
  /** How much speaks for this being the one to ask; below `NAMED` it is only mentioned. */
  score: number
  /** Said to have left: never the one to ask, wherever else the name stands. */
  isGone: boolean
}

/** From this score on a person is named as the one to ask. */
export const NAMED = 3
/** The score of somebody who is not the one to ask. */
export const NEVER = -10

const WORD = String.raw`\p{Lu}[\p{L}'’]{1,24}(?:-\p{L}[\p{L}'’]{1,24}){0,2}`
const NAME = new RegExp(
  String.raw`(?<![\p{L}\d@.'’_-])${WORD}(?:\s\p{Lu}\.)?(?:\s(?:de|la|van|von|der|den|del|da|dos|di|bin|al)){0,2}(?:\s${WORD}){0,5}(?![\p{L}\d@_])`,
  'gu',
)
const EMAIL_WORD = /[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]{1,190}/u
const AROUND = 90

/** Words of asking or handing over; a name within the next eight words is the one to ask. */
const ASK =
  /(?<![a-zà-ÿ])(?:contact(?:ing)?|reach(?:ing|ed)?(?: out)?(?: to)?|e-?mail(?:ing)?|call(?:ing)?|text|ping|message|hit up|write to|talk(?:ing)?(?: to| with)?|speak(?:ing)?(?: to| with)?|chat with|connect(?:ing)?(?: you)?(?: to| with)?|touch (?:base )?with|follow(?:ing)? up with|loop(?:ing|ed)?(?: in)?|cop(?:y|ying|ied)|b?cc(?:'?ing|'?e?d)?|add(?:ing|ed)?|includ(?:e|ing)|tagging|try|see|ask(?: for)?|refer(?:ring|red)? (?:you|this) to|introduc(?:e|ing)(?: you)?(?: to)?|(?:forward(?:ed|ing)?|pass(?:ed|ing)?|sen[dt](?:ing)?|hand(?:ed|ing)?|(?:re)?direct(?:ed|ing)?|rout(?:e|ed|ing)|address)\s[^.?!]{0,40}?\bto|shar(?:e|ed|ing)\s[^.?!]{0,40}?\bwith|meet|replaced by|(?:handled|managed|run|owned|led|covered|overseen) by|belongs? to|go(?:es)? (?:to|through)|falls? (?:to|under)|shifted to|sits with|over to|defer to|up to|check with|start with|work with|deal with|be for|is for|for you is|you (?:want|need|should|are looking for)|you'?re looking for|(?:person|contact|one|successor|replacement|colleague|coworker|boss|partner|manager|director|lead|buyer|owner|point|head|counterpart|maker|guy|colleagues|brother|sister)\b[^.?!;]{0,50}?\b(?:is|are|would be|will be|should be|being)(?: now)?|(?:that|it)(?:'s| is| would be|'d be| will be)|bet is|i\.e\.|namely|contact(?:er|ez|ar)(?: a)?|contacte|hable con|hablar con|comuníquese con|escriba a|diríjase a|encargad[ao] es|wenden sie sich|ansprechpartner(?:in)?|kontaktieren sie|sprechen sie mit|fragen sie|zuständig|fale com|entre em contato com|procure|parlez à|adressez-vous à|voyez avec|contatti|contattare|parli con|si rivolga a|neem contact op met|via|verantwoordelijk is|prata med|kontakta)(?![a-zà-ÿ])/gi
const HONORIFIC = /\b(?:Dr|Mr|Mrs|Ms|Mme|Sra?|Prof|M|Jr)\./g
const WORDS_BETWEEN = 8
const SENTENCE_END = /[.!?;]\s+[A-ZÀ-Þ]/
/** What may stand between a name and its verb: "(COO)", ", our COO,", "in procurement". */
const IN_BRACKETS = /^,?\s?\([^()]*\)/
const BETWEEN_COMMAS = /^,[^,;.!?]*,/
const IN_SOMETHING = /^,?\s(?:in|from|at|over|on|of|with)\s/
const LONGEST_PLACE = 6
/** Follows a name when that person is said to be the one. */
const IS_THE_ONE =
  /^,?\s(?:who(?:'s)?\s|(?:he|she|they)(?:'s|'re)?\s)?(?:is|are|and (?:his|her|their) (?:team|group)|would|will|should|might|may|can|has|have|took|takes|handles|manages|oversees|runs|owns|leads|heads|covers|looks after|deals with|decides|makes|does|knows|sits|works|our|now)\b/
const IS_NAMED_THE_ONE =
  /^(?:'s|\sis|\swould be|\swill be)\s(?:the|your|our|my|who|now|responsible|in charge|a better|probably)\b|^'s\s(?:inbox|desk|area|territory|department|dept|call|decision|thing|team|job|world|e-?mail)\b/
/** "Dana evaluates vendors": a verb of the third person. */
const DOES = /^\s[a-z]{2,12}[a-rt-z]s\s/
/** Said of the person who is gone, never of the one to ask. */
const IS_GONE =
  /^,?\s?(?:who\s)?(?:'s|is|was|has|have|had)?\s?(?:no longer|not (?:with|here|at|the|in|involved|responsible)|left|since left|recently left|retired|moved|departed|resigned|passed away|out (?:of|until|on|sick)|on (?:leave|maternity|parental)|away|gone|quit|doesn't|does not|ne travaille|arbeitet nicht|ist nicht|ya no|não|non lavora|werkt niet)(?![a-z])/i
const PART_OF_SOMETHING = /^(?:'s|’s)\s(?:replacement|successor|role|old|former|job|position|departure|last)/i
const REPLACED_OR_LEFT =
  /\b(?:took over (?:for|from)|taking over (?:for|from)|replac(?:ed|ing)|filling in for|on behalf of|instead of|no longer (?:with|at|work(?:s|ing)? (?:for|at|with))|employed (?:by|at|with)|works? (?:at|for)|worked (?:at|for)|here at|left|joined|not|wrong|report(?:s|ing)? to|this is|i am|i'm|my name is|name is|ich bin|je suis|soy)\s(?:the\s)?$/i
const GREETED =
  /(?:^|[.!?\n]\s?)(?:hi|hello|hey|dear|thanks|thank you|cheers|sorry|hola|bonjour|hallo|guten tag|ciao|olá|yo|morning|good (?:morning|afternoon))[\s,]{1,2}$/i
const COMPANY =
  /\b(?:inc|llc|ltd|corp|company|partners|group|systems?|software|labs?|solutions|consulting|technologies|technology|associates|services|university|college|county|district|city|schools?|department|agency|bank|council|gmbh|ag|cyber|networks?|industries|holdings|global|media|digital|health|energy|analytics)\b/i
const AFTER_PLACE_WORD = /\b(?:in|across|around|throughout|near|outside|of)\s(?:the\s)?$/u
const TITLE_BEFORE =
  /(?:^|[\s(,:])(?:our|the|my|a|new|current|acting|interim|is|at|to|with|contact|ask)\s(?<title>[^,.;:()!?]{2,70}?)(?:,|:|\sis|\s[–—-])?\s$/i
const TITLE_AFTER =
  /^(?:\s?[(<][^()<>\s]{1,80}@[^()<>\s]{1,120}[)>])?(?:,|\s?\(|\s[–—-])?\s?(?:(?:who|she|he)(?:\sis|'s)\s|is\s)?(?:(?:our|the|my|a|an|new|current|acting|interim|now|notre|nuestro|nuestra|unser|unsere|nosso|nossa|il nostro)\s){0,3}(?<title>[a-zà-ÿ][^,;:.!?()<>@]{1,70}?)(?=,|;|:|\.|!|\?|\(|\)|<|$|\s(?:at|on|and|is|who|for this|about|instead|he|she|via|–|—|-)\s)/i

/** "Dana Reyes, she's our head of growth". */
const TITLE_LATER = /\b(?:he|she)(?:'s|\sis)\s(?:our|the|my|a|an)\s(?<title>[^,;:.!?()<>@]{2,60})/i

/** Everybody a sentence names, in order. `sentence` has straight apostrophes. */
export function peopleIn(sentence: string): Person[] {
  const people: Person[] = []
  for (const match of sentence.matchAll(NAME)) {
    const found = nameWithin(match[0])
    if (found === null) continue
    const at = match.index + found.from
    const end = at + found.name.length
    const before = sentence.slice(Math.max(0, at - AROUND), at)
    const after = sentence.slice(end, end + AROUND)
    const title = titleAround(before, after)
    const isGone = restsOf(after).some((rest) => IS_GONE.test(rest))
    const score = isGone ? NEVER : scoreOf(found.name, { before, after, title })
    people.push({ name: found.name, title, at, end, score, isGone })
  }
  return people
}

/** The longest run of name words in a run of capitalised ones: "Contact Dana Reyes" names Dana Reyes. */
function nameWithin(written: string): { name: string; from: number } | null {
  const words = written.split(' ')
  const isWord = words.map((word) => !isNoName(word.toLowerCase()))
  let from = isWord.findIndex((is, index) => is && /^\p{Lu}/u.test(words[index] ?? ''))
  if (from < 0) return null
  let to = from
  while (to < words.length && isWord[to] === true) to += 1
  const name = words
    .slice(from, to)
    .join(' ')
    .replace(/['’]s$/u, '')
    .replace(/(?:\s(?:de|la|van|von|der|den|del|da|dos|di|bin|al))+$/u, '')
  from = words.slice(0, from).join(' ').length + (from > 0 ? 1 : 0)
  return name.length >= 2 ? { name, from } : null
}

type Around = { before: string; after: string; title: string | null }

function scoreOf(name: string, around: Around): number {
  const { before, after, title } = around
  const rests = restsOf(after)
  if (isSomebodyElse(around) || isPlace(name, before)) return NEVER
  let score = isAskedFor(before) ? 3 : 0
  if (IS_NAMED_THE_ONE.test(after) || rests.some((rest) => IS_THE_ONE.test(rest))) score += 3
  if (rests.some((rest) => DOES.test(rest))) score += 2
  if (title !== null) score += 2
  if (EMAIL_WORD.test(after)) score += 2
  if (name.includes(' ')) score += 1
  return COMPANY.test(name) ? score - 5 : score
}

/** The one who is replaced, the one who is greeted, the writer. */
function isSomebodyElse({ before, after, title }: Around): boolean {
  if (PART_OF_SOMETHING.test(after) || REPLACED_OR_LEFT.test(before)) return true
  if (GREETED.test(before)) return /^\s?(?:[,!.:–—-]|$)/.test(after)
  return before === '' && title === null && /^\s?[,!–—-]/.test(after)
}

function isPlace(name: string, before: string): boolean {
  if (/\bthe\s$/.test(before) || PLACE_NAME.exec(name)?.[0] === name) return true
  return AFTER_PLACE_WORD.test(before) && !name.includes(' ')
}

/** What follows a name, with and without what may stand between it and its verb. */
function restsOf(after: string): string[] {
  const rests = [after, after.replace(IN_BRACKETS, ''), after.replace(BETWEEN_COMMAS, '')]
  if (!IN_SOMETHING.test(after)) return rests
  const words = after.trim().split(' ')
  for (let length = 2; length <= LONGEST_PLACE; length += 1) rests.push(` ${words.slice(length).join(' ')}`)
  return rests
}

/** A word of asking stands before the name, with at most a title or a field between them. */
function isAskedFor(before: string): boolean {
  return [...before.matchAll(ASK)].some((match) => {
    const between = before.slice(match.index + match[0].length)
    const isSameThought = !SENTENCE_END.test(between.replace(HONORIFIC, ''))
    return isSameThought && between.trim().split(/\s+/u).length <= WORDS_BETWEEN
  })
}

/** "our VP of Sales, Dana", "Dana, VP of Sales", "Dana (COO)", "Dana, she is our VP": the title as it is written. */
function titleAround(before: string, after: string): string | null {
  const follows = TITLE_AFTER.exec(after)?.groups?.['title']?.trim() ?? null
  if (follows !== null && isTitle(follows)) return follows
  const precedes = TITLE_BEFORE.exec(before)?.groups?.['title']?.trim() ?? null
  if (precedes !== null && isTitle(precedes)) return withoutArticle(precedes)
  const later = TITLE_LATER.exec(after)?.groups?.['title']?.trim() ?? null
  return later !== null && isTitle(later) ? later : null
}

function withoutArticle(title: string): string {
  return title.replace(/^(?:.*\s)?(?:our|the|my|new|current|acting|interim|contact)\s(?=\S)/i, '')
}

/** A title has a word such as "director" in it and no verb that would make it a sentence. */
function isTitle(words: string): boolean {
  const all = words.toLowerCase().split(/[\s/&-]+/u)
  const isSentence = /\b(?:i|you|we|he|she|they|is|are|will|would|has|have|runs|handles|not|me|colleague|boss)\b/i.test(
    words,
  )
  return all.length <= 8 && !isSentence && all.some((word) => TITLE_WORDS.has(word))
}
