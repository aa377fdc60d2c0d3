import type { Button } from '@slack/types'
import type { DeskItem } from '../pipeline/report/types.ts'
import { clip, isUserId, safeUrl } from './escape.ts'
import { ACTIONS, type ActionId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { plain } from './message.ts'
import { headline } from './who.ts'

type Look = { label: string; style?: 'primary' | 'danger' }

/** The value is the opaque report id and nothing else; the label read aloud says which reply the button is about. */
function button(item: DeskItem, actionId: ActionId, look: Look): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(look.label, LIMITS.buttonText),
    value: item.id,
    accessibility_label: clip(`${look.label}: ${headline(item, 60)}`, LIMITS.accessibilityLabel),
    ...(look.style === undefined ? {} : { style: look.style }),
  }
}

/** Null once somebody has taken it. */
export function takeItButton(item: DeskItem): Button | null {
  const taken = item.owner !== null && isUserId(item.owner.userId)
  return taken ? null : button(item, ACTIONS.takeIt, { label: 'Take it', style: 'primary' })
}

export function dismissButton(item: DeskItem): Button {
  return button(item, ACTIONS.dismiss, { label: 'Dismiss' })
}

/** `Run anyway` for what a person or a reading stopped, `Try again` for what failed. */
export function runAnywayButton(item: DeskItem, label: 'Run anyway' | 'Try again' = 'Run anyway'): Button {
  return button(item, ACTIONS.runAnyway, { label })
}

/** Opens the internal view. Null while there is no page. */
export function openReportButton(item: DeskItem): Button | null {
  const url = safeUrl(item.links?.internal)
  return url === null ? null : { ...button(item, ACTIONS.openReport, { label: 'Open report' }), url }
}

export function regenerateButton(item: DeskItem): Button {
  return button(item, ACTIONS.regenerate, { label: 'Regenerate' })
}

export function escalateButton(item: DeskItem): Button {
  return button(item, ACTIONS.escalate, { label: 'Escalate' })
}

export function shareButton(item: DeskItem): Button {
  return button(item, ACTIONS.shareReport, { label: 'Share to channel' })
}

/**
 * What can be done with a report that has a version: on the card, and on its text in place of a page. What is dismissed
 * or held can be brought back and nothing else; nothing is made anew while a version is on its way.
 */
export function reportButtons(item: DeskItem): (Button | null)[] {
  const open = openReportButton(item)
  if (item.status === 'dismissed' || item.status === 'held') return [open, runAnywayButton(item)]
  const again = item.status === 'delayed' ? null : regenerateButton(item)
  return [takeItButton(item), open, again, escalateButton(item), dismissButton(item)]
}

/** A button of the command menu: it is about no report and carries no value. */
export function menuButton(actionId: ActionId, label: string): Button {
  return { type: 'button', action_id: actionId, text: plain(label, LIMITS.buttonText) }
}
