import { describe, expect, it } from 'vitest'
import type { Domain, Signal } from '../../../src/pipeline/report/types.ts'
import {
  renderCommandMenu,
  renderHelp,
  renderIntelAnswer,
  renderShared,
  renderStatusLine,
} from '../../../src/views/command-messages.ts'
import { validateBlocks } from '../../../src/views/validate.ts'
import { deliveredItem, deskItem, INJECTION } from '../../support/desk-items.ts'
import { sampleDocument, sampleSignal } from '../../support/sample-documents.ts'
import { buttons, elements, shown } from './shown.ts'

const domain = 'fernmill.example' as Domain
const document = sampleDocument({
  counts: { signals: 12, open: 5, buyers: 5, states: 4, alreadySent: 0 },
  signals: Array.from({ length: 7 }, (_, index) => sampleSignal({ id: `s${index}`, bullet: `Bullet ${index}.` })),
})

const signal = (overrides: Partial<Signal> = {}): Signal => ({
  id: 's',
  domain,
  type: 'rfp_posted',
  title: 'Fleet software',
  summary: null,
  buyerId: null,
  buyerName: 'Birch City',
  buyerType: 'City',
  buyerState: 'OR',
  eventDate: null,
  deadline: '2026-12-14',
  detectedAt: null,
  status: null,
  amountUsd: null,
  vendor: null,
  isAmendment: false,
  sourceTitle: null,
  sourceUrl: 'https://birch.example/rfp',
  sourceRef: null,
  relevanceScore: null,
  state: 'open',
  daysLeft: 24,
  alreadySent: false,
  score: 1,
  reasons: [],
  ...overrides,
})

describe('the answer to /intel example.com', () => {
  it('shows the newest report, its age and a button to share it', () => {
    const { text, blocks } = renderIntelAnswer({
      domain,
      newest: deliveredItem({ document }),
      ageHours: 3.4,
      signals: [],
      running: false,
    })
    expect(text).toMatch(/^Report on fernmill\.example, 3 h old: 12 signals, 5 open/)
    expect(text).toContain('Link to mail: https://intel.example/r/brightpath-labs-Xy12')
    expect(shown(blocks)).toContain('Bullet 4.')
    expect(shown(blocks)).toContain('+2 more on the page')
    expect(elements(blocks)).toMatchObject([
      { action_id: 'open-report' },
      { action_id: 'share-report', value: 'rep_01HZX3' },
    ])
  })

  it('says that a fresh one is on the way beside an old one', () => {
    const { text } = renderIntelAnswer({
      domain,
      newest: deliveredItem({ document }),
      ageHours: 50,
      signals: [],
      running: true,
    })
    expect(text).toContain('2 days old')
    expect(text).toContain('A fresh one is being made.')
  })

  it('shows the signals at once while a report is made, and offers nothing that cannot be shared yet', () => {
    const signals = Array.from({ length: 8 }, (_, index) => signal({ id: `s${index}` }))
    const { text, blocks } = renderIntelAnswer({ domain, newest: deskItem(), ageHours: null, signals, running: true })
    expect(text).toMatch(/^fernmill\.example: 8 signals known right now\. A report is being made and follows here\./)
    expect(text).toContain('RFP: Fleet software (Birch City; due 14 Dec 2026, 24 days left)')
    expect(shown(blocks)).toContain(
      'RFP · Birch City · OR · due 14 Dec 2026, 24 days left\nFleet software\nbirch.example (https://birch.example/rfp)',
    )
    expect(shown(blocks)).toContain('+3 more in the report')
    expect(buttons(blocks)).toEqual([])
  })

  it('says so when nothing is known', () => {
    const { text } = renderIntelAnswer({ domain, newest: null, ageHours: null, signals: [], running: false })
    expect(text).toBe('fernmill.example: no signals are known. There is nothing to report on.')
  })

  it('stays within the limits whatever a signal holds', () => {
    const long = INJECTION.repeat(60)
    const signals = Array.from({ length: 40 }, () =>
      signal({
        type: long,
        title: long,
        buyerName: long,
        buyerState: long,
        sourceUrl: `https://x.example/${'y'.repeat(2_900)}`,
      }),
    )
    const { text, blocks } = renderIntelAnswer({ domain, newest: null, ageHours: null, signals, running: true })
    expect(validateBlocks('message', blocks, text)).toEqual([])
    expect(JSON.stringify(blocks)).not.toMatch(/<[!@#]/)
  })
})

describe('a report shared to a channel', () => {
  it('has the link that may be sent on, and neither the page of the team nor a button', () => {
    const message = renderShared(deliveredItem({ document }), 'U0BDR', 3)
    expect(message.text).toMatch(/^<@U0BDR> shares: Report on brightpath-labs\.example, 3 h old/)
    expect(message.text).toContain('Link to mail: https://intel.example/r/brightpath-labs-Xy12')
    expect(shown(message.blocks)).toContain('https://intel.example/r/brightpath-labs-Xy12')
    expect(shown(message.blocks)).toContain('Bullet 4.')
    expect(JSON.stringify(message)).not.toContain('team-brightpath-labs')
    expect(elements(message.blocks)).toEqual([])
    expect(validateBlocks('message', message.blocks, message.text)).toEqual([])
  })
})

describe('help and status', () => {
  it('lists the same commands in the blocks and in the text twin', () => {
    const { text, blocks } = renderHelp()
    for (const command of [
      '/intel example.com',
      '/intel report example.com tier 3 for fleet software',
      '/intel status',
      '/intel help',
    ]) {
      expect(text).toContain(command)
      expect(shown(blocks)).toContain(command)
    }
    expect(validateBlocks('message', blocks, text)).toEqual([])
  })

  it('offers by button what needs no words', () => {
    const { text, blocks } = renderCommandMenu()
    expect(elements(blocks).map((one) => one['action_id'])).toEqual(['menu-status', 'menu-help'])
    expect(validateBlocks('message', blocks, text)).toEqual([])
  })

  it('tells the state of the desk', () => {
    const quiet = {
      queued: 0,
      running: 1,
      delayed: 0,
      deliveredToday: 1,
      failedToday: 0,
      medianSeconds: null,
      lastDeliveredAt: null,
    }
    expect(renderStatusLine(quiet).text).toBe('Now: 0 queued, 1 running.\nToday: 1 report delivered; none failed.')
    const busy = {
      queued: 3,
      running: 2,
      delayed: 1,
      deliveredToday: 14,
      failedToday: 2,
      medianSeconds: 41.2,
      lastDeliveredAt: '2026-03-03T14:04:00.000Z',
    }
    expect(renderStatusLine(busy).text).toBe(
      'Now: 3 queued, 2 running, 1 delayed.\nToday: 14 reports delivered, half of them within 41 s; 2 failed. Last one <!date^1772546640^{date_short_pretty} at {time}|2026-03-03 14:04 UTC>.',
    )
    expect(validateBlocks('message', renderStatusLine(busy).blocks)).toEqual([])
  })
})
