/** Words that say nothing about a subject, in mail and in minutes. */
const STOP = new Set(
  `a about above after again all also am an and any are as asap at back be because been before being below between both
  but by call can could day days did do does doing done down during each email etc few find for from further get give
  go good got great had has have having he hello her here hey hi him his hope how i if im in into interested
  interesting is it its ive just know let lets like likely ll look looking love made make many may me month months more
  most much my need new next no nor not now of off on once one only or other our out over own please quick re really
  regards reply same see seems send sent she should so some something soon such sure take talk tell than thank thanks
  that the their them then there these they thing things this those through time to today tomorrow too up us use used
  using ve very via want was way we week weeks well were what when where which while who whom why will with would year
  years yes yet you your would've happy chat share details information info forward learn open works working sounds
  curious quite particularly mostly mainly currently focus focused team best cheers report reports`.split(/\s+/),
)

export type Token = { stem: string; surface: string }

/** Purchases that are named by two words or by their letters: both forms give the same extra word. */
const PHRASES: Record<string, string> = {
  'learning management': 'lms',
  'student information': 'sis',
  'customer relationship': 'crm',
  'constituent relationship': 'crm',
  'information security': 'infosec',
  'multi factor': 'mfa',
  'multifactor authentication': 'mfa',
  'e rate': 'erate',
  'work order': 'workorder',
  'computer aided dispatch': 'cad',
  'body worn': 'bodycam',
  'body camera': 'bodycam',
  'special education': 'sped',
  'enterprise resource': 'erp',
  'artificial intelligence': 'ai',
  'geographic information': 'gis',
  'student success': 'studentsuccess',
  'early alert': 'studentsuccess',
  'mental health': 'mentalhealth',
  'social emotional': 'sel',
  'food service': 'cafeteria',
  'document management': 'ecm',
  'records management': 'ecm',
  'content management': 'cms',
  'electronic signature': 'esignature',
  'utility billing': 'meter',
  'professional development': 'upskilling',
  'professional learning': 'upskilling',
  'access control': 'intrusion',
  'school safety': 'lockdown',
  'human resources': 'hris',
  'human capital': 'hris',
  'data center': 'datacenter',
  'disaster recovery': 'backup',
  'public transit': 'paratransit',
  'patient records': 'clinic',
  'request system': '311',
}
const PHRASE_PATTERN = new RegExp(`\\b(?:${Object.keys(PHRASES).join('|').replaceAll(' ', '[ -]')})\\b`, 'g')

const MOST_CHARACTERS = 6000
const MOST_TOKENS = 800

/**
 * Content words of a text in order, as stems with the form they had. Accents are dropped, `K-12` is one word and other
 * hyphens split; a two-word name adds its short form at the end. Reads at most 6,000 characters and 800 words.
 */
export function tokensOf(text: string | null): Token[] {
  if (!text) return []
  const tokens: Token[] = []
  const plain = text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  for (const [word] of plain.replace(/\bk[ -]?12\b/g, 'k12').matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu)) {
    const bare = word.replace(/['’]s?$/, '').replace(/['’]/g, '')
    if (bare.length < 2 || bare.length > 40 || STOP.has(bare) || /^\d{1,3}$/.test(bare)) continue
    tokens.push({ stem: stem(bare), surface: bare })
    if (tokens.length >= MOST_TOKENS) break
  }
  for (const [phrase] of plain.matchAll(PHRASE_PATTERN)) {
    const alias = PHRASES[phrase.replace('-', ' ')]
    if (alias && tokens.length < MOST_TOKENS * 2) tokens.push({ stem: alias, surface: phrase })
  }
  return tokens
}

/** Suffixes to take off, longest first, with the letters that must be left. */
const SUFFIXES: readonly (readonly [string, number])[] = [
  ['isation', 5],
  ['ization', 5],
  ['ations', 5],
  ['ements', 4],
  ['ation', 5],
  ['ement', 4],
  ['ments', 4],
  ['ities', 5],
  ['ings', 4],
  ['ions', 5],
  ['ment', 4],
  ['ying', 3],
  ['ies', 3],
  ['ors', 5],
  ['ers', 5],
  ['ity', 5],
  ['ing', 4],
  ['ion', 5],
  ['ied', 3],
  ['ed', 4],
  ['or', 5],
  ['er', 5],
  ['al', 5],
]

/**
 * A light stem: plural and the commonest endings off, one doubled consonant undone, a last `e` off, so that
 * `advising`, `advisor` and `advise` meet. It need not be a word, only the same on both sides.
 */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word
  const found = SUFFIXES.find(([suffix, left]) => word.endsWith(suffix) && word.length - suffix.length >= left)
  let base = found ? word.slice(0, -found[0].length) : word
  if (!found && base.endsWith('s') && !/(?:ss|us|is)$/.test(base)) base = base.slice(0, -1)
  if (found?.[0].startsWith('ie')) return `${base}y`
  if (found && /([bdgmnprt])\1$/.test(base)) base = base.slice(0, -1)
  return base.length > 4 ? base.replace(/e$/, '') : base
}

/**
 * Words of nearly every product and every public buyer: they help only beside another word, so they weigh a quarter.
 */
const WEAK = new Set(
  `platform software solution service system tool product technology tech digital management manage manager program
  project public school district city county state local government agency department office university college
  community board council support provide provider vendor contract purchase procurement request proposal approve plan
  meeting data online cloud based saas company companies sell seller custom customer client process improve upgrade
  annual fiscal student staff municipal education k12 higher sector sled buyer campaign sequence q1 q2 q3 q4 email
  outreach wave list modern new statewide districtwide citywide usd isd`
    .split(/\s+/)
    .map(stem),
)

/** True for a word that alone tells nothing about a subject. */
export function isWeak(stemmed: string): boolean {
  return WEAK.has(stemmed)
}
