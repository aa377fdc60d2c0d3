import type { ActionRefusal } from '../pipeline/report/desk-store.ts'
import type { DeskItem } from '../pipeline/report/types.ts'
import { type SlackMessage, section } from '../views/message.ts'
import { renderKnownRefusal, renderRefusal } from '../views/refusals.ts'

type DeskAction = 'take' | 'dismiss' | 'runAnyway' | 'regenerate' | 'escalate'

/** Why the desk did not do it, in words for the person who asked. */
export function refusalOf(action: DeskAction, { why, item }: { why: ActionRefusal; item: DeskItem | null }) {
  switch (why) {
    case 'unknown':
      return renderKnownRefusal({ kind: 'gone' })
    case 'taken':
      return item?.owner
        ? renderKnownRefusal({ kind: 'already_taken', by: item.owner.userId, at: item.owner.at })
        : renderRefusal('A colleague was faster and has taken this one.')
    case 'dismissed':
      return renderKnownRefusal({ kind: 'already_dismissed' })
    case 'running':
      return renderKnownRefusal({ kind: 'still_running' })
    case 'not_ready':
      return action === 'runAnyway'
        ? renderRefusal('The report is delivered already, so there is nothing to start.', [
            'Use Regenerate on the card for a new version.',
          ])
        : renderKnownRefusal({ kind: 'nothing_yet' })
    case 'already_done':
      return alreadyDone(action)
    default:
      throw new Error(`No refusal is called ${String(why satisfies never)}`)
  }
}

function alreadyDone(action: DeskAction): SlackMessage {
  if (action === 'take') return renderRefusal('This one is already yours.', ['Nothing more to click: write or call.'])
  if (action === 'dismiss') return renderKnownRefusal({ kind: 'already_dismissed' })
  return renderKnownRefusal({ kind: 'too_late' })
}

/** A sentence of our own, with no untrusted word in it. */
export function sayPlainly(text: string): SlackMessage {
  return { text, blocks: [section(text)] }
}
