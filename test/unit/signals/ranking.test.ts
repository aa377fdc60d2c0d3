import { describe, expect, it } from 'vitest'
import type { JudgeFacts } from '../../../src/pipeline/report/signals/judge.ts'
import type { RawSignal } from '../../../src/pipeline/report/types.ts'
import { idsOf, judge, rawSignal, twentyShapes } from './build.ts'

/** Grades: 3 lead with it, 2 good, 1 filler, 0 must not be in front. The id ends with the grade: `bus-3`. */
type Labelled = { name: string; facts: Partial<JudgeFacts>; rows: RawSignal[] }

const gradeOf = (id: string) => Number(id.slice(-1))

function ndcgAt5(ids: readonly string[]): number {
  const gain = (grades: number[]) =>
    grades.slice(0, 5).reduce((sum, grade, at) => sum + (2 ** grade - 1) / Math.log2(at + 2), 0)
  const grades = ids.map(gradeOf)
  return gain(grades) / gain(grades.toSorted((a, b) => b - a))
}

const AUSTIN = { buyerName: 'City of Fairwater', buyerType: 'City', buyerState: 'TX' }
const OHIO = { buyerName: 'Marlow County', buyerType: 'County', buyerState: 'OH' }
const SCHOOL = { buyerName: 'Pine Ridge ISD', buyerType: 'SchoolDistrict', buyerState: 'TX' }

const SETS: Labelled[] = [
  {
    name: 'fleet software, a reply about Texas',
    facts: {
      product: 'Fleet telematics and maintenance software',
      replyText:
        'Interesting timing. We are mostly in Texas right now, what are you seeing for fleets there?\n\nBest,\nDana',
    },
    rows: [
      rawSignal({
        id: 'fleet-rfp-3',
        ...AUSTIN,
        type: 'rfp_posted',
        title: 'Fleet Management Information System',
        summary: 'The city seeks a fleet management system for 900 vehicles.',
        eventDate: '2026-02-20',
        deadline: '2026-03-30',
      }),
      rawSignal({
        id: 'telematics-contract-3',
        ...AUSTIN,
        buyerName: 'Harlan County',
        buyerType: 'County',
        type: 'contract_expiration',
        title: 'Telematics subscription',
        summary: 'Vehicle telematics contract with Roadlens ends June 2026.',
        vendor: 'Roadlens',
        amountUsd: 210000,
        eventDate: '2023-06-15',
        deadline: '2026-06-15',
      }),
      rawSignal({
        id: 'ohio-garage-2',
        ...OHIO,
        type: 'budget_event',
        title: 'Capital budget',
        summary: 'Commissioners set aside $600,000 for vehicle replacement and telematics.',
        amountUsd: 600000,
        eventDate: '2026-02-12',
      }),
      rawSignal({
        id: 'board-ev-2',
        ...SCHOOL,
        title: 'Board minutes',
        summary: 'Trustees asked staff to study electric bus charging and vehicle tracking by May 2026.',
        eventDate: '2026-02-17',
      }),
      rawSignal({
        id: 'asphalt-rfp-0',
        ...AUSTIN,
        type: 'rfp_posted',
        title: 'Asphalt resurfacing',
        summary: 'Street resurfacing of 12 lane miles.',
        eventDate: '2026-02-25',
        deadline: '2026-03-25',
        amountUsd: 4000000,
      }),
      rawSignal({
        id: 'old-fleet-rfp-0',
        ...AUSTIN,
        type: 'rfp_posted',
        title: 'Fleet telematics',
        summary: 'Telematics for 300 vehicles.',
        eventDate: '2025-10-01',
        deadline: '2025-11-15',
        status: 'Past',
      }),
      rawSignal({
        id: 'conference-1',
        ...AUSTIN,
        type: 'conference',
        title: 'Fleet manager speaks at public works expo',
        eventDate: '2026-04-20',
      }),
      rawSignal({
        id: 'payroll-0',
        ...OHIO,
        type: 'board_mention',
        title: 'Payroll system issues',
        summary: 'Council discussed payroll errors in 2025.',
        eventDate: '2026-02-22',
      }),
    ],
  },
  {
    name: 'no product, a reply about ransomware',
    facts: {
      replyText: 'Hi, yes open to it. Especially anyone dealing with ransomware or cyber insurance requirements.',
    },
    rows: [
      rawSignal({
        id: 'breach-3',
        ...SCHOOL,
        title: 'Special meeting on network outage',
        summary:
          'The board heard that ransomware closed schools for two days and approved an emergency endpoint security purchase.',
        eventDate: '2026-02-19',
      }),
      rawSignal({
        id: 'cyber-grant-3',
        ...OHIO,
        type: 'grant_funding',
        title: 'State and Local Cybersecurity Grant',
        summary: 'The county received $850,000 for multi-factor authentication and phishing training.',
        amountUsd: 850000,
        eventDate: '2026-01-28',
        deadline: '2026-09-30',
      }),
      rawSignal({
        id: 'ciso-2',
        ...AUSTIN,
        type: 'leadership_change',
        title: 'New CISO',
        summary: 'The city appointed its first chief information security officer on February 9.',
        eventDate: '2026-02-09',
      }),
      rawSignal({
        id: 'budget-1',
        ...AUSTIN,
        type: 'budget_event',
        title: 'FY27 IT budget',
        summary: 'IT budget of $12M includes laptops.',
        amountUsd: 12_000_000,
        eventDate: '2026-02-20',
      }),
      rawSignal({
        id: 'turf-rfp-0',
        ...SCHOOL,
        type: 'rfp_posted',
        title: 'Stadium turf',
        summary: 'Turf replacement.',
        eventDate: '2026-02-24',
        deadline: '2026-03-20',
        amountUsd: 1_200_000,
      }),
      rawSignal({
        id: 'menu-0',
        ...SCHOOL,
        title: 'Cafeteria menus',
        summary: 'Discussion of various menu items.',
        eventDate: '2026-02-27',
      }),
    ],
  },
  {
    name: 'nothing said, so urgency and type decide',
    facts: { replyText: 'Sure, send it over.' },
    rows: [
      rawSignal({
        id: 'rfp-3',
        ...OHIO,
        type: 'rfp_posted',
        title: 'Permitting and licensing system',
        summary: 'The county seeks a permitting system for 14 departments.',
        eventDate: '2026-02-15',
        deadline: '2026-03-31',
        sourceUrl: 'https://marlow.example/rfp',
      }),
      rawSignal({
        id: 'contract-3',
        ...AUSTIN,
        type: 'contract_expiration',
        title: 'Permit software',
        summary: 'Contract with Permitly ends May 31.',
        vendor: 'Permitly',
        amountUsd: 320000,
        deadline: '2026-05-31',
        eventDate: null,
      }),
      rawSignal({
        id: 'budget-2',
        ...AUSTIN,
        type: 'budget_event',
        title: 'Budget vote',
        summary: 'Council set aside $450,000 for online permits.',
        amountUsd: 450000,
        eventDate: '2026-02-16',
      }),
      rawSignal({
        id: 'board-2',
        ...OHIO,
        title: 'Commission minutes',
        summary: 'Commissioners asked why permits take 61 days and named a task force, “Permits in 30”.',
        eventDate: '2026-02-11',
      }),
      rawSignal({
        id: 'amendment-0',
        ...OHIO,
        type: 'contract_expiration',
        isAmendment: true,
        title: 'Amendment 2',
        summary: 'Expiring licences amended.',
        deadline: '2026-04-01',
        amountUsd: 9000,
      }),
      rawSignal({
        id: 'plan-1',
        ...OHIO,
        type: 'strategic_plan',
        title: 'Strategic plan to 2030',
        summary: 'Mentions online services.',
        deadline: '2030-12-31',
        eventDate: '2025-11-01',
      }),
      rawSignal({
        id: 'po-1',
        ...AUSTIN,
        type: 'purchase_order',
        title: 'Scanners',
        summary: 'Scanners for plan review.',
        amountUsd: 14000,
        eventDate: '2025-08-01',
      }),
      rawSignal({
        id: 'closed-0',
        ...AUSTIN,
        type: 'rfp_posted',
        title: 'Online permit portal',
        summary: 'Portal for permits.',
        deadline: '2026-02-20',
        eventDate: '2026-01-10',
      }),
    ],
  },
]

describe('the order against labelled sets', () => {
  it.each(SETS)('puts what a rep would lead with in front: $name', ({ facts, rows }) => {
    const ids = idsOf(judge(rows, facts).signals)
    expect(ndcgAt5(ids), ids.join(' ')).toBeGreaterThanOrEqual(0.85)
  })
})

describe('the order of the twenty shapes', () => {
  it('leads with the open tender that matches the product, then the contract about to end', () => {
    const { signals } = judge(twentyShapes(), { product: 'Student advising platform' })
    expect(idsOf(signals).slice(0, 2)).toEqual(['1', '4'])
    expect(idsOf(signals).at(-1)).toBe('2')
  })

  it.each([
    ['budget', '10'],
    ['RFPs', '1'],
    ['Texas', '19'],
    ['new leadership', '13'],
    ['absenteeism', '7'],
    ['competitor displacement', '4'],
  ])('leads with what meets the angle %s', (angle, first) => {
    const { signals } = judge(twentyShapes(), { product: 'Student advising platform', angle })
    expect(signals[0]?.id, idsOf(signals).join(' ')).toBe(first)
    expect(signals[0]?.reasons).toContain(`fits the angle “${angle}”`)
  })

  it('puts buyers of the asked kind first and leaves excluded ones behind', () => {
    const { signals } = judge(twentyShapes(), { angle: 'school districts, not Texas' })
    expect(signals[0]?.buyerName).toBe('Cedar Hollow USD')
    const texas = signals.findIndex((signal) => signal.buyerState === 'TX')
    expect(texas).toBeGreaterThan(4)
  })
})
