import { type Area, areasOf } from './title-areas.ts'
import { titleWords } from './title-words.ts'

/** How far up, top first. `head` leads the whole body; `support` works for somebody who decides. */
export type Rank = 'head' | 'chief' | 'director' | 'manager' | 'coordinator' | 'staff' | 'support'

/** What a title says of its holder. */
export type TitleReading = {
  /** The title in plain lower-case words, short forms written out. */
  words: string
  areas: Area[]
  rank: Rank
  /** Former, retired, emeritus: the title itself says that the person has left. */
  isFormer: boolean
  isInterim: boolean
}

const SUPPORT =
  /\b(?:(?:executive|administrative|office|confidential) (?:assistant|secretary|associate|aide)|assistant to|secretary(?! of)(?<!cabinet secretary)(?<!city secretary)(?<!county secretary)|receptionist|intern|student worker|volunteer|aide|crossing guard|custodian|driver|lifeguard)\b|^page$/
const HEAD =
  /^(?:superintendent(?! of (?:roads|streets|buildings|grounds|public works|recreation|parks|maintenance))|president|chancellor|mayor|(?:city|town|village|county|general|borough) (?:manager|administrator|executive)|chief executive officer|executive director|cabinet secretary|commissioner|sheriff|chief of police|police chief|fire chief|chief of fire|county judge|administrator)\b/
const CHIEF =
  /\b(?:chief|vice president|vice chancellor|vice provost|provost|(?:assistant|associate|deputy|area|regional|district|division|schools?) superintendent|president|deputy (?:city|county|town) (?:manager|administrator)|assistant (?:city|county|town) (?:manager|administrator)|chancellor|undersheriff|executive director|chief of staff)\b/
const DIRECTOR =
  /\b(?:director|dean|head|registrar|treasurer|controller|comptroller|bursar|(?:city|county|town|village|municipal) (?:clerk|engineer|auditor|attorney|recorder|secretary)|clerk of (?:the )?(?:courts?|council|board)|commissioner|general counsel|sheriff|principal|bureau chief|division chief|auditor)\b/
const MANAGER = /\b(?:manager|supervisor|administrator|officer|superintendent|captain|lieutenant)\b/
const COORDINATOR = /\b(?:coordinator|lead|leader|facilitator)\b/

const FORMER = /\b(?:former|formerly|retired|emerit(?:us|a)|past|deceased|ex)\b/
const INTERIM = /\b(?:interim|acting)\b/

/**
 * Reads a title as it stands: areas of responsibility and rank, by whole words, with short forms, Spanish forms and odd
 * spellings understood. `hints` are the source's own normalised titles: they add areas where the title itself names none.
 */
export function readTitle(title: string | null, hints: readonly string[] = []): TitleReading {
  const words = titleWords(title ?? '')
  const own = areasOf(words)
  const hinted = hints.map(titleWords)
  const rank = words === '' ? (hinted.map(rankOf).sort(byRank)[0] ?? 'staff') : rankOf(words)
  const areas = own.length > 0 ? own : [...new Set(hinted.flatMap(areasOf))].sort()
  // A deputy with an area of their own has that area; the whole is the head's.
  const isWhole = rank === 'head' || areas.length === 1
  return {
    words,
    areas: isWhole ? areas : areas.filter((area) => area !== 'executive'),
    rank,
    isFormer: FORMER.test(words),
    isInterim: INTERIM.test(words),
  }
}

const ORDER: readonly Rank[] = ['head', 'chief', 'director', 'manager', 'coordinator', 'staff', 'support']

function byRank(a: Rank, b: Rank): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b)
}

/** Support first, because `Executive Assistant to the CIO` names a chief; then from the top, deputies one below. */
function rankOf(words: string): Rank {
  const bare = words.replace(/\b(?:former|retired|interim|acting|senior) /g, '')
  if (/\bassistant to\b/.test(bare) || SUPPORT.test(bare)) return 'support'
  if (HEAD.test(bare)) return 'head'
  if (CHIEF.test(bare)) return 'chief'
  if (DIRECTOR.test(bare)) return /\b(?:deputy|assistant|associate|sub)\b/.test(bare) ? 'manager' : 'director'
  if (MANAGER.test(bare) && !/\b(?:patrol|police|corrections|resource) officer\b/.test(bare)) return 'manager'
  return COORDINATOR.test(bare) ? 'coordinator' : 'staff'
}
