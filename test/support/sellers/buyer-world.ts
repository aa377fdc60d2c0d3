import type { SignalRow } from '../app.ts'
import { buildContacts, type FakeBuyer, type FakeStarbridgeData } from '../fake-starbridge.ts'

/**
 * Records of the buyers that signals name, all invented: who is in the signals is at the source, with figures made of the
 * name, so that two buyers never look alike and every run sees the same. `titleAt` says who decides at the buyer of a row.
 */
export function buyerWorldOf(rows: readonly SignalRow[], titleAt: (row: SignalRow) => string): FakeStarbridgeData {
  const named = rows.filter((row) => typeof row['buyer_id'] === 'string')
  const byId = new Map(named.map((row) => [String(row['buyer_id']), row]))
  const buyers = [...byId].map(([id, row]) => buyerOf(id, row))
  const contacts = Object.fromEntries(
    buyers.map((buyer) => {
      const dmTitle = titleAt(byId.get(buyer.id) ?? { id: '', domain: '' })
      const set = { buyerId: buyer.id, mailDomain: mailDomainOf(buyer.id) }
      return [buyer.id, buildContacts({ ...set, decisionMaker: { title: dmTitle, normalizedTitles: [dmTitle] } })]
    }),
  )
  return { buyers, contacts, opportunities: [] }
}

export const mailDomainOf = (buyerId: string) => `${buyerId.replace(/^byr-/, '')}.example`

const SIZES: Record<string, (n: number) => Record<string, unknown>> = {
  SchoolDistrict: (n) => ({ TotalEnrollment: 2_000 + n, Sis: 'Synergy', EnrollmentTrend: 'Stable over five years' }),
  HigherEducation: (n) => ({ TotalEnrollment: 6_000 + n }),
  City: (n) => ({ Population: 20_000 + n * 7 }),
  County: (n) => ({ Population: 80_000 + n * 11 }),
}

function buyerOf(id: string, row: SignalRow): FakeBuyer {
  const name = String(row['buyer_name'])
  const type = typeof row['buyer_type'] === 'string' ? row['buyer_type'] : 'Other'
  const n = Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_973, 7)
  const site = mailDomainOf(id)
  return {
    id,
    name,
    type,
    state: (row['buyer_state'] as string | null) ?? null,
    city: name.split(' ')[0] ?? name,
    website: `https://www.${site}`,
    attributes: {
      ...SIZES[type]?.(n),
      FiscalYearStartDate: '07/01',
      BudgetAmount: String(10_000_000 + n * 12_000),
      BudgetLatestYear: 2026,
      BudgetConfidence: n % 2 === 0 ? 'verified' : 'inferred',
      BudgetUrl: `https://www.${site}/budget-2026.pdf`,
      MainPhoneNumber: '+1-555-555-0100',
      EmailDomains: [site],
      ProcurementHellScore: 20 + (n % 60),
      AngelProcurementSummary: guideOf(name),
      StarbridgeUrl: `https://dashboard.starbridge.example/buyer/${id}`,
    },
  }
}

function guideOf(name: string): string {
  return [
    '## Decision flow',
    `- At ${name} the department recommends, the finance office checks, and the board approves anything above $100,000.`,
    '## Thresholds',
    '- Purchases under $25,000 need no quotes. $25,000 to $100,000 need three written quotes.',
    '- Above $100,000 a sealed bid or RFP is required. Sole source needs a written determination.',
    '## Co-ops and resellers',
    '- It buys through the Sourcewell and OMNIA Partners co-ops.',
    '- CDW-G and SHI hold technology contracts.',
  ].join('\n')
}
