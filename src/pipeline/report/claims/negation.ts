import type { ClaimProblem } from './problems.ts'
import type { Reading } from './reading.ts'
import { stem, type Token } from './tokens.ts'
import { deniedWords, isNegator, moodAt } from './wording.ts'

const NO_CONTENT =
  /^(?:have|has|had|been|being|were|with|that|this|from|their|there|they|them|will|would|could|should|about|into|over|under|than|then|when|which|while|more|most|some|such|also|your|yours|team|does|done|just|only|even|very|make|made|many|much|each|other|after|before|because|until|here|what)$/

function isContent(token: Token): boolean {
  return token.kind === 'word' && token.lower.length > 3 && !NO_CONTENT.test(token.lower)
}

/**
 * What the evidence only denies must not be stated, and what the claim denies must be denied in the evidence: silence
 * is no proof of absence.
 */
export function checkNegation(claim: Reading, readings: readonly Reading[]): ClaimProblem[] {
  const problems: ClaimProblem[] = []
  const onlyDenied = new Set(readings.flatMap((reading) => [...deniedWords(reading.tokens)]).map(stem))
  const stated = new Set(
    readings.flatMap((reading) =>
      reading.tokens.filter((_, index) => moodAt(reading.tokens, index) !== 'denied').map((token) => stem(token.lower)),
    ),
  )
  for (const [index, token] of claim.tokens.entries()) {
    if (isNegator(claim.tokens, index)) {
      const after = claim.tokens.slice(index + 1, index + 6).filter(isContent)
      if (!after.some((word) => isDenied(word, readings)))
        problems.push({
          kind: 'negation',
          found: [token, ...after.slice(0, 2)].map((word) => word.text).join(' '),
          expected: null,
        })
    } else if (
      claim.taken[index] !== true &&
      isContent(token) &&
      onlyDenied.has(stem(token.lower)) &&
      !stated.has(stem(token.lower)) &&
      moodAt(claim.tokens, index) !== 'denied'
    )
      problems.push({ kind: 'negation', found: token.text, expected: `not ${token.text}` })
  }
  return problems
}

function isDenied(word: Token, readings: readonly Reading[]): boolean {
  const wanted = stem(word.lower)
  return readings.some((reading) =>
    reading.tokens.some(
      (_, index) =>
        isNegator(reading.tokens, index) &&
        reading.tokens.slice(index + 1, index + 7).some((token) => stem(token.lower) === wanted),
    ),
  )
}
