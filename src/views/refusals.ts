import type { Instant, SlackUserId } from '../pipeline/report/types.ts'
import { clip, inline, mention } from './escape.ts'
import {
  context,
  joined,
  listOf,
  momentToken,
  paragraph,
  richText,
  type SlackMessage,
  section,
  untrusted,
} from './message.ts'

/** Why a click or a command has no effect. Every one is told to the person who clicked, and only to them. */
export type Refusal =
  | { kind: 'already_taken'; by: SlackUserId; at: Instant }
  | { kind: 'already_dismissed' }
  | { kind: 'gone' }
  | { kind: 'not_allowed' }
  | { kind: 'home_unknown' }
  | { kind: 'too_late' }
  | { kind: 'nothing_yet' }
  | { kind: 'still_running' }
  | { kind: 'bug'; reference: string }

/** An ephemeral answer in our own or another's words, such as a `UserError`, with what to do next. */
export function renderRefusal(text: string, nextSteps: readonly string[] = []): SlackMessage {
  const words = clip(text, 500) === '' ? 'That is not possible right now.' : text
  const steps = nextSteps.slice(0, 5).filter((step) => clip(step, 300) !== '')
  return {
    text: [inline(words, 600), ...steps.map((step) => inline(step, 400))].join('\n'),
    blocks: richText(
      paragraph(joined('', untrusted(words, 500))),
      listOf(
        'bullet',
        steps.map((step) => paragraph(joined('', untrusted(step, 300)))),
      ),
    ),
  }
}

/** The ephemeral answer to a click that has no effect. */
export function renderKnownRefusal(refusal: Refusal): SlackMessage {
  if (refusal.kind === 'already_taken') return taken(refusal.by, refusal.at)
  if (refusal.kind === 'bug')
    return {
      text: `Something broke on our side. Nothing was changed. Reference ${inline(refusal.reference, 100)}`,
      blocks: [
        section('Something broke on our side. Nothing was changed; please try once more.'),
        ...context(`Reference ${clip(refusal.reference, 100)}`),
      ],
    }
  const { text, next } = WORDS[refusal.kind]
  return renderRefusal(text, next)
}

type Plain = Exclude<Refusal['kind'], 'already_taken' | 'bug'>

const WORDS: Record<Plain, { text: string; next: string[] }> = {
  already_dismissed: {
    text: 'This reply was already dismissed.',
    next: ['Use Run anyway on the card, or on the first message while there is no card, to bring it back.'],
  },
  gone: {
    text: 'This reply is no longer known here.',
    next: ['Ask for a new report with /intel and the domain.'],
  },
  not_allowed: {
    text: 'You are not allowed to do this. Members of this workspace can; guests and people of other companies cannot.',
    next: ['Ask a colleague or an admin.'],
  },
  home_unknown: {
    text: 'Slack does not say right now who belongs to this workspace, so nobody is let in. Nothing was changed.',
    next: ['Try again in a minute.'],
  },
  too_late: {
    text: 'This form was open too long or was already sent. Nothing was changed.',
    next: ['Open it again from the card.'],
  },
  nothing_yet: {
    text: 'There is no report yet, so there is nothing to make anew.',
    next: ['Wait for the card in the thread.'],
  },
  still_running: {
    text: 'A version is being made right now.',
    next: ['Wait for it in the thread, then try again.'],
  },
}

function taken(by: SlackUserId, at: Instant): SlackMessage {
  const text = `Already taken by ${mention(by) ?? 'a colleague'} ${momentToken(at)}.`
  return { text, blocks: [section(text)] }
}
