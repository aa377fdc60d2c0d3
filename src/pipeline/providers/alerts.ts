import type { ProviderEvent, ProviderName, ProviderReply } from '../ports.ts'
import type { AlertFacts } from '../report/effects.ts'
import type { Gaps } from './event-store.ts'

/** What the operators hear of providers. The first value is what makes it another alert. */
type Alert = [key: string, facts: AlertFacts & { cause: string }]

export const PROVIDER_NAMES: Record<ProviderName, string> = { smartlead: 'Smartlead', heyreach: 'HeyReach' }

const QUOTED = 160

/** A reply that cannot be taken: everything a person needs to answer it by hand. */
export function failedAlert(event: ProviderEvent, why: string, reply: ProviderReply | null): Alert {
  const tool = PROVIDER_NAMES[event.provider]
  const what = `An event of ${tool} could not be taken. ${why}`
  const next =
    reply === null
      ? `Look into ${tool} for a reply of that minute; if there is one, answer it by hand and tell whoever runs this app.`
      : 'Answer by hand, and ask for the intel with /intel report and the company’s domain.'
  const details = [
    `Received: ${event.receivedAt.toISOString()}`,
    `Event: ${event.kind ?? 'without a type'}, ${event.id}`,
    ...(reply ? detailsOf(reply) : []),
  ]
  return [`provider-event:${event.id}`, { what, next, details, cause: `${event.provider}:event` }]
}

function detailsOf(reply: ProviderReply): string[] {
  const rows: [string, string | null][] = [
    ['Prospect', reply.prospectName],
    ['E-mail', reply.prospectEmail],
    ['Profile', reply.profileUrl],
    ['Company', reply.companyName],
    ['Campaign', reply.campaignName ?? reply.campaignId],
    ['Reply', reply.replyText?.replace(/\s+/gu, ' ').trim().slice(0, QUOTED) ?? null],
  ]
  return rows.flatMap(([label, value]) => (value === null || value === '' ? [] : [`${label}: ${value}`]))
}

/** Replies that wait because look-ups fail: once a day. */
export function waitingAlert({ provider }: ProviderEvent, why: string, now: Date): Alert {
  const tool = PROVIDER_NAMES[provider]
  const what = `Replies wait for a look-up at ${tool}. ${why}`
  const next = `Nothing if ${tool} is down: it is asked again by itself for 24 hours. If it refuses the key, set it anew.`
  const day = now.toISOString().slice(0, 10)
  return [`provider-waits:${provider}:${day}`, { what, next, details: [], cause: `${provider}:lookup` }]
}

/** A list of replies that cannot be compared, look after look: once a day. */
export function listAlert(
  provider: ProviderName,
  { why, failedInARow, now }: { why: string; failedInARow: number; now: Date },
): Alert {
  const tool = PROVIDER_NAMES[provider]
  const what = `Lost replies of ${tool} are not noticed: its list could not be compared with ours ${failedInARow} times in a row. ${why}`
  const next = `If ${tool} is down, nothing; if it refuses the key or answers something else, see docs/${provider}.md. Webhooks go on as before.`
  const day = now.toISOString().slice(0, 10)
  return [`provider-list:${provider}:${day}`, { what, next, details: [], cause: `${provider}:list` }]
}

/** Replies that were in a provider's list and had not reached us. */
export function gapAlert(provider: ProviderName, { count, campaigns, eventIds }: Gaps): Alert {
  const tool = PROVIDER_NAMES[provider]
  const replies = count === 1 ? 'One reply had' : `${count} replies had`
  const what = `${replies} not reached us from ${tool} and came in by comparing its list with ours.`
  const next = `If this happens again, check the webhook in ${tool}.`
  const details = campaigns.slice(0, 10).map((campaign) => `Campaign: ${campaign}`)
  return [`provider-gap:${eventIds[0] ?? provider}`, { what, next, details, cause: `${provider}:gap` }]
}
