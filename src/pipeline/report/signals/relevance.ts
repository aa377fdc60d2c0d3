import { plainText } from './plain-text.ts'
import { isWeak, type Token, tokensOf } from './tokens.ts'
import type { TopicIndex } from './topics.ts'

/** What a signal says, made ready once: its stems, its pairs of neighbouring stems and its topics, with their places. */
type SignalText = { title: ReadonlySet<string>; all: ReadonlySet<string>; topics: ReadonlySet<number> }

export type Corpus = {
  texts: readonly SignalText[]
  /** How much a stem, pair or topic (`#3`) tells: rare among the seller's own signals is near 1, in all of them 0.4. */
  rarity(term: string): number
}

/** How well one text fits each signal. `fit` is 0 to 1 per signal; `words` are the words that met, as they were written. */
export type Fit = { fit: number; words: string }

const WEAK_SHARE = 0.25
const TOPIC_SHARE = 0.6
const PAIR_BONUS = 0.8
const SUMMARY_SHARE = 0.85
/** A text whose best signal meets less than this has no bearing on the signals: `Sounds good, send it over`. */
const LEAST_MATCH = 0.35
/** Half of a full fit is reached here: the first word that meets says most, the fifth little. */
const HALF_MATCH = 0.5
/** A match of this much is a full fit even when no signal meets more. */
const FULL_MATCH = 1
/** What a word of the product is worth when every signal has it: it still tells what is on the subject. */
const LEAST_RARITY = 0.4

/** Reads the texts of all signals once; linear in their length. */
export function createCorpus(
  signals: readonly { title: string | null; summary: string | null }[],
  topics: TopicIndex,
): Corpus {
  const texts = signals.map((signal) => {
    const title = tokensOf(plainText(signal.title, 600))
    const summary = tokensOf(plainText(signal.summary, 6000))
    return {
      title: termsOf(title),
      all: new Set([...termsOf(title), ...termsOf(summary)]),
      topics: new Set([...title, ...summary].flatMap((token) => topics.get(token.stem) ?? [])),
    }
  })
  const found = new Map<string, number>()
  for (const text of texts) {
    for (const term of text.all) found.set(term, (found.get(term) ?? 0) + 1)
    for (const topic of text.topics) found.set(`#${topic}`, (found.get(`#${topic}`) ?? 0) + 1)
  }
  const total = texts.length
  return {
    texts,
    // Inverse document frequency, scaled to 1 for a term of one signal alone.
    rarity: (term) => {
      const idf = Math.log((total + 1) / (found.get(term) ?? 1)) / Math.log(total + 1)
      return LEAST_RARITY + (1 - LEAST_RARITY) * idf
    },
  }
}

/**
 * How well `wanted` (a product, a reply, a campaign's name) fits each signal of the corpus, or null when it has no
 * bearing on any. A shared word counts its rarity (a quarter for words of every product), shared neighbours count extra,
 * a shared topic counts 0.6 of a word; what only the summary says counts 0.85. The best signal of the corpus sets the
 * scale, unless even that one meets little.
 */
export function fitOf(wanted: string | null, corpus: Corpus, topics: TopicIndex): Fit[] | null {
  const tokens = uniqueTokens(tokensOf(plainText(wanted, 4000)))
  if (tokens.length === 0) return null
  const raw = corpus.texts.map((text) => matchOf(tokens, text, { corpus, topics }))
  const best = raw.reduce((most, match) => Math.max(most, match.sum), 0)
  if (best < LEAST_MATCH) return null
  const full = saturated(Math.max(best, FULL_MATCH))
  return raw.map((match) => ({ fit: saturated(match.sum) / full, words: wordsOf(tokens, match.met) }))
}

function saturated(sum: number): number {
  return sum / (sum + HALF_MATCH)
}

type Match = { sum: number; met: ReadonlySet<number> }

function matchOf(tokens: readonly Token[], text: SignalText, known: { corpus: Corpus; topics: TopicIndex }): Match {
  const { corpus, topics } = known
  const met = new Set<number>()
  const credited = new Set<number>()
  let sum = 0
  for (const [index, { stem }] of tokens.entries()) {
    const ofTopics = topics.get(stem) ?? []
    if (text.all.has(stem)) {
      met.add(index)
      for (const topic of ofTopics) credited.add(topic)
      sum += corpus.rarity(stem) * (isWeak(stem) ? WEAK_SHARE : 1) * (text.title.has(stem) ? 1 : SUMMARY_SHARE)
    }
    const next = tokens[index + 1]
    const pair = next ? `${stem} ${next.stem}` : null
    if (pair && text.all.has(pair)) sum += corpus.rarity(pair) * PAIR_BONUS * (text.title.has(pair) ? 1 : SUMMARY_SHARE)
  }
  for (const { stem } of tokens)
    for (const topic of topics.get(stem) ?? []) {
      if (!text.topics.has(topic) || credited.has(topic)) continue
      credited.add(topic)
      sum += corpus.rarity(`#${topic}`) * TOPIC_SHARE
    }
  return { sum, met }
}

/** The longest run of neighbouring words that met, as they were written; only weak words are no match to show. */
function wordsOf(tokens: readonly Token[], met: ReadonlySet<number>): string {
  let best: Token[] = []
  let run: Token[] = []
  for (const [index, token] of tokens.entries()) {
    run = met.has(index) ? [...run, token].slice(-3) : []
    if (strong(run) > strong(best) || (strong(run) === strong(best) && run.length > best.length)) best = run
  }
  return strong(best) === 0 ? '' : best.map((token) => token.surface).join(' ')
}

function strong(run: readonly Token[]): number {
  return run.filter((token) => !isWeak(token.stem)).length
}

function termsOf(tokens: readonly Token[]): Set<string> {
  const terms = new Set<string>()
  for (const [index, { stem }] of tokens.entries()) {
    terms.add(stem)
    const next = tokens[index + 1]
    if (next) terms.add(`${stem} ${next.stem}`)
  }
  return terms
}

/** A word said five times in a reply is no more wanted than one said once. */
function uniqueTokens(tokens: readonly Token[]): Token[] {
  const seen = new Set<string>()
  return tokens.filter(({ stem }) => !seen.has(stem) && seen.add(stem))
}
