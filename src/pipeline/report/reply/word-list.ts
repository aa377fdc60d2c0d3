/** Phrases of a data file, written one after another with `|` between them, trimmed and without empty ones. */
export function phrases(list: string): string[] {
  return list
    .split(/[|\n]/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '')
}
