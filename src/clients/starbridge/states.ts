/** States and territories of the USA by their postal code. */
const NAMES: Record<string, string> = {
  AL: 'Alabama',
  AK: 'Alaska',
  AS: 'American Samoa',
  AZ: 'Arizona',
  AR: 'Arkansas',
  CA: 'California',
  CO: 'Colorado',
  CT: 'Connecticut',
  DE: 'Delaware',
  DC: 'District of Columbia',
  FL: 'Florida',
  GA: 'Georgia',
  GU: 'Guam',
  HI: 'Hawaii',
  ID: 'Idaho',
  IL: 'Illinois',
  IN: 'Indiana',
  IA: 'Iowa',
  KS: 'Kansas',
  KY: 'Kentucky',
  LA: 'Louisiana',
  ME: 'Maine',
  MD: 'Maryland',
  MA: 'Massachusetts',
  MI: 'Michigan',
  MN: 'Minnesota',
  MS: 'Mississippi',
  MO: 'Missouri',
  MT: 'Montana',
  NE: 'Nebraska',
  NV: 'Nevada',
  NH: 'New Hampshire',
  NJ: 'New Jersey',
  NM: 'New Mexico',
  NY: 'New York',
  NC: 'North Carolina',
  ND: 'North Dakota',
  MP: 'Northern Mariana Islands',
  OH: 'Ohio',
  OK: 'Oklahoma',
  OR: 'Oregon',
  PA: 'Pennsylvania',
  PR: 'Puerto Rico',
  RI: 'Rhode Island',
  SC: 'South Carolina',
  SD: 'South Dakota',
  TN: 'Tennessee',
  TX: 'Texas',
  UT: 'Utah',
  VT: 'Vermont',
  VI: 'Virgin Islands',
  VA: 'Virginia',
  WA: 'Washington',
  WV: 'West Virginia',
  WI: 'Wisconsin',
  WY: 'Wyoming',
}

const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
const CODES = new Map(Object.entries(NAMES).map(([code, name]) => [letters(name), code]))

/** Two capital letters from a code, `US-AZ` (ISO 3166-2), a name or an enumeration's name; null for anything else. */
export function toStateCode(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value.trim().replace(/^US-/i, '')
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase()
  return CODES.get(letters(text)) ?? null
}

/**
 * A state as the published API's enumeration names it: `California`, and without spaces `NewYork`. Only the form of one
 * word is documented; a value the API does not know is ignored there, so answers are filtered by state as well.
 */
export function toStateEnum(code: string): string | null {
  const name = NAMES[code.toUpperCase()]
  return name ? name.replace(/(?:^|\s)(\w)/g, (_, first: string) => first.toUpperCase()) : null
}
