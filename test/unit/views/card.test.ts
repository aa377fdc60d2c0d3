import { describe, expect, it } from 'vitest'
import type { DeskItem } from '../../../src/pipeline/report/types.ts'
import { renderCard } from '../../../src/views/card.ts'
import { fits } from '../../../src/views/fit.ts'
import { LIMITS } from '../../../src/views/limits.ts'
import { charactersOf, validateBlocks } from '../../../src/views/validate.ts'
import { deliveredItem, hostileItem, minimalItem } from '../../support/desk-items.ts'
import { sampleDm, sampleDocument, sampleSignal, tier2Document, tier3Document } from '../../support/sample-documents.ts'
import { buttons, elements, shown } from './shown.ts'

const OWNER = { userId: 'U0ANN', at: '2026-03-03T14:05:30.000Z', secondsAfterReceipt: 45 }
const many = (count: number, bullet: string) =>
  Array.from({ length: count }, (_, index) => sampleSignal({ id: `s${index}`, bullet: `${index}: ${bullet}` }))

const CEDAR = sampleSignal({ deadline: '2026-03-27', daysLeft: 24, state: 'open', amountUsd: null, alreadySent: false })

const SEVEN = sampleDocument({
  madeAt: '2026-03-03T09:30:00.000Z',
  counts: { signals: 12, open: 5, buyers: 5, states: 4, alreadySent: 1 },
  signals: [
    CEDAR,
    {
      ...CEDAR,
      type: 'contract_expiration',
      buyerName: 'Tidewater Community College',
      buyerState: 'VA',
      deadline: '2026-05-31',
      daysLeft: 89,
      amountUsd: 184_500,
      alreadySent: true,
      sources: [{ title: 'Contracts', url: 'https://www.tidewater-cc.example/finance/contracts' }],
    },
    { ...CEDAR, buyerName: 'Pine Ridge ISD', sources: [{ title: 'Award letter LR-2291', url: null }] },
    { ...CEDAR, deadline: '2026-03-16', daysLeft: 13 },
    { ...CEDAR, deadline: '2026-02-06', daysLeft: -25, state: 'closed' },
    { ...CEDAR, buyerName: 'Lakeshore University' },
    { ...CEDAR, buyerName: 'Lakeshore College' },
  ],
})

describe('message 2', () => {
  const { text, blocks } = renderCard(deliveredItem({ document: SEVEN }))

  it('says in its first three lines who, why now and what to do', () => {
    expect(shown(blocks).split('\n').slice(0, 3)).toEqual([
      'Intel: Jordan Ashby, Brightpath Labs',
      '<@U0BDR> intel is ready: *12 signals, 5 open, at 5 buyers in 4 states.* Nearest deadline: due 16 Mar, 13 days left.',
      'Mail the link, then call.',
    ])
  })

  it('names prospect, company, e-mail and links in the blocks and in the text twin', () => {
    for (const words of [shown(blocks), text]) {
      expect(words).toContain('<@U0BDR>')
      expect(words).toContain('Jordan Ashby')
      expect(words).toContain('Brightpath Labs')
      expect(words).toContain('jordan@brightpath-labs.example')
      expect(words).toContain('Link to mail: https://intel.example/r/brightpath-labs-Xy12')
      expect(words).toContain('Cedar Hollow is taking proposals for a district-wide student advising platform')
    }
    expect(text).toContain('Team view: https://intel.example/r/team-brightpath-labs-Zz98')
  })

  it('shows five signals with type, buyer, state in words and source, and counts the rest', () => {
    const seen = shown(blocks)
    expect(seen).toContain('RFP · Cedar Hollow Unified School District, AZ · due 27 Mar, 24 days left\n')
    expect(seen).toContain('Contract ending · Tidewater Community College, VA · ends 31 May, 89 days left · $184.5K')
    expect(seen).toContain('sent to them before')
    expect(seen).toContain('Source: tidewater-cc.example (https://www.tidewater-cc.example/finance/contracts)')
    expect(seen).toContain('Source: Award letter LR-2291')
    expect(seen).toContain('+2 more on the page')
    expect(seen).not.toContain('Lakeshore')
  })

  it('says how the report was made', () => {
    const item = deliveredItem({
      version: 2,
      change: { added: 2, removed: 1, moved: 0, text: '2 new, 1 gone' },
      document: sampleDocument({
        ranking: 'rules',
        rankingNote: 'The model did not answer.',
        droppedClaims: 3,
        angle: 'budget',
      }),
    })
    const seen = shown(renderCard(item).blocks)
    expect(seen).toContain('Tier 1: No verified decision maker was found.')
    expect(seen).toContain('Ranked by rules. The model did not answer.')
    expect(seen).toContain('3 sentences dropped: the evidence did not support them')
    expect(seen).toContain('Version 2: 2 new, 1 gone; angle “budget”')
    expect(seen).toContain('Made in 12 s')
  })

  it('has the buttons of the contract, each with the opaque id and a label of its own', () => {
    expect(buttons(blocks)).toEqual(['Take it', 'Open report', 'Regenerate', 'Escalate', 'Dismiss'])
    expect(elements(blocks)).toMatchObject([
      { action_id: 'take-it', value: 'rep_01HZX3', accessibility_label: 'Take it: Jordan Ashby, Brightpath Labs' },
      { action_id: 'open-report', url: 'https://intel.example/r/team-brightpath-labs-Zz98' },
      { action_id: 'regenerate', value: 'rep_01HZX3' },
      { action_id: 'escalate', value: 'rep_01HZX3' },
      { action_id: 'dismiss', value: 'rep_01HZX3' },
    ])
  })

  it('shows the decision maker verbatim and how sure we are', () => {
    const seen = shown(renderCard(deliveredItem({ document: tier2Document() })).blocks)
    expect(seen).toContain('Decision maker at Cedar Hollow Unified School District')
    expect(seen).toContain('Dr. Rosalind Okafor-Webb, Executive Director, Student Services & Technology (Interim)')
    expect(seen).toContain('phone (520) 555-0142 · direct +1 520-555-0187 · verified')
    expect(seen).toContain('strong match: Signs the advising tender')
    const unsure = { verified: false, confidence: 0.3, reason: 'r' }
    const weak = renderCard(
      deliveredItem({
        document: tier2Document({
          dm: sampleDm({ name: 'X', title: null, email: null, phone: null, directPhone: null, ...unsure }),
        }),
      }),
    )
    expect(shown(weak.blocks)).toContain('not verified\nweak match, check first')
    expect(weak.text).toContain('not verified, weak match')
  })

  it('adds relevance, pitch and what to say first in tier 3, in blocks and twin', () => {
    const card = renderCard(deliveredItem({ document: tier3Document() }))
    for (const words of [shown(card.blocks), card.text]) {
      expect(words).toContain('Relevance: Cedar Hollow has named absenteeism')
      expect(words).toContain('Pitch: Put “Every Day Counts” first')
      expect(words).toContain('Say first: Your board set up “Every Day Counts” on 10 February; who picks')
      expect(words).not.toMatch(/Procurement path|Angle:/)
    }
    expect(renderCard(deliveredItem({ document: tier2Document() })).text).not.toContain('Pitch')
  })

  it('leads with the angle that was asked for where no pitch was written', () => {
    const card = renderCard(deliveredItem({ document: tier3Document({ gameplan: null }) }))
    for (const words of [shown(card.blocks), card.text]) expect(words).toContain('Angle: Lead with “Every Day Counts”')
  })

  it('flags a personal address, in blocks and twin', () => {
    const dm = sampleDm({ email: 'rosalind.webb@gmail.com', isPersonalMail: true })
    const card = renderCard(deliveredItem({ document: tier2Document({ dm }) }))
    expect(shown(card.blocks)).toContain(
      'rosalind.webb@gmail.com (mailto:rosalind.webb@gmail.com) · personal address · ',
    )
    expect(card.text).toContain('(verified, personal address, strong match)')
  })

  it('says why nobody is named where somebody could have been', () => {
    const note = { dm: null, dmNote: 'The best contact left in February.' }
    const documents = [tier2Document(note), sampleDocument({ ...note, contactsKnown: 12 })]
    for (const document of documents) {
      const card = renderCard(deliveredItem({ document }))
      for (const words of [shown(card.blocks), card.text])
        expect(words).toContain('Decision maker: The best contact left in February.')
    }
    const unasked = renderCard(deliveredItem({ document: sampleDocument(note) }))
    for (const words of [shown(unasked.blocks), unasked.text]) expect(words).not.toContain('left in February')
  })

  it('names up to four other buyers in one line, with the day their open signals were counted', () => {
    const names =
      'Marlow County, OH (1 open), Tidewater Community College, VA (1 open), Pine Ridge ISD, TX (1 open), Lakeshore University, MI (0 open)'
    const other = tier2Document().otherBuyers[0]
    const document = tier2Document({ otherBuyers: [...tier2Document().otherBuyers, ...(other ? [other] : [])] })
    const later = renderCard(deliveredItem({ document }))
    for (const words of [shown(later.blocks), later.text]) expect(words).toContain(`Other buyers on 2 Mar: ${names}\n`)
    const same = renderCard(deliveredItem({ document, shownAt: document.madeAt }))
    for (const words of [shown(same.blocks), same.text]) expect(words).toContain(`Other buyers: ${names}\n`)
    const first = renderCard(deliveredItem({ document: sampleDocument({ otherBuyers: document.otherBuyers }) }))
    expect(first.text).not.toContain('Other buyers')
  })

  it('acknowledges below the signals what was sent before', () => {
    const card = renderCard(deliveredItem({ document: SEVEN }))
    for (const words of [shown(card.blocks), card.text]) {
      const at = words.indexOf('Already sent: 1 of 12 were in our e-mails, such as “Northgate CRM')
      expect(at).toBeGreaterThan(words.indexOf('Cedar Hollow is taking proposals'))
    }
    const none = renderCard(deliveredItem({ document: { ...SEVEN, sentNote: null } }))
    expect(shown(none.blocks)).not.toContain('Already sent')
  })

  it('says that it was prepared before the reply came, and offers to write it anew', () => {
    const document = sampleDocument({ preparedAt: '2026-02-27T06:00:00.000Z' })
    const said = 'Prepared on 27 Feb; made before the reply came.'
    const words = (item: DeskItem) => {
      const card = renderCard(item)
      return [shown(card.blocks), card.text]
    }
    for (const text of words(deliveredItem({ document })))
      expect(text).toContain(`${said} Regenerate writes it anew, with the reply.`)
    for (const text of words(deliveredItem({ document, status: 'delayed' }))) {
      expect(text).toContain(said)
      expect(text).not.toContain('anew')
    }
    for (const text of words(deliveredItem({ document, origin: 'prepared' }))) {
      expect(text).toContain('Prepared on 27 Feb.\n')
      expect(text).toContain('Report asked for ahead of a launch')
    }
    const broken = words(deliveredItem({ document: sampleDocument({ preparedAt: 'soon' }) }))
    for (const text of broken) expect(text).not.toContain('Prepared')
  })

  it('says among the facts of the run what the budget changed', () => {
    const document = sampleDocument({ budgetNote: 'Near the budget of the day: a smaller model wrote this.' })
    expect(shown(renderCard(deliveredItem({ document })).blocks)).toContain('Near the budget of the day')
  })

  it('shows the owner and the time to first action in place of Take it', () => {
    const card = renderCard(deliveredItem({ owner: OWNER }))
    expect(buttons(card.blocks)).toEqual(['Open report', 'Regenerate', 'Escalate', 'Dismiss'])
    expect(shown(card.blocks)).toContain('<@U0ANN> intel is ready')
    expect(shown(card.blocks)).toContain('Taken by <@U0ANN>, 45 s after the reply.')
    expect(card.text).toContain('Taken by <@U0ANN>')
  })

  it('says who was asked for help, also when nobody in particular asked', () => {
    const escalation = { to: 'U0LEAD', by: 'U0BDR', why: 'Large account', at: '2026-03-03T15:00:00.000Z' }
    expect(shown(renderCard(deliveredItem({ escalation })).blocks)).toContain(
      'Escalated to <@U0LEAD> by <@U0BDR>: Large account',
    )
    const byClock = { ...escalation, by: 'clock' }
    expect(shown(renderCard(deliveredItem({ escalation: byClock })).blocks)).toContain(
      'Escalated to <@U0LEAD>: Large account',
    )
  })

  it('takes Regenerate away while a version is delayed', () => {
    const card = renderCard(deliveredItem({ status: 'delayed' }))
    expect(buttons(card.blocks)).toEqual(['Take it', 'Open report', 'Escalate', 'Dismiss'])
    expect(card.text).toContain('A new version is delayed')
  })

  it('offers to run a dismissed reply and nothing else', () => {
    const card = renderCard(deliveredItem({ status: 'dismissed' }))
    expect(buttons(card.blocks)).toEqual(['Open report', 'Run anyway'])
    expect(card.text).toContain('The reply was dismissed: nothing more to do.')
  })

  it('mentions who dismissed it', () => {
    const card = renderCard(deliveredItem({ status: 'dismissed', dismissedBy: 'U0ANN' }))
    expect(card.text).toContain('The reply was dismissed by <@U0ANN>: nothing more to do.')
    expect(shown(card.blocks)).toContain('The reply was dismissed by <@U0ANN>: nothing more to do.')
  })

  it('carries the text and the picture itself when the links lead nowhere', () => {
    const item = deliveredItem({ document: tier3Document(), linksReachable: false })
    const card = renderCard(item, { fileId: 'F0PIC' })
    const seen = shown(card.blocks)
    expect(seen).toContain('Call now; everything is below.')
    expect(seen).toContain('Lakeshore University')
    expect(seen).toContain('Pitch: Put “Every Day Counts” first')
    expect(seen).toContain('Call first: Dr. Rosalind Okafor-Webb')
    expect(seen).toContain('Procurement path\nFormal bids above $100,000')
    expect(seen).toContain('Say: I read that your board started')
    expect(seen).not.toContain('more on the page')
    expect(card.blocks).toContainEqual({
      type: 'image',
      slack_file: { id: 'F0PIC' },
      alt_text: 'Head of the report page for Jordan Ashby, Brightpath Labs',
    })
  })

  it('shows why each signal matters where the links lead nowhere and there is room', () => {
    const seen = shown(renderCard(deliveredItem({ linksReachable: false })).blocks)
    expect(seen).toContain('Advising and early alerts are asked for in one lot')
  })

  it('says that the record has no procurement path, when everything is on the card', () => {
    const plan = tier3Document().gameplan
    const gameplan = plan && { ...plan, procurement: [], procurementNote: 'The record has no procurement guide.' }
    const item = deliveredItem({ document: tier3Document({ gameplan }), linksReachable: false })
    expect(shown(renderCard(item).blocks)).toContain('Procurement path: The record has no procurement guide.')
  })

  it('gives up signals before what to say, and still fits with 10,000 characters in every text', () => {
    const long = `<!channel> \u202E<script> ${'W&<'.repeat(3_330)}`
    const hostile = hostileItem()
    const document = hostile.document
    if (document === null) throw new Error('the hostile item has no document')
    for (const linksReachable of [true, false])
      for (const dm of [document.dm, null])
        for (const tier of [1, 2, 3] as const) {
          const notes = { dmNote: long, sentNote: long, budgetNote: long, whyTheyCare: long, tier, dm }
          const card = renderCard({ ...hostile, linksReachable, document: { ...document, ...notes } })
          expect(validateBlocks('message', card.blocks, card.text)).toEqual([])
          expect(fits(card)).toBe(true)
        }
    const tall = { ...tier3Document(), signals: many(10, 'y'.repeat(700)) }
    const seen = shown(renderCard(deliveredItem({ document: tall, linksReachable: false })).blocks)
    expect(seen).toContain('Say: I read that your board started')
    expect(seen).toMatch(/\+[5-7] more signals than fit/)
  })

  it('drops signals from the end and counts them when Slack would refuse the message', () => {
    const document = sampleDocument({ signals: many(10, 'x'.repeat(300)) })
    const reachable = renderCard(deliveredItem({ document }))
    expect(shown(reachable.blocks)).toContain('+5 more on the page')
    const local = renderCard(
      deliveredItem({ document: { ...tier3Document(), signals: many(10, 'y'.repeat(400)) }, linksReachable: false }),
    )
    expect(charactersOf(local.blocks)).toBeLessThan(LIMITS.messageCharacters)
    const seen = shown(local.blocks)
    const missing = Number(/\+(\d+) more signals? than fit/.exec(seen)?.[1])
    expect(missing).toBeGreaterThan(0)
    expect(seen).toContain(`${9 - missing}: y`)
    expect(seen).not.toContain(`${10 - missing}: y`)
  })

  it('says so when the document is of a shape it does not know, or is missing', () => {
    const unknown = { ...sampleDocument(), shape: 3 } as unknown as ReturnType<typeof sampleDocument>
    for (const document of [unknown, null]) {
      const card = renderCard(deliveredItem({ document }))
      expect(card.text).toContain('the report cannot be shown here')
      expect(card.text).toContain('Jordan Ashby')
      expect(buttons(card.blocks)).toContain('Regenerate')
      expect(validateBlocks('message', card.blocks, card.text)).toEqual([])
    }
  })

  it('shows the seller when a report was asked for without a prospect', () => {
    const { links, document } = deliveredItem()
    const card = renderCard(minimalItem({ origin: 'command', status: 'delivered', version: 1, links, document }))
    expect(shown(card.blocks)).toContain('Intel: Jordan Ashby, Brightpath Labs')
    expect(shown(card.blocks)).not.toContain('e-mail address')
  })

  it.each([true, false])('asks for no mail to a prospect when somebody asked for the report', (linksReachable) => {
    const { links, document } = deliveredItem()
    const item = minimalItem({ origin: 'api', status: 'delivered', version: 1, links, document, linksReachable })
    const { text } = renderCard({ ...item, owner: OWNER })
    expect(text).toContain('Report asked for by API; ')
    expect(text).not.toMatch(/then call|Call now|the reply/)
  })
})

describe('a card that is edited days later', () => {
  const document = sampleDocument({
    counts: { signals: 4, open: 2, buyers: 1, states: 1, alreadySent: 0 },
    signals: [
      { ...CEDAR, deadline: '2026-03-05', daysLeft: 3 },
      { ...CEDAR, deadline: '2026-03-16', daysLeft: 14 },
      { ...CEDAR, deadline: '2026-06-06', daysLeft: 96, state: 'closed' },
      { ...CEDAR, deadline: null, daysLeft: null, state: 'unknown', eventDate: '2026-02-10' },
    ],
  })
  const at = (shownAt: string) => {
    const { text, blocks } = renderCard(deliveredItem({ document, shownAt }))
    return { text, seen: shown(blocks) }
  }

  it('counts the days from the day it is shown', () => {
    const { text, seen } = at('2026-03-04T23:59:59.000Z')
    for (const words of [text, seen]) {
      expect(words).toContain('due 5 Mar, 1 day left')
      expect(words).toContain('due 16 Mar, 12 days left')
    }
    expect(seen).toContain('Nearest deadline: due 5 Mar, 1 day left.')
    expect(at('2026-03-05T23:59:59.000Z').seen).toContain('due today, 5 Mar')
  })

  it('calls closed what closed since, and leaves what was closed or has no date', () => {
    const { text, seen } = at('2026-03-06T00:00:00.000Z')
    for (const words of [text, seen]) {
      expect(words).toContain('closed 5 Mar')
      expect(words).not.toContain('due 5 Mar')
    }
    expect(seen).toContain('Nearest deadline: due 16 Mar, 10 days left.')
    expect(seen).toContain('AZ · closed\n')
    expect(seen).toContain('dated 10 Feb')
    expect(at('2026-04-01T00:00:00.000Z').seen).not.toContain('Nearest deadline')
  })

  it('says of which day the count of open signals is', () => {
    expect(at('2026-03-02T23:00:00.000Z').seen).toContain('4 signals, 2 open, at 1 buyer')
    expect(at('2026-03-06T00:00:00.000Z').seen).toContain('4 signals, 2 open on 2 Mar, at 1 buyer')
  })
})

describe('where a signal stands', () => {
  const words = (overrides: Parameters<typeof sampleSignal>[0]) => {
    const document = sampleDocument({ signals: [sampleSignal(overrides)] })
    return /AZ · ([^·\n]+)/
      .exec(shown(renderCard(deliveredItem({ document, shownAt: document.madeAt })).blocks))?.[1]
      ?.trim()
  }
  it.each([
    [{ deadline: '2026-03-02', daysLeft: 0 }, 'due today, 2 Mar'],
    [{ deadline: '2026-03-03', daysLeft: 1 }, 'due 3 Mar, 1 day left'],
    [{ deadline: '2027-01-31', daysLeft: 335 }, 'due 31 Jan 2027, 335 days left'],
    [{ deadline: '2026-02-06', daysLeft: -24, state: 'closed' as const }, 'closed 6 Feb'],
    [{ deadline: '2026-06-06', daysLeft: 96, state: 'closed' as const }, 'closed'],
    [{ deadline: '2026-02-06', daysLeft: -24, state: 'closed' as const, type: 'contract_expiration' }, 'ended 6 Feb'],
    [{ deadline: null, daysLeft: null, state: 'open' as const }, 'open, no deadline given'],
    [{ deadline: null, daysLeft: null, state: 'unknown' as const, eventDate: '2026-02-18' }, 'dated 18 Feb'],
    [{ deadline: 'soon', daysLeft: null, state: 'unknown' as const, eventDate: null }, 'no date given'],
  ])('%j reads %s', (overrides, expected) => {
    expect(words({ amountUsd: null, ...overrides })).toBe(expected)
  })
})
