/**
 * Names of categories that say a reply is no positive one. Their ids differ with the account, so only the name tells;
 * a name nobody foresaw counts as positive, and our own reading decides.
 */
const NEGATIVE =
  /\b(?:not interested|no interest|do not contact|dont contact|out of office|ooo|wrong person|wrong contact|unsubscribed?|bounced?|sender originated bounce|auto(?:matic|mated)? ?repl(?:y|ies)|autoresponder|not (?:a )?(?:fit|qualified)|unqualified|disqualified|blocklist(?:ed)?|blacklist(?:ed)?|spam|closed lost)\b/

/** True for a category such as `Not Interested` or `Out Of Office`, in any capitals and punctuation. */
export function isNegativeCategory(name: string): boolean {
  const words = name
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return NEGATIVE.test(words)
}
