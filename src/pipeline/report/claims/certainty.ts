import type { ClaimProblem } from './problems.ts'
import type { Reading } from './reading.ts'
import { at, stem, type Token } from './tokens.ts'

const CERTAIN =
  /^(?:largest|biggest|smallest|highest|lowest|best|worst|most|least|fastest|newest|oldest|latest|greatest|strongest|cheapest|richest|only|sole|exclusive|exclusively|guaranteed|guarantees|guarantee|certain|certainly|definitely|surely|undoubtedly|clearly|obviously|always|ever|forever|unprecedented|record|top|perfect|ideal|ideally|urgent|urgently|desperate|desperately|inevitable|inevitably|proven|proof|critical|crucial|massive|huge|leading|unique|unmatched|must|confirmed|confirms|verified|official|officially|fully|completely|immediately|immediate|finally|historic|emergency|crisis|preferred|likely|probably|surely|unanimous|unanimously)$/
const QUANTIFIED =
  /^(?:all|every|none|each|any|entire|entirely|whole|everyone|everybody|everything|nobody|anyone|anybody|several|multiple|numerous|dozens|hundreds|thousands|millions|billions|majority|minority|districtwide|citywide|statewide|countywide|nationwide|campuswide|systemwide|half|double|doubled|twice|triple|tripled|quadrupled|halved|thirds|fifths|both|couple|pair|handful|few|many|lots|countless|\w+fold)$/

/** Words stronger than their evidence: superlatives, certainties, and statements about all or many. */
export function checkCertainty(
  claim: Reading,
  proof: { words: ReadonlySet<string>; stems: ReadonlySet<string>; hasFuture: boolean },
): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  for (const [index, token] of claim.tokens.entries()) {
    if (token.kind !== 'word' || claim.taken[index] === true || isIdiom(claim.tokens, index)) continue
    if (CERTAIN.test(token.lower) && !isProven(token.lower, proof.words))
      problems.push({ kind: 'certainty', found: token.text, expected: null })
    else if (isQuantified(claim.tokens, index) && !isProven(token.lower, proof.words))
      problems.push({ kind: 'quantifier', found: token.text, expected: null })
    else if (isUnprovenWill(claim, index, proof))
      problems.push({ kind: 'certainty', found: `${token.text} ${at(claim.tokens, index + 1).text}`, expected: null })
    else if (
      /^(?:soon|upcoming|imminent|imminently|shortly|looming)$/.test(token.lower) &&
      !proof.hasFuture &&
      !proof.words.has(token.lower)
    )
      problems.push({ kind: 'date', found: token.text, expected: 'no date to come' })
  }
  return problems
}

function isProven(word: string, words: ReadonlySet<string>): boolean {
  if (words.has(word)) return true
  const same = [
    ['must', 'required', 'requires', 'mandate', 'mandates', 'mandated', 'mandatory', 'shall'],
    ['every', 'all', 'each'],
    ['only', 'sole', 'exclusive', 'exclusively'],
    ['both', 'two'],
    ['unanimous', 'unanimously'],
    ['everyone', 'everybody', 'all'],
  ].find((group) => group.includes(word))
  return same?.some((other) => words.has(other)) ?? false
}

/** `at all`, `above all`, `at least` (a bound), `leading to`, `top of`: no strength meant. */
function isIdiom(tokens: readonly Token[], index: number): boolean {
  const word = at(tokens, index).lower
  const before = at(tokens, index - 1).lower
  if (/^(?:all|least|most|best|latest)$/.test(word) && /^(?:at|above)$/.test(before)) return true
  if (word === 'leading') return /^(?:to|up)$/.test(at(tokens, index + 1).lower)
  if (word === 'only') return before === 'not'
  return word === 'any' && at(tokens, index + 1).lower === 'more'
}

function isQuantified(tokens: readonly Token[], index: number): boolean {
  const word = at(tokens, index).lower
  if (QUANTIFIED.test(word)) return true
  return word === 'wide' && at(tokens, index - 1).text === '-'
}

/** `will` and a verb is a forecast: the evidence must forecast the same, or give a date to come for a verb it uses. */
function isUnprovenWill(
  claim: Reading,
  index: number,
  proof: { words: ReadonlySet<string>; stems: ReadonlySet<string>; hasFuture: boolean },
): boolean {
  const token = at(claim.tokens, index)
  if (!/^(?:will|shall|'ll)$/.test(token.lower) && !token.lower.endsWith("'ll")) return false
  let position = index + 1
  while (/^(?:also|not|now|be|then|soon|likely|have)$/.test(at(claim.tokens, position).lower)) position++
  const verb = at(claim.tokens, position)
  const isForecast = proof.words.has('will') || proof.words.has('shall') || proof.hasFuture
  const isKnownVerb =
    verb.kind !== 'word' ||
    proof.stems.has(stem(verb.lower)) ||
    /^(?:end|close|expire|due|start|begin)$/.test(verb.lower)
  return !(isForecast && isKnownVerb)
}
