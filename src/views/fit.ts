import { LIMITS } from './limits.ts'
import type { SlackMessage } from './message.ts'
import { charactersOf } from './validate.ts'

/** The text twin stays this far under what `chat.update` accepts. */
export const TWIN_CHARACTERS = 3_500

/** Room kept under Slack's undocumented limit, because nobody knows how exactly it counts. */
const MARGIN = 1_200

/** True when Slack takes the message for certain. */
export function fits(message: SlackMessage): boolean {
  return (
    message.blocks.length <= LIMITS.messageBlocks &&
    charactersOf(message.blocks) <= LIMITS.messageCharacters - MARGIN &&
    message.text.length <= TWIN_CHARACTERS
  )
}

/**
 * The first rendering that Slack takes, from the fullest to the leanest. Each says itself what it leaves out. The last
 * one must fit by the sizes of its own fields and is returned whatever it is.
 */
export function firstThatFits(renderings: readonly (() => SlackMessage)[], last: () => SlackMessage): SlackMessage {
  for (const render of renderings) {
    const message = render()
    if (fits(message)) return message
  }
  return last()
}

/**
 * The text twin from escaped lines: all of `head` and `tail`, and as many of `items` between them as have room. What has
 * no room is counted in a line of its own.
 */
export function twin(head: (string | null)[], items: string[], tail: (string | null)[]): string {
  const first = head.filter((line) => line !== null)
  const last = tail.filter((line) => line !== null)
  for (let shown = items.length; shown > 0; shown--) {
    const more = items.length - shown
    const lines = [...first, ...items.slice(0, shown), ...(more > 0 ? [`+${more} more`] : []), ...last]
    const text = lines.join('\n')
    if (text.length <= TWIN_CHARACTERS) return text
  }
  return [...first, ...(items.length > 0 ? [`+${items.length} more`] : []), ...last].join('\n')
}
