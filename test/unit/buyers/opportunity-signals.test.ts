import { describe, expect, it } from 'vitest'
import type { BuyerOpportunity } from '../../../src/pipeline/ports.ts'
import { toRawSignals } from '../../../src/pipeline/report/buyers/opportunity-signals.ts'
import { judge, rawSignal } from '../signals/build.ts'
import { brief } from './build.ts'

const buyer = brief('buyer-cedar')
const opportunity = (id: string, fields: Partial<BuyerOpportunity> = {}): BuyerOpportunity => ({
  id,
  buyerId: 'buyer-cedar',
  type: 'rfp_posted',
  title: `Title of ${id}`,
  summary: 'The district seeks software.',
  status: null,
  fromDate: '2026-02-18',
  untilDate: '2026-03-27',
  amountUsd: 61_250,
  vendor: null,
  sourceTitle: 'Tender notice',
  sourceUrl: 'https://cedarhollow.example/t.pdf',
  ...fields,
})
const rows = (found: BuyerOpportunity[], known = [] as ReturnType<typeof rawSignal>[]) =>
  toRawSignals(found, { buyer, domain: 'brightpath-labs.example', known })
const statesOf = (found: BuyerOpportunity[]) => judge(rows(found)).signals.map(({ state }) => state)

describe('toRawSignals', () => {
  it('gives rows that are judged like any signal', () => {
    expect(rows([opportunity('o')])).toEqual([
      rawSignal({
        id: 'o',
        type: 'rfp_posted',
        title: 'Title of o',
        summary: 'The district seeks software.',
        buyerId: 'buyer-cedar',
        buyerName: 'Cedar Hollow Unified School District',
        eventDate: '2026-02-18',
        deadline: '2026-03-27',
        amountUsd: 61_250,
        sourceTitle: 'Tender notice',
        sourceUrl: 'https://cedarhollow.example/t.pdf',
      }),
    ])
    expect(statesOf([opportunity('o')])).toEqual(['open'])
  })

  it('leaves out what is known: by id, and by title, buyer and type', () => {
    const known = [
      rawSignal({ id: 'same' }),
      rawSignal({ id: 'other', type: 'rfp_posted', title: 'Student advising platform', buyerName: 'Cedar Hollow USD' }),
      rawSignal({ id: 'far', type: 'rfp_posted', title: 'Bus routing', buyerName: 'Oakmere SD', buyerState: 'OR' }),
    ]
    const found = [
      opportunity('same'),
      opportunity('a', { title: 'Student Advising: Platform' }),
      opportunity('b', { title: 'Student Advising Platform', type: 'board_mention' }),
      opportunity('c', { title: 'Bus routing' }),
      opportunity('c', { title: 'Bus routing' }),
      opportunity('d', { buyerId: 'somebody-else' }),
      opportunity('e', { title: null }),
      opportunity('f', { title: null }),
    ]
    expect(rows(found, known).map(({ id }) => id)).toEqual(['b', 'c', 'e', 'f'])
  })

  it('must not repeat: a tender whose last day has passed, or that is Past, is closed', () => {
    expect(statesOf([opportunity('o', { untilDate: '2026-02-17' })])).toEqual(['closed'])
    expect(statesOf([opportunity('o', { status: 'Past' })])).toEqual(['closed'])
  })

  it('takes a meeting that was held for no closed one', () => {
    const held = opportunity('m', { type: 'board_mention', status: 'Past', untilDate: '2026-02-10' })
    expect(statesOf([held])).toEqual(['unknown'])
    expect(rows([held])[0]?.deadline).toBeNull()
  })

  it('knows a contract’s amendment by its title, and ends nothing by it', () => {
    const [row] = rows([opportunity('o', { type: 'contract_expiration', title: 'Amendment 3 to contract' })])
    expect(row?.isAmendment).toBe(true)
    expect(rows([opportunity('o', { title: 'Addendum 1' })])[0]?.isAmendment).toBe(false)
  })
})
