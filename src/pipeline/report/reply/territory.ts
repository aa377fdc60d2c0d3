import { FOREIGN_PLACE, NO_PLACES, PLACE_NAME, STATE_CODE } from './places.ts'

/** Places the seller is limited to or wants to hear of. A kind of buyer alone is no territory. */

/** Words of selling, covering and asking that make a place in their sentence a territory. */
const CONTEXT =
  /\b(?:only|just|primarily|mainly|mostly|exclusively|strictly|particularly|especially|focus(?:ed|ing|es)?|territor(?:y|ies)|regions?|regional|cover(?:s|ed|ing|age)?|serv(?:e|es|ing)|sell(?:s|ing)?|operat(?:e|es|ing)|licensed|certified|permitted|bonded|registered|work(?:s|ing)? (?:in|with|across|throughout|within|for)|do business|active|footprint|statewide|limited|restricted|stick(?:ing)? to|send|share|show|limits?|limited|strong(?:est)?|anything|break into|looks? after|looking after|patch|anything (?:in|for|from|on|outside|near|around)|something|signals|districts?|cit(?:y|ies)|count(?:y|ies)|schools?|agenc(?:y|ies)|municipalit(?:y|ies)|buyers|buying|accounts|data (?:for|in|on)|opportunities|leads|bids|rfps|markets?|states?|outside(?: of)?|expand(?:ing)?|grow(?:ing)? (?:in|into)|moving into|entering|target(?:s|ing)?|interested in|vend(?:emos|iamo|ons)|verkauf(?:en|t)|arbeiten|tätig|trabaj(?:amos|o)|trabalh(?:amos|o)|atuamos|operamos|cubrimos|cobrimos|travaill(?:ons|e)|couvrons|lavoriamo|operiamo|copriamo|werken|leveren|nur|ausschließlich|sólo|solo|só|somente|apenas|seulement|uniquement|soltanto|alleen|bara|endast)\b/i
const LIMIT =
  /\b(?:only|just|mainly|mostly|primarily|exclusively|strictly|sell|sells|cover|covers|serve|serves|territory|focus|focused|limited|send|share|show|limits?|limited|strong(?:est)?|anything|break into|looks? after|licensed)\b/i
const OWN =
  /\b(?:my|our) (?:[a-zà-ÿ]+ ){0,2}(?:territor(?:y|ies)|regions?|footprint|patch|coverage area|service area|home state|backyard)\b(?! (?:manager|rep|sales|director|lead))|\bterritory (?:is|are|covers)\b|\b(?:which|what) (?:states|regions|territories|areas)\b|\b(?:west|east|north|south) of the [a-z]|\bin[ -]state\b|\bstatewide\b|\bwithin \d{1,4} (?:miles|km|hours?)\b|\bcorridor\b|\bmetro area\b/i
const SELF =
  /\b(?:i'?ll be|i am|i'?m|we'?ll be|traveling|travelling|visiting|flying|conference|based|headquartered|located|office is) (?:[a-zà-ÿ]+ ){0,3}(?:in|to|at)\b/i

/** CT, MT and PT after an hour are time zones. */
const CLOCK_ZONE = /\d\s?(?:am|pm|a\.m\.|p\.m\.)?\s?(?:[ECMP]T|[ECMP][SD]T)\b/gi
/** "sell only in Harris County", "particularly around Sacramento": any capitalised word where a place stands. */
const UNLISTED =
  /\b(?:in|across|around|near|throughout|within|inside|outside|outside of|covering|cover|covers|serve|serves|serving|anywhere in|north of|south of|east of|west of)\s(?:the\s)?(?:(?:greater|northern|southern|eastern|western|central|upper|lower|coastal|rural|metro)\s)?(?<place>\p{Lu}\p{Ll}[\p{L}'’-]{1,24})/gu
const FOREIGN_UNLISTED =
  /\b(?:vendemos|vendiamo|vendons|trabajamos|trabalhamos|travaillons|couvrons|cubrimos|operamos|atuamos|lavoriamo|operiamo)\b[^.?!]{0,40}\s(?:en|em|na|no|in|da|de la|à|au|aux|dans le|dans les|nel|nella)\s\p{Lu}\p{Ll}{3}/u
const SHORT = 6
const MAX_SENTENCE = 600

export function isTerritory(sentence: string): boolean {
  const text = sentence.slice(0, MAX_SENTENCE)
  if (OWN.test(text) || FOREIGN_UNLISTED.test(text)) return true
  const isShouted = text === text.toUpperCase()
  const isListed =
    PLACE_NAME.test(text) || FOREIGN_PLACE.test(text) || (!isShouted && STATE_CODE.test(text.replace(CLOCK_ZONE, ' ')))
  if (!isListed)
    return LIMIT.test(text) || /\bwho is buying\b|\banything\b/i.test(text) ? hasUnlistedPlace(text) : false
  if (CONTEXT.test(text) || text.includes('?')) return !(SELF.test(text) && !LIMIT.test(text))
  return text.split(' ').length <= SHORT
}

function hasUnlistedPlace(text: string): boolean {
  return [...text.matchAll(UNLISTED)].some((match) => !NO_PLACES.has((match.groups?.['place'] ?? '').toLowerCase()))
}
