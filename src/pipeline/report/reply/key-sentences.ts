import type { ReplyKind } from '../types.ts'
import type { CueTopic } from './cues/topics.ts'
import type { TopicHit } from './kind.ts'
import { cutAtWord } from './sentences.ts'

const MAX_SENTENCE = 240
const GREETING =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|greetings|hola|bonjour|hallo|guten tag|ola|olá|ciao|buongiorno)\b[^.!?]{0,40}[,.!:]?$/iu
const THANKS = /^(?:thanks|thank you|many thanks|thx|merci|gracias|danke|appreciate)\b[^?]{0,60}$/iu
const PLEASANTRY = /\b(?:hope (?:you|this|all)|have a (?:great|good|nice)|happy (?:friday|monday|new year))\b/iu
/** "1) Do you cover libraries?": the number is no fact. */
const LIST_MARK = /^\d{1,2}[.)]\s/u
const TOPIC_OF: Readonly<Record<ReplyKind, readonly CueTopic[]>> = {
  positive: ['want'],
  unclear: ['machine', 'doubt', 'want', 'later', 'refuse'],
  out_of_office: ['away', 'gone'],
  unsubscribe: ['stop'],
  referral: ['handoff', 'gone'],
  not_interested: ['refuse', 'mock', 'later'],
}

export type KeyInput = {
  sentences: string[]
  kind: ReplyKind
  hits: TopicHit[]
  noted: readonly string[]
  hidden: ReadonlySet<number>
}

/** The one or two most telling sentences, in the order of the text, each at most 240 characters. */
export function keySentencesOf(input: KeyInput): string[] {
  const scored = input.sentences
    .map((sentence, index) => ({ sentence, index, score: scoreOf(sentence, index, input) }))
    .filter(({ index }) => !input.hidden.has(index))
  const best = scored.toSorted((a, b) => b.score - a.score || a.index - b.index)
  const [first, second] = best
  if (first === undefined) return []
  const chosen = second !== undefined && second.score >= 1 ? [first, second] : [first]
  return chosen.toSorted((a, b) => a.index - b.index).map(({ sentence }) => cutAtWord(sentence, MAX_SENTENCE))
}

/** Its cues for the decided kind, a question, a note, a number; less for a greeting, for thanks and for one bare word. */
function scoreOf(sentence: string, index: number, input: KeyInput): number {
  const topics = TOPIC_OF[input.kind]
  const cues = input.hits.filter((hit) => hit.sentence === index && topics.includes(hit.topic))
  const words = sentence.split(' ').length
  let score = Math.min(
    4,
    cues.reduce((sum, hit) => sum + hit.weight, 0),
  )
  if (sentence.includes('?')) score += 1.5
  if (input.noted.some((text) => sentence.includes(text))) score += 2
  if (/\d/u.test(sentence.replace(LIST_MARK, ''))) score += 0.5
  if (words >= 5 && words <= 40) score += 0.5
  if (words <= 2) score -= 1
  if (cues.length === 0 && GREETING.test(sentence)) score -= 5
  if (THANKS.test(sentence) || PLEASANTRY.test(sentence)) score -= 2
  return score
}
