/**
 * Untrusted text for a prompt, as one line that can neither close its block nor begin another line or field: white
 * space collapsed, control and hidden characters gone, `<`, `>` and `|` replaced by look-alikes, cut at `max` characters.
 */
export function dataLine(text: string | null, max: number): string {
  const line = (text ?? '')
    .slice(0, max * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\s]+/gu, ' ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('|', '/')
    .trim()
  return line.length > max ? `${line.slice(0, max - 1).toWellFormed()}…` : line
}

/** Lines between a tag and its end. The lines come from `dataLine`, so none of them can hold the end. */
export function dataBlock(tag: string, lines: readonly string[]): string {
  return [`<${tag}>`, ...lines, `</${tag}>`].join('\n')
}
