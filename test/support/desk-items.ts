import type { DeskItem, Domain, ReplyInput, ReplyReading, ReportId, RunId } from '../../src/pipeline/report/types.ts'
import { hostileDocument, sampleDocument, sampleSignal } from './sample-documents.ts'

const reply: ReplyInput = {
  domain: 'brightpath-labs.example' as Domain,
  domainWarning: null,
  prospectName: 'Jordan Ashby',
  prospectEmail: 'jordan@brightpath-labs.example',
  prospectTitle: 'VP Sales',
  companyName: 'Brightpath Labs',
  replyText: 'This looks useful. Could you show us a demo on Thursday?\n\nJordan',
  product: 'student advising software',
  campaignId: 'c-17',
  campaignName: 'Spring districts',
  sequenceStep: 2,
  messageId: 'm-1',
  threadId: 't-1',
  repliedAt: '2026-03-03T14:00:00.000Z',
  accountTier: 'T1',
  requestedTier: null,
}

const reading: ReplyReading = {
  kind: 'positive',
  keySentences: ['This looks useful.', 'Could you show us a demo on Thursday?'],
  notes: [
    { kind: 'demo_asked', text: 'Asks for a demo' },
    { kind: 'times_offered', text: 'Thursday' },
  ],
  referral: null,
  by: 'rules',
}

type Overrides = Partial<Omit<DeskItem, 'reply' | 'reading'>> & {
  reply?: Partial<ReplyInput>
  reading?: Partial<ReplyReading>
}

/** A positive reply that was just taken in. `reply` and `reading` are merged, the rest replaces. */
export function deskItem(overrides: Overrides = {}): DeskItem {
  return {
    id: 'rep_01HZX3' as ReportId,
    origin: 'reply',
    postsToSlack: true,
    receivedAt: '2026-03-03T14:04:00.000Z',
    status: 'queued',
    statusNote: null,
    errorCode: null,
    assignedTo: 'U0BDR',
    owner: null,
    escalation: null,
    dismissedBy: null,
    version: 0,
    runId: 'run_1' as RunId,
    document: null,
    links: null,
    linksReachable: true,
    shownAt: '2026-03-03T14:04:00.000Z',
    change: null,
    processingSeconds: null,
    costMicros: 0,
    ...overrides,
    reply: { ...reply, ...overrides.reply },
    reading: { ...reading, ...overrides.reading },
  }
}

/** The same reply with its first version delivered. */
export function deliveredItem(overrides: Overrides = {}): DeskItem {
  return deskItem({
    status: 'delivered',
    version: 1,
    document: sampleDocument(),
    links: {
      report: 'https://intel.example/r/brightpath-labs-Xy12',
      internal: 'https://intel.example/r/team-brightpath-labs-Zz98',
      notion: null,
    },
    processingSeconds: 12.3,
    costMicros: 21_000,
    ...overrides,
  })
}

/** Nothing but a domain. */
export function minimalItem(overrides: Overrides = {}): DeskItem {
  const nothing: Partial<ReplyInput> = {
    prospectName: null,
    prospectEmail: null,
    prospectTitle: null,
    companyName: null,
    replyText: null,
    product: null,
    campaignId: null,
    campaignName: null,
    sequenceStep: null,
    messageId: null,
    threadId: null,
    repliedAt: null,
    accountTier: null,
  }
  return deskItem({
    assignedTo: null,
    runId: null,
    ...overrides,
    reply: { ...nothing, ...overrides.reply },
    reading: { keySentences: [], notes: [], ...overrides.reading },
  })
}

/** What somebody could type to break a message: tokens, formatting, right-to-left, stacked marks, length. */
export const INJECTION = `<!channel> <!here|x> <@U123> <#C1|general> <https://evil.example|bank> *bold* _it_ ~s~ \`\`\` > quote &amp; \u202Egnp.exe\u202C \u200Bשלום 👩🏽‍💻 e${'\u0301'.repeat(60)}\n&gt; \u0000`

/** Every field that came from outside holds an injection and 5,000 characters. */
export function hostileItem(overrides: Overrides = {}): DeskItem {
  const long = `${INJECTION} ${'W&<'.repeat(1_700)}`
  const document = hostileDocument()
  return deliveredItem({
    statusNote: long,
    escalation: { to: 'U0LEAD', by: 'U0BDR', why: long, at: '2026-03-03T15:00:00.000Z' },
    owner: { userId: '<@U123>', at: 'never', secondsAfterReceipt: 45 },
    change: { added: 2, removed: 1, moved: 0, text: long },
    version: 2,
    ...overrides,
    document: {
      ...document,
      dm: {
        name: long,
        title: long,
        email: `<!channel>@${long}`,
        phone: long,
        directPhone: long,
        verified: false,
        confidence: 0.1,
        reason: long,
        contactId: long,
        isPersonalMail: true,
      },
      dmNote: long,
      buyerNote: long,
      sentNote: long,
      budgetNote: long,
      tierReason: long,
      preparedAt: '2026-03-01T06:00:00.000Z',
      otherBuyers: Array.from({ length: 9 }, () => ({
        id: long,
        name: long,
        type: long,
        state: long,
        signals: 1e15,
        open: 1e15,
        headline: long,
        signalId: long,
      })),
      gameplan: {
        pitch: { text: long, evidence: [long] },
        lead: { text: long, evidence: [long] },
        primary: long,
        secondary: Array.from({ length: 9 }, () => long),
        script: long,
        procurement: [],
        procurementNote: long,
      },
      angle: long,
      whyTheyCare: long,
      signals: Array.from({ length: 10 }, (_, index) =>
        sampleSignal({
          id: `sig-${index}`,
          type: long,
          title: long,
          bullet: long,
          whyItMatters: long,
          buyerName: long,
          buyerState: long,
          deadline: long,
          sources: [
            { title: long, url: 'javascript:alert(1)' },
            { title: long, url: `https://evil.example/${'x'.repeat(2_900)}` },
          ],
        }),
      ),
      ...overrides.document,
    },
    reply: {
      domainWarning: long,
      prospectName: long,
      prospectEmail: long,
      prospectTitle: long,
      companyName: long,
      replyText: long,
      campaignName: long,
      campaignId: long,
      sequenceStep: 1e21,
      repliedAt: 'yesterday',
      ...overrides.reply,
    },
    reading: {
      keySentences: Array.from({ length: 10 }, () => long),
      notes: Array.from({ length: 30 }, () => ({ kind: 'urgency' as const, text: long })),
      referral: { name: long, email: long, title: long },
      ...overrides.reading,
    },
  })
}
