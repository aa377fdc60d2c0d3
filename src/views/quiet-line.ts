import type { DeskItem, ReplyKind } from '../pipeline/report/types.ts'
import { runAnywayButton } from './buttons.ts'
import { actions, bold, paragraph, richText, type SlackMessage } from './message.ts'
import { whoLine, whoText } from './who.ts'

const WORDS: Record<ReplyKind, string> = {
  out_of_office: 'Out of office. Kept, not run.',
  unsubscribe: 'Asked to unsubscribe: do not mail again. Kept, not run.',
  not_interested: 'Not interested. Kept, not run.',
  referral: 'Refers to somebody else. Kept, not run.',
  unclear: 'Unclear reply. Kept, not run.',
  positive: 'Kept, not run.',
}

/**
 * One quiet line about a reply that is held: who and what kind, which says all that the note of the status says.
 * It mentions nobody and can be run all the same.
 */
export function renderQuietLine(item: DeskItem): SlackMessage {
  const words = WORDS[item.reading.kind]
  return {
    text: `${words} ${whoText(item)}`,
    blocks: [...richText(paragraph([bold(words), ' ', ...whoLine(item)])), ...actions(runAnywayButton(item))],
  }
}
