import { randomUUID } from 'node:crypto'
import type { ModalView } from '@slack/types'
import { WebAPIPlatformError } from '@slack/web-api'
import { UserError } from '../errors.ts'
import { cardId, dispatchId } from '../pipeline/report/effects.ts'
import type { DeskItem, ReportId, ReportStatus } from '../pipeline/report/types.ts'
import { renderHelp, renderShared, renderStatusLine } from '../views/command-messages.ts'
import { escalateModal } from '../views/escalate-modal.ts'
import { ACTIONS, type ActionId } from '../views/ids.ts'
import type { SlackMessage } from '../views/message.ts'
import { renderKnownRefusal, renderRefusal } from '../views/refusals.ts'
import { regenerateModal } from '../views/regenerate-modal.ts'
import type { DoorParts } from './door-context.ts'
import type { Plan } from './handle.ts'
import { ageHours } from './intel-answers.ts'
import type { Click } from './payloads.ts'
import { refusalOf, sayPlainly } from './refusal-words.ts'

/** What the buttons do. State and permission are checked when somebody clicks, never when the button was made. */

type Clicked = Click & {
  /** Posts a message for everybody where the click was made. */
  publish(message: SlackMessage): Promise<void>
}

type Work = (parts: DoorParts, click: Clicked, id: ReportId) => Promise<SlackMessage | null>

const OF_A_REPORT = {
  [ACTIONS.takeIt]: (parts, click, id) => act(parts, click, { id, action: 'take' }),
  [ACTIONS.dismiss]: (parts, click, id) => act(parts, click, { id, action: 'dismiss' }),
  [ACTIONS.runAnyway]: (parts, click, id) => act(parts, click, { id, action: 'runAnyway' }),
  [ACTIONS.regenerate]: askHowToRegenerate,
  [ACTIONS.escalate]: askWhomToEscalateTo,
  [ACTIONS.shareReport]: share,
} satisfies Partial<Record<ActionId, Work>>

export function planClick(parts: DoorParts, click: Clicked): Plan<never> {
  if (!click.action) return { work: async () => unknownButton() }
  const { actionId, reportId } = click.action
  // A link: Slack opens it by itself and only wants to hear that we know.
  if (actionId === ACTIONS.openReport) return { work: null }
  if (actionId === ACTIONS.menuHelp) return { work: async () => renderHelp() }
  if (actionId === ACTIONS.menuStatus) return { work: async () => renderStatusLine(await parts.deskStatus()) }
  const work: Work = OF_A_REPORT[actionId]
  return { work: async () => (reportId ? work(parts, click, reportId) : renderKnownRefusal({ kind: 'gone' })) }
}

function unknownButton(): SlackMessage {
  return renderRefusal('This button is from another version of this app and does nothing any more.', [
    'Type /intel to see what there is.',
  ])
}

const DONE = {
  take: 'It is yours now; the card says so too.',
  dismiss: 'It is dismissed. Run anyway on the card, or on the first message while there is no card, brings it back.',
  runAnyway: 'It is being made now. The card arrives in the thread.',
} as const

type Act = { id: ReportId; action: keyof typeof DONE }

/** The two messages of a report show what was done by themselves; beside any other message it is said. */
async function act(parts: DoorParts, click: Clicked, { id, action }: Act): Promise<SlackMessage | null> {
  const result = await parts.desk[action](id, click.who.userId)
  if (!result.ok) return refusalOf(action, result)
  return (await isShowingState(parts, click, id)) ? null : sayPlainly(DONE[action])
}

async function isShowingState({ store }: DoorParts, click: Clicked, id: ReportId): Promise<boolean> {
  const places = await Promise.all([store.placeOf(dispatchId(id)), store.placeOf(cardId(id))])
  return places.some((place) => place?.channel === click.channelId && place.ts === click.messageTs)
}

async function askHowToRegenerate(parts: DoorParts, click: Clicked, id: ReportId): Promise<SlackMessage | null> {
  const item = await parts.desk.item(id)
  const refusal = item ? whyNotRegenerate(item) : renderKnownRefusal({ kind: 'gone' })
  if (!item || refusal) return refusal
  await openForm(parts, click, regenerateModal(item, randomUUID()))
  return null
}

const WHY_NOT: Partial<Record<ReportStatus, 'still_running' | 'already_dismissed' | 'nothing_yet'>> = {
  queued: 'still_running',
  running: 'still_running',
  delayed: 'still_running',
  dismissed: 'already_dismissed',
  held: 'nothing_yet',
  cancelled: 'nothing_yet',
}

/** Told before somebody fills in a form for nothing; the desk checks once more when it is sent. */
function whyNotRegenerate(item: DeskItem): SlackMessage | null {
  const kind = WHY_NOT[item.status]
  return kind ? renderKnownRefusal({ kind }) : null
}

async function askWhomToEscalateTo(parts: DoorParts, click: Clicked, id: ReportId): Promise<SlackMessage | null> {
  const item = await parts.desk.item(id)
  if (!item) return renderKnownRefusal({ kind: 'gone' })
  if (item.status === 'dismissed') return renderKnownRefusal({ kind: 'already_dismissed' })
  await openForm(parts, click, escalateModal(item, randomUUID(), parts.config.people.escalationOwner))
  return null
}

/** Slack's words for a click whose three seconds are over. */
const TOO_LATE = ['expired_trigger_id', 'trigger_expired', 'trigger_exchanged', 'exchanged_trigger_id']

async function openForm({ web }: DoorParts, click: Clicked, view: ModalView): Promise<void> {
  try {
    await web.views.open({ trigger_id: click.triggerId, view })
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || !TOO_LATE.includes(error.data.error)) throw error
    throw new UserError('gone', 'Slack closed the time in which the form could open. Nothing was changed.', {
      nextSteps: ['Click once more.'],
    })
  }
}

/** Posts the report to where the asker saw it, once for each answer that carries the button. */
async function share(parts: DoorParts, click: Clicked, id: ReportId): Promise<SlackMessage | null> {
  const item = await parts.desk.item(id)
  if (!item) return renderKnownRefusal({ kind: 'gone' })
  if (!item.document) return renderKnownRefusal({ kind: 'nothing_yet' })
  const isFirst = await parts.store.once(`share:${id}:${click.channelId}:${click.messageTs}`)
  if (!isFirst) return renderRefusal('This was already shared here.', [`Ask again with /intel ${item.reply.domain}.`])
  try {
    await click.publish(renderShared(item, click.who.userId, ageHours(parts, item)))
    return null
  } catch (error) {
    parts.log.warn({ err: error, report: id }, 'A report could not be shared')
    throw new UserError('unavailable', 'Slack did not say whether it took the message. Look whether it is here.', {
      nextSteps: [`If it is not, ask again with /intel ${item.reply.domain} and share that answer.`],
    })
  }
}
