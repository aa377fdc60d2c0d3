import type { ClaimProblem } from './problems.ts'
import { MAX_CLAIM_CHARS } from './tokens.ts'

/** What must not be in a sentence at all, whatever its evidence says. The patterns are linear: no nested repeats. */
const UNWANTED: readonly { pattern: RegExp; means: string }[] = [
  { pattern: /[\p{Cc}\p{Co}\p{Cs}\u2028\u2029]/u, means: 'control character' },
  {
    pattern: /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/u,
    means: 'hidden character',
  },
  { pattern: /[<>]|&(?:[a-z]{2,8}|#\w{1,6});/i, means: 'markup' },
  { pattern: /[*`|\\]|~~|__|(?:^|\s)_\S|\S_(?:\s|$)/, means: 'markup' },
  { pattern: /^\s*(?:#|>|- |\u2022|\d{1,2}[.)]\s)/, means: 'list or heading mark' },
  { pattern: /[[\]{}]/, means: 'bracket or placeholder' },
  { pattern: /(?:^|\s):[a-z0-9_+-]{2,30}:/i, means: 'emoji code' },
  { pattern: /@(?:here|channel|everyone)\b/i, means: 'mention' },
  { pattern: /\b(?:n\/a|tbd|tba|tbc|lorem ipsum|xxx|undefined|null|nan|placeholder)\b/i, means: 'placeholder' },
  { pattern: /[^\P{Nd}0-9]/u, means: 'digits of another script' },
  {
    pattern:
      /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{Script=Latin}/u,
    means: 'mixed scripts',
  },
]

/** Problems of the bare text: too long, empty, hidden characters, markup of any kind, placeholders. */
export function checkText(text: string): ClaimProblem[] {
  if (text.length > MAX_CLAIM_CHARS)
    return [{ kind: 'text', found: `${text.length} characters`, expected: `at most ${MAX_CLAIM_CHARS} characters` }]
  if (!/\p{L}/u.test(text)) return [{ kind: 'text', found: text, expected: 'a sentence' }]
  const folded = text.normalize('NFKC')
  return UNWANTED.filter(({ pattern }) => pattern.test(folded) || pattern.test(text)).map(({ means }) => ({
    kind: 'text' as const,
    found: means,
    expected: null,
  }))
}
