import { type CueIndex, findHits, type Hit, indexCues } from './cue-matcher.ts'
import { clauseStart, isSeparator, type PlainWords } from './plain-words.ts'

/** Words that turn the cue after them round, when they stand close before it in the same clause. */
const NEGATORS: ReadonlySet<string> = new Set(
  'not no never without hardly nor neither kein keine keinen nicht pas non não niet geen nunca sin senza sem sans ohne zonder'.split(
    ' ',
  ),
)
/** How many words before a cue a negator still reaches it. */
const REACH = 4

/** Words that open something new inside a clause: "not interested please remove". */
const OPENS: ReadonlySet<string> = new Set('please kindly and so then'.split(' '))
const AFTERWARDS: ReadonlySet<string> = new Set('not nicht'.split(' '))
const NEEDED: ReadonlySet<string> = new Set('required necessary needed wanted'.split(' '))

/** Phrases whose negator negates nothing. */
const HARMLESS: CueIndex<'harmless'> = indexCues([
  {
    topic: 'harmless',
    weight: 0,
    list: `not only | not just | no problem | no problems | no worries | no rush | no hurry | no pressure | not a problem | not an issue | no issue
      no issues | why not | not bad | not a bad | no doubt | no question | no questions | no objection | no objections | do not hesitate
      do not mind | would not mind | will not say no | can not wait | could not be more/better/happier/easier | no need to * convince/explain/apologize/ask/wait | no matter
      not sure if | not sure but | can not hurt | does not hurt | would not hurt | if not | or not | whether or not | no time like | no brainer
      no-brainer | no solo | nicht nur | pas seulement | no idea | do not see why not | not to be missed | have not seen | have not heard | have not had
      no strings | no obligation | not too late | not yet | no wonder | not lie | no joke | no kidding | not gonna lie | not kidding | no big deal | no luck`,
  },
])

/** Where negators are harmless. */
export function harmlessSpans(plain: PlainWords): Hit<'harmless'>[] {
  return findHits(plain, HARMLESS)
}

/**
 * True when a negator stands among the last words before the cue, in its clause and not inside a harmless phrase such
 * as "no problem", or when the clause goes on with "not required".
 */
export function isNegated(
  plain: PlainWords,
  harmless: readonly Hit<string>[],
  { at, end }: { at: number; end: number },
): boolean {
  const from = Math.max(clauseStart(plain.words, at), at - REACH)
  for (let place = at - 1; place >= from && !OPENS.has(plain.words[place] ?? ''); place -= 1)
    if (NEGATORS.has(plain.words[place] ?? '') && !isInside(place, harmless)) return true
  for (let place = end; place < end + 3 && !isSeparator(plain.words[place] ?? '‖'); place += 1)
    if (AFTERWARDS.has(plain.words[place] ?? '') && NEEDED.has(plain.words[place + 1] ?? '')) return true
  return false
}

export function overlapsAny(hit: Hit<string>, spans: readonly Hit<string>[]): boolean {
  return spans.some((span) => span.at < hit.end && hit.at < span.end)
}

function isInside(at: number, spans: readonly Hit<string>[]): boolean {
  return spans.some((span) => span.at <= at && at < span.end)
}
