import { type Config, DEFAULT_MODELS, PROVIDERS } from '../config.ts'

export type NotUsedYet = {
  variable: string
  /** Why it does nothing, as the end of a sentence. */
  what: string
}

/** Settings that are set and that nothing uses yet. A default is not set, and so is a value equal to it. */
export function notUsedYet(config: Config): NotUsedYet[] {
  const { slack, people, claude, pages, clay, data, webhooks } = config
  const rows: [variable: string, isSet: boolean, what: string][] = [
    ['ALERTS_CHANNEL', slack !== null && slack.alertsChannel !== slack.channel, ALERTS],
    ['ADMINS', people.admins.length > 0, 'there is nothing that only admins may do'],
    ['MODEL_PLAN', claude.models.plan !== DEFAULT_MODELS.plan, 'no model is asked to plan'],
    ['NOTION_TOKEN', pages.notion.token !== null, NOTION],
    ['NOTION_PARENT_PAGE_ID', pages.notion.parentPageId !== null, NOTION],
    ['NOTION_BASE_URL', pages.notion.baseUrl !== null, NOTION],
    ['CLAY_API_KEY', clay.apiKey !== null, CLAY],
    ['CLAY_SESSION_COOKIE', clay.sessionCookie !== null, CLAY],
    ['CLAY_BASE_URL', clay.baseUrl !== null, CLAY],
    ...PROVIDERS.flatMap((name): typeof rows => [
      [`${name.toUpperCase()}_API_KEY`, data[name].apiKey !== null, DATA],
      [`${name.toUpperCase()}_BASE_URL`, data[name].baseUrl !== null, DATA],
    ]),
    ['STARBRIDGE_TOOLS', Object.keys(data.starbridgeTools).length > 0, DATA],
    ['WEBHOOK_TOKEN', webhooks.token !== null, WEBHOOKS],
    ['SMARTLEAD_WEBHOOK_SECRET', webhooks.smartleadSecret !== null, WEBHOOKS],
  ]
  return rows.flatMap(([variable, isSet, what]) => (isSet ? [{ variable, what }] : []))
}

const ALERTS = 'alerts go into the thread of their reply'
const NOTION = 'nothing is published to Notion'
const CLAY = 'no Clay workbooks are built'
const DATA = 'no data service is asked'
const WEBHOOKS = 'there are no routes for the webhooks of sending services'
