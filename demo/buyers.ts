import type { SignalRow } from '../test/support/app.ts'
import { createFakeStarbridge, type FakeStarbridge } from '../test/support/fake-starbridge.ts'
import { buyerWorldOf } from '../test/support/sellers/buyer-world.ts'
import { sampleRows } from './samples.ts'

/** Who decides on what the sample sellers sell, by the kind of buyer. */
const TITLES: Record<string, { school: string; other: string }> = {
  'brightpath-labs.example': {
    school: 'Executive Director of Student Services',
    other: 'Vice Provost for Student Success',
  },
  'fernmill-fleet.example': { school: 'Director of Transportation', other: 'Fleet Manager' },
  'harborlight-cyber.example': {
    school: 'Chief Information Security Officer',
    other: 'Chief Information Security Officer',
  },
}

/** A stand-in for Starbridge that knows the buyers of the sample signals; all people in it are invented. */
export async function startSampleBuyers(now: Date): Promise<FakeStarbridge> {
  const rows = await sampleRows(now)
  return createFakeStarbridge({ data: buyerWorldOf(rows, titleAt), switches: { pendingPolls: 0 } })
}

function titleAt({ domain, ...row }: SignalRow): string {
  const titles = TITLES[domain] ?? { school: 'Chief Technology Officer', other: 'Chief Information Officer' }
  return row['buyer_type'] === 'SchoolDistrict' || row['buyer_type'] === 'School' ? titles.school : titles.other
}
