import type { Referral } from '../types.ts'

/** Whom a reply names instead of its writer. Every field is copied from the text; nothing is guessed from an address. */

const EMAIL =
  /(?<![\p{L}\d._%+-])[a-z\d][a-z\d._%+-]{0,63}@[a-z\d][a-z\d-]{0,62}(?:\.[a-z\d-]{1,62}){0,4}\.[a-z]{2,24}/iu
const WORD = String.raw`\p{Lu}[\p{L}'’-]{1,24}`
const NAME = String.raw`(?:(?:Dr|Mr|Mrs|Ms)\.?\s)?${WORD}(?:\s\p{Lu}\.)?(?:\s(?:de|la|van|von|der|den|del|da)){0,2}(?:\s${WORD}){0,2}`
const FIELD = String.raw`(?:Public Sector|Sales|Marketing|Operations|Procurement|Purchasing|Finance|Partnerships|Technology|IT|Product|Engineering|Business Development|Government|SLED|Customer Success|Education|K-12)(?:\s(?:Sales|Operations|Partnerships|Marketing))?`
const TITLE = String.raw`(?:(?:our|the|a|my|new|current|acting|interim|is|as)\s){0,3}(?<title>(?:(?:Senior|Sr\.?|Junior|Deputy|Assistant|Associate|Executive|Regional|National|Interim|Acting|senior|deputy|assistant|regional|national|public[- ]sector|Public[- ]Sector|government|Government|inside|Inside|sales|Sales|marketing|Marketing|account|Account|business development|Business Development|product|Product|operations|Operations|partnerships|Partnerships|IT|SLED|state and local|procurement|Procurement|purchasing|Purchasing|finance|Finance|technology|Technology|customer success|Customer Success)\s){0,3}(?:C[A-Z]O|CISO|[SE]?VP|Vice President|vice president|President|president|Director|director|Head|head|Manager|manager|Chief\s(?:\p{Lu}\p{L}+\s){1,2}Officer|chief\s(?:\p{L}+\s){1,2}officer|Superintendent|superintendent|Founder|founder|Co-?[Ff]ounder|Owner|owner|Lead|lead|Coordinator|coordinator|Partner|Specialist|Analyst|Executive|Administrator|Officer|officer|Rep|rep|Representative)(?:\s(?:of|for)\s(?:the\s)?\p{L}+(?:\s(?:and|&)\s\p{L}+|\s\p{Lu}\p{L}+){0,3}|,?\s${FIELD})?)`
/** Words that begin a sentence or a phrase with a capital and are no name. */
const NOT_NAMES = new Set(
  `I I'm I'll I've The This That These Those We You He She They It My Our Your His Her Please Thanks Thank Hi Hello Hey Dear Yes No Sure Sorry Also And
  But So For To In On At If As With From Our Contact Reach Email Call Talk Speak Try Copying Adding Looping Forwarding Cc CC Monday Tuesday Wednesday
  Thursday Friday Saturday Sunday January February March April May June July August September October November December Q1 Q2 Q3 Q4 RFP RFPs IT HR CEO CTO
  CFO CIO COO CRO CMO VP SVP EVP Director Manager Head President Sales Marketing Procurement Purchasing Finance Operations Public Sector Best Regards Cheers
  Let Not Wrong Right Good Great Happy Feel Can Could Would Will There Here Unfortunately Actually Slack Zoom Teams Google Outlook LinkedIn Texas California
  Florida Ohio Bitte Herr Frau Veuillez Monsieur Madame Por Contacte Wenden Ich Je Vous Sie Senior Chief Vice Team Department Support Starbridge Passing Send Since
  What When Who How Why Where Which Maybe Just Ask Wir La El Le Les Los`.split(/\s+/u),
)

const CALL_TO = String.raw`(?:contact(?:ing)?|reach(?:ing)?(?:\sout)?(?:\sto)?|e?-?mail(?:ing)?|call(?:ing)?|talk(?:ing)?\s(?:to|with)|speak(?:ing)?\s(?:to|with)|connect(?:ing)?\s(?:you\s)?(?:to|with)|touch\swith|follow(?:ing)?\sup\swith|loop(?:ing)?\sin|copying|cc(?:'?ing|'?d|'?ed)?|adding|try|ask(?:\sfor)?|refer(?:ring)?\s(?:you|this)\sto|introduc(?:e|ing)\s(?:you\sto\s)?|forward(?:ed|ing)?\s(?:this|it|your\s(?:email|note|message))\s(?:on\s)?to|pass(?:ed|ing)?\s(?:this|it|you)\s(?:on\s|along\s|over\s)?to|direct(?:ed|ing)?\s(?:this|you|it|(?:your\s|all\s|any\s)?\p{L}+)\sto|meet|replaced\sby|person\s(?:\p{L}+\s){0,4}(?:is|would\sbe)|contact\s(?:\p{L}+\s){0,4}(?:is|would\sbe)|contacter|contactez|contacte\s(?:a|con)|hable\scon|wenden\sSie\ssich\s(?:bitte\s)?an|Ansprechpartner(?:in)?\sist|kontaktieren\sSie|successor\sis|you\s(?:want|need)|replacement\sis|handled\sby|belongs\sto|goes\sto|is\snow|colleagues?|coworker|boss|partner)`
const AFTER_CALL = new RegExp(
  String.raw`(?<![\p{L}])${CALL_TO}[:,]?\s(?:plutôt\s|directement\s|directly\s|instead\s|bitte\s)?(?:(?:my|our|the|to|with|a)\s){0,2}(?:colleague\s|coworker\s|boss\s|partner\s|teammate\s|Herrn?\s|Frau\s|Sr\.?\s|Sra\.?\s|M\.\s|Mme\s)?(?<name>${NAME})`,
  'giu',
)
const TITLE_THEN_NAME = new RegExp(String.raw`${TITLE},?\s(?:is\s)?(?<name>${NAME})`, 'gu')
const NAME_THEN_WORK = new RegExp(
  String.raw`(?<name>${NAME})(?:\s?\([^()]{1,80}\)|,[^.;]{1,60},)?\s(?:is|would be|handles|manages|oversees|runs|owns|leads|covers|took|takes|has|will|can|makes|heads|on our|in our|from our|over in|over at|and)\b`,
  'gu',
)
/** Said of the person who is gone, never of the one to ask. */
const LEFT = /^\P{L}{0,3}.{0,8}\s(?:no longer|left|retired|not)\b/u
const NEAR_TITLE = new RegExp(String.raw`^[\s,(–—-]{1,4}(?:who\s(?:is|'s)\s|is\s|he's\s|she's\s)?${TITLE}`, 'u')

/** The person a reply hands over to, from the sentences that do so first; null when none is named. */
export function referralOf(sentences: string[], preferred: ReadonlySet<number>): Referral | null {
  const order = sentences
    .map((_, index) => index)
    .toSorted((a, b) => Number(preferred.has(b)) - Number(preferred.has(a)))
  const texts = order.map((index) => (sentences[index] ?? '').slice(0, 600).replaceAll('’', "'"))
  const email = texts.map((text) => EMAIL.exec(text)?.[0] ?? null).find((found) => found !== null) ?? null
  const people = texts.map(personIn)
  const person = people.find((found) => found.name !== null) ?? people.find((found) => found.title !== null) ?? null
  if (email === null && person === null) return null
  return { name: person?.name ?? null, email, title: person?.title ?? null }
}

function personIn(text: string): { name: string | null; title: string | null } {
  for (const match of text.matchAll(TITLE_THEN_NAME)) {
    const name = cleanName(match.groups?.['name'])
    if (name !== null) return { name, title: match.groups?.['title']?.trim() ?? null }
  }
  for (const pattern of [NAME_THEN_WORK, AFTER_CALL]) {
    for (const match of text.matchAll(pattern)) {
      const written = match.groups?.['name']
      const after = text.slice(match.index + match[0].length)
      const name = isCapitalised(written) && !LEFT.test(`${match[0].slice(-8)}${after}`) ? cleanName(written) : null
      if (name !== null) return { name, title: titleAfter(text, name) ?? titleIn(text) }
    }
  }
  return { name: null, title: titleIn(text) }
}

/** The pattern ignores capitals for its verbs, so the name's own are checked here. */
function isCapitalised(name: string | undefined): boolean {
  return name !== undefined && /^\p{Lu}/u.test(name)
}

/** The leading run of capitalised words that are names; null when nothing is left. */
function cleanName(written: string | undefined): string | null {
  const words: string[] = []
  for (const word of (written ?? '').split(' ')) {
    const bare = word.replace(/'s$/u, '')
    if (NOT_NAMES.has(bare) || !/^(?:\p{Lu}|de$|la$|van$|von$|der$|den$|del$|da$)/u.test(bare)) {
      if (words.length > 0) break
      continue
    }
    words.push(bare)
  }
  const name = words.join(' ').trim()
  return name.length >= 2 ? name : null
}

function titleAfter(text: string, name: string): string | null {
  const after = text
    .slice(text.indexOf(name) + name.length)
    .replace(/^\s?[(<]?[^\s()<>]{1,64}@[^\s()<>]{1,190}[)>]?/u, '')
  return NEAR_TITLE.exec(after)?.groups?.['title']?.trim() ?? null
}

function titleIn(text: string): string | null {
  return (
    new RegExp(String.raw`(?<!\p{L})(?:our|the|my|new)\s${TITLE}`, 'u').exec(text)?.groups?.['title']?.trim() ?? null
  )
}
