import { readFileSync, writeFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { COMMAND, EVENTS_PATH, SCOPES } from '../src/commands/surface.ts'

/**
 * Writes `manifest.yml` (HTTP), `manifest.socket.yml` (Socket Mode) and the scopes table of `docs/slack-setup.md` from
 * `src/commands/surface.ts`. Run with `npm run manifest` after a change there.
 * The fields are Slack's: https://docs.slack.dev/reference/app-manifest
 */

export type Mode = 'http' | 'socket'

export const MANIFESTS: Record<Mode, string> = { http: 'manifest.yml', socket: 'manifest.socket.yml' }
export const SETUP_DOC = 'docs/slack-setup.md'

/** What stands in for the address of the app; the person who creates the app replaces it. */
const PUBLIC_URL = 'https://YOUR-PUBLIC-URL'
const NAME = 'Starbridge Intel'

const LONG_DESCRIPTION = `When a prospect answers a cold e-mail with interest, ${NAME} posts who replied and what they said within a second, then a card with the public-sector buyers that are about to purchase what this prospect sells, who decides there, and a page to send. Members can take a reply, dismiss it, ask for a new version of its report or ask a colleague to help. The ${COMMAND.name} command makes a report on any company by its domain.`

/** The manifest as Slack takes it. */
export function manifestOf(mode: Mode) {
  const url = `${PUBLIC_URL}${EVENTS_PATH}`
  const isHttp = mode === 'http'
  return {
    _metadata: { major_version: 1 },
    display_information: {
      name: NAME,
      description: 'Positive replies become a dispatch, a card and a page to send, in one channel.',
      long_description: LONG_DESCRIPTION,
      background_color: '#1d3a5f',
    },
    features: {
      // Escalations arrive as direct messages, so their tab is on; nobody reads what is written there, so it is read-only.
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: NAME, always_online: true },
      slash_commands: [
        {
          command: COMMAND.name,
          description: COMMAND.description,
          usage_hint: COMMAND.usageHint,
          should_escape: false,
          ...(isHttp ? { url } : {}),
        },
      ],
    },
    oauth_config: { scopes: { bot: SCOPES.map(({ scope }) => scope) } },
    settings: {
      interactivity: { is_enabled: true, ...(isHttp ? { request_url: url } : {}) },
      org_deploy_enabled: false,
      socket_mode_enabled: !isHttp,
      token_rotation_enabled: false,
    },
  }
}

const HOW: Record<Mode, string> = {
  http: `Replace ${PUBLIC_URL} (twice) with the address under which Slack reaches the app.`,
  socket: 'The app connects to Slack by itself and needs no public address.',
}

/** The text of a manifest file. */
export function renderManifest(mode: Mode): string {
  const lines = ['Made by npm run manifest from src/commands/surface.ts; change that instead.', HOW[mode]]
  return `${lines.map((line) => `# ${line}\n`).join('')}${stringify(manifestOf(mode), { lineWidth: 120 })}`
}

const TABLE = { from: '<!-- scopes -->', to: '<!-- /scopes -->' }

/** The setup guide with its scopes table made anew. Throws when the marks around the table are gone. */
export function withScopesTable(guide: string): string {
  const start = guide.indexOf(TABLE.from)
  const end = guide.indexOf(TABLE.to)
  if (start < 0 || end < start) throw new Error(`${SETUP_DOC} lacks ${TABLE.from} … ${TABLE.to}`)
  const rows = SCOPES.map(({ scope, reason, methods }) => {
    const used = methods.map((method) => `\`${method}\``).join(', ')
    return `| \`${scope}\` | ${reason} | ${used || 'none'} |`
  })
  const table = ['| scope | reason | methods |', '|---|---|---|', ...rows].join('\n')
  return `${guide.slice(0, start)}${TABLE.from}\n${table}\n${guide.slice(end)}`
}

if (import.meta.main) {
  for (const mode of ['http', 'socket'] as const) writeFileSync(MANIFESTS[mode], renderManifest(mode))
  writeFileSync(SETUP_DOC, withScopesTable(readFileSync(SETUP_DOC, 'utf8')))
}
