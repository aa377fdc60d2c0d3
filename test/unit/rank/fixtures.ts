import type { Signal } from '../../../src/pipeline/report/types.ts'
import { signalOf } from '../claims/fixtures.ts'

const birch = { buyerName: 'Birch City', buyerType: 'City', buyerState: 'WA' }
const oakton = { buyerName: 'Oakton County', buyerType: 'County', buyerState: 'OH' }

/** Signals of a fleet software seller, on 2 March 2026. */
export const FLEET: Signal[] = [
  signalOf({
    id: 'fm-1',
    type: 'rfp_posted',
    ...oakton,
    title: 'Fleet software RFP',
    summary: 'Oakton County asks for fleet software; proposals due 2026-04-01.',
    eventDate: '2026-02-25',
    deadline: '2026-04-01',
    score: 0.9,
  }),
  signalOf({
    id: 'fm-2',
    type: 'board_mention',
    ...birch,
    title: 'Fleet replacement',
    summary: 'The Birch City council discussed replacing its fleet system.',
    eventDate: '2026-02-15',
    score: 0.6,
  }),
  signalOf({
    id: 'fm-3',
    type: 'budget_event',
    ...birch,
    title: 'Fleet budget',
    summary: 'Birch City set aside $250,000 for fleet software.',
    eventDate: '2026-02-22',
    score: 0.8,
  }),
  signalOf({
    id: 'fm-4',
    type: 'leadership_change',
    ...oakton,
    title: 'New fleet director',
    summary: 'A new fleet director started at Oakton County on 2026-02-10.',
    eventDate: '2026-02-10',
    score: 0.5,
  }),
]

/** The fixture of that id; throws on a wrong one. */
export function fleet(id: string): Signal {
  const signal = FLEET.find((each) => each.id === id)
  if (signal === undefined) throw new Error(`no fixture ${id}`)
  return signal
}
