import type { ListedReply, ProviderInbox } from '../../pipeline/ports.ts'
import type { AskHeyreach } from './client.ts'
import { messageIdOf, replyOfPerson } from './events.ts'
import { type Conversation, ConversationsAnswer } from './schema.ts'

/** HeyReach gives at most 100 conversations a page. */
const PAGE = 100
const MOST_PAGES = 10
/** A filter by campaign makes the real service time out, so none is set. */
const FILTERS = {
  linkedInAccountIds: [],
  campaignIds: [],
  searchString: '',
  leadLinkedInId: null,
  leadProfileUrl: null,
  tags: [],
  seen: null,
}

/**
 * HeyReach's inbox as one part, newest conversation first as far as receivers have seen: a whole page of older ones ends
 * the look. A conversation whose last word is ours was answered by somebody and is no gap.
 */
export function createHeyreachInbox({ http, request }: AskHeyreach): ProviderInbox {
  return {
    parts: async () => [{ id: 'inbox', name: null }],
    async since(_part, since, abort) {
      const replies: ListedReply[] = []
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const json = { filters: FILTERS, offset: page * PAGE, limit: PAGE }
        const asked = request('conversations', '/inbox/GetConversationsV2', { json, ...(abort ? { abort } : {}) })
        const found = await http.json(asked, ConversationsAnswer)
        const young = found.filter((conversation) => momentOf(conversation) >= since.getTime())
        replies.push(...young.flatMap(listed))
        if (found.length < PAGE || young.length === 0) return { replies, isWhole: true }
      }
      return { replies, isWhole: false }
    },
  }
}

function momentOf({ last_message_at: at }: Conversation): number {
  return at === null ? Number.NaN : Date.parse(at)
}

function listed(conversation: Conversation): ListedReply[] {
  const { id, last_message_sender: sender, last_message_text: text, correspondent_profile: person } = conversation
  if (id === null || conversation.group_chat === true || sender?.toUpperCase() !== 'CORRESPONDENT') return []
  const at = new Date(momentOf(conversation)).toISOString()
  const reply = {
    ...replyOfPerson(person),
    replyText: text,
    messageId: messageIdOf(id, text),
    threadId: id,
    repliedAt: at,
    accountId: conversation.linked_in_account_id,
  }
  return [{ key: `${id}/${at}`, at, reply }]
}
