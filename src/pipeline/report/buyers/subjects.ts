import { plainText } from '../signals/plain-text.ts'
import { isWeak, stem, tokensOf } from '../signals/tokens.ts'
import { createTopicIndex } from '../signals/topics.ts'

/** A constant table, read once. */
const TOPICS = createTopicIndex()

/** What a text is about: numbers of topics (`signals/topics.ts`), and stems of words that tell something. */
export type Subject = { topics: ReadonlySet<number>; stems: ReadonlySet<string> }

/** Words that titles and products share without meaning the same. */
const GENERIC = new Set(
  'development operation operational support resource learning education officer team academic general chief director special center area site use user public health information community student early'
    .split(' ')
    .map(stem),
)

/** Numbers that name a service are no figures. */
const SPELLED: readonly (readonly [RegExp, string])[] = [
  [/\b911\b/g, 'dispatch'],
  [/\b311\b/g, 'citizen request system'],
]
/** What is done to software as well as to buildings. */
const RENEWED = /\b(?:moderni[sz]\w+|renovat\w+)\b/gi

/** Topics and telling words of a text; words of every product and every title are left out. */
export function subjectOf(text: string | null): Subject {
  const plain = plainText(text, 4000)
  const clear = SPELLED.reduce((said, [short, long]) => said.replace(short, long), plain)
  const stems = tokensOf(isSoftware(plain) ? clear.replace(RENEWED, ' ') : clear).map((token) => token.stem)
  return {
    topics: new Set(stems.flatMap((each) => TOPICS.get(each) ?? [])),
    stems: new Set(stems.filter((each) => !isWeak(each) && !GENERIC.has(each))),
  }
}

/** Two texts share a topic or a telling word. */
export function meets(one: Subject, other: Subject): boolean {
  return (
    [...one.topics].some((topic) => other.topics.has(topic)) || [...one.stems].some((stem) => other.stems.has(stem))
  )
}

export function isKnown(subject: Subject): boolean {
  return subject.topics.size > 0 || subject.stems.size > 0
}

/** Numbers of the topics a single word belongs to. */
export function topicsOf(word: string): readonly number[] {
  return TOPICS.get(stem(word)) ?? []
}

const SOFTWARE = /\b(?:software|saas|cloud|platform|portal|app|system|systems|database)\b/i

/** True for what runs on computers. */
export function isSoftware(text: string): boolean {
  return SOFTWARE.test(text)
}
