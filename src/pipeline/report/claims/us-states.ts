const NAMES =
  'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|' +
  'FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|' +
  'MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|' +
  'NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|' +
  'PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|' +
  'VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming'

const CODE_BY_NAME: ReadonlyMap<string, string> = new Map(
  NAMES.split('|').map((entry) => [entry.slice(3).toLowerCase(), entry.slice(0, 2)]),
)
const NAME_BY_CODE: ReadonlyMap<string, string> = new Map(
  NAMES.split('|').map((entry) => [entry.slice(0, 2), entry.slice(3)]),
)

/** Two-letter code of a United States state given by code or name, any case; null for anything else. */
export function stateCode(state: string): string | null {
  const upper = state.trim().toUpperCase()
  return NAME_BY_CODE.has(upper) ? upper : (CODE_BY_NAME.get(state.trim().toLowerCase()) ?? null)
}

/** `Arizona` for `AZ`; null for what is no code. */
export function stateName(code: string): string | null {
  return NAME_BY_CODE.get(code) ?? null
}
