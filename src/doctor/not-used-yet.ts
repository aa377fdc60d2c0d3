import { type Config, DEFAULT_MODELS, PROVIDERS } from '../config.ts'

export type NotUsedYet = {
  variable: string
  /** Why it does nothing, as the end of a sentence. */
  what: string
}

/** Settings that are set and that nothing uses yet. A default is not set, and so is a value equal to it. */
export function notUsedYet(config: Config): NotUsedYet[] {
  const { people, claude, clay, data } = config
  const rows: [variable: string, isSet: boolean, what: string][] = [
    ['ADMINS', people.admins.length > 0, 'there is nothing that only admins may do'],
    ['MODEL_PLAN', claude.models.plan !== DEFAULT_MODELS.plan, 'no model is asked to plan'],
    ['CLAY_API_KEY', clay.apiKey !== null, CLAY],
    ['CLAY_SESSION_COOKIE', clay.sessionCookie !== null, CLAY],
    ['CLAY_BASE_URL', clay.baseUrl !== null, CLAY],
    ...PROVIDERS.filter((name) => !USED.has(name)).flatMap((name): typeof rows => [
      [`${name.toUpperCase()}_API_KEY`, data[name].apiKey !== null, DATA],
      [`${name.toUpperCase()}_BASE_URL`, data[name].baseUrl !== null, DATA],
    ]),
  ]
  return rows.flatMap(([variable, isSet, what]) => (isSet ? [{ variable, what }] : []))
}

/** Providers that something asks. */
const USED = new Set<string>(['starbridge', 'datagen', 'smartlead', 'heyreach'])
const CLAY = 'no Clay workbooks are built'
const DATA = 'no data service is asked'
