import { checkSlack } from '../clients/slack/client.ts'
import { neededScope, openSocketMode } from '../clients/slack/probes.ts'
import type { Config } from '../config.ts'
import { ExternalError } from '../errors.ts'
import { type Ask, type Asking, type Finding, failed, missing, ok, wrong } from './finding.ts'

type Slack = NonNullable<Config['slack']>

/** Slack by its token, its channels, and the way by which its requests reach us; each asked on its own. */
export async function examineSlack({ slack, server }: Config, ask: Ask): Promise<Finding[]> {
  if (!slack)
    return [
      missing(
        'Slack',
        'Not configured: nothing is posted, reports are read by API and command line.',
        'Set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN.',
      ),
    ]
  const found = await Promise.all([
    ask('Slack', (asking) => examineChannel(slack, 'INTENT_REPORTS_CHANNEL', asking)),
    ...(slack.alertsChannel === slack.channel
      ? []
      : [ask('Slack alerts', (asking) => examineChannel(slack, 'ALERTS_CHANNEL', asking))]),
    slack.mode === 'socket'
      ? ask('Slack requests', (asking) => examineSocket(slack, asking))
      : [requestsByHttp(server.publicUrl)],
  ])
  return found.flat()
}

type ChannelSetting = 'INTENT_REPORTS_CHANNEL' | 'ALERTS_CHANNEL'

async function examineChannel(slack: Slack, setting: ChannelSetting, { fetch }: Asking): Promise<Finding[]> {
  const { botToken, apiUrl } = slack
  const [part, channel] =
    setting === 'ALERTS_CHANNEL' ? ['Slack alerts', slack.alertsChannel] : ['Slack', slack.channel]
  try {
    const found = await checkSlack({ botToken, apiUrl, fetch }, channel)
    return [ok(part, `${found.bot} of ${found.team} may post to #${found.channel}.`)]
  } catch (error) {
    return [refused(part, error, { setting, token: 'SLACK_BOT_TOKEN' })]
  }
}

async function examineSocket(slack: Slack & { mode: 'socket' }, { fetch }: Asking): Promise<Finding[]> {
  const { appToken, apiUrl } = slack
  try {
    await openSocketMode({ appToken, apiUrl, fetch })
    return [ok('Slack requests', 'Socket Mode: Slack gives out a connection.')]
  } catch (error) {
    return [refused('Slack requests', error, { setting: 'SLACK_APP_TOKEN', token: 'SLACK_APP_TOKEN' })]
  }
}

function requestsByHttp(publicUrl: string): Finding {
  const text = `HTTP mode: the signing secret is set, and Slack must reach ${publicUrl}/slack/events.`
  return ok('Slack requests', `${text} Whether the secret is the right one shows with Slack's first request.`)
}

const TOKEN_CODES = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
])

/** Slack's own code, and what to do about the ones that a setting or a click puts right. */
function refused(part: string, error: unknown, names: { setting: string; token: string }): Finding {
  if (!(error instanceof ExternalError)) return failed(part, error)
  const code = error.code ?? ''
  if (TOKEN_CODES.has(code)) return wrong(part, `Slack refuses the token: ${code}.`, `Set ${names.token} anew.`)
  if (code === 'missing_scope') {
    const scope = neededScope(error)
    const next = `Add the scope${scope ? ` ${scope}` : ''} to the app and install it to the workspace again.`
    return wrong(part, `Slack refuses with missing_scope${scope ? `: ${scope} is needed` : ''}.`, next)
  }
  if (code === 'not_in_channel') return wrong(part, error.message, `Or set ${names.setting}.`)
  if (code === 'channel_not_found') return wrong(part, error.message, `Or set ${names.setting}.`)
  // The SDK takes an answer that is no JSON for Slack's own error word.
  if (code === 'unreadable') return wrong(part, 'It answered with something that is not JSON.', 'Check SLACK_API_URL.')
  return wrong(part, error.message, code === 'unreachable' || code === 'http' ? 'Check SLACK_API_URL.' : null)
}
