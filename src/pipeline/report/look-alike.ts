import { domainToUnicode } from 'node:url'

/** Cyrillic and Greek letters that a reader takes for Latin ones, after Unicode's confusables (UTS 39). */
const TWINS = `
  аa вb сc ԁd еe һh іi јj кk ӏl мm нh оo рp ԛq гr ѕs тt уy ѵv ԝw хx ёe ьb
  αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw ıi ɡg ɑa ʟl ոn օo հh`
const LATIN_TWINS: ReadonlyMap<string, string> = new Map(
  TWINS.trim()
    .split(/\s+/)
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
)
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
]

/**
 * One sentence when a host is not written in plain letters; null when it is.
 * `typed` is the host as it came, `ascii` its ASCII form. Letters of several scripts in one label, or a label whose
 * every letter has a Latin twin, are called look-alikes; other international names are only spelled out.
 */
export function lookAlikeWarning(typed: string, ascii: string): string | null {
  const shown = domainToUnicode(ascii)
  if (shown === ascii)
    return /[^ -~]/.test(typed)
      ? `The domain came in unusual letters and was read as ${ascii}; check it before writing back.`
      : null
  const twin = latinTwin(shown)
  if (twin !== null)
    return `The domain only looks like ${twin}: it contains letters of another alphabet and is really ${ascii}.`
  if (shown.split('.').some(isMixed))
    return `The domain mixes letters of several alphabets and is really ${ascii}; check it before writing back.`
  return `The domain is an international name, ${shown}, whose technical form is ${ascii}.`
}

function latinTwin(host: string): string | null {
  const letters = Array.from(host)
  const twin = letters.map((letter) => LATIN_TWINS.get(letter) ?? letter).join('')
  return twin !== host && /^[a-z0-9.-]+$/.test(twin) ? twin : null
}

function isMixed(label: string): boolean {
  return SCRIPTS.filter((script) => script.test(label)).length > 1
}
