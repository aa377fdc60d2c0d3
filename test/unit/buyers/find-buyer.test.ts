import { expect, test } from 'vitest'
import type { Buyers } from '../../../src/pipeline/report/buyers/cached-buyers.ts'
import { findBuyerStep } from '../../../src/pipeline/report/steps/find-buyer.ts'
import { brief, record } from './build.ts'

/** What is known of one buyer, without a cache. */
function knowing(found: { brief: ReturnType<typeof brief>; record: ReturnType<typeof record> }): Buyers {
  const looked = <T>(value: T) => Promise.resolve({ value, fetchedAt: new Date(), isAsked: false })
  const never = () => Promise.reject(new Error('Nobody needs this to find a buyer'))
  return {
    search: () => looked([found.brief]),
    record: () => looked(found.record),
    contacts: never,
    opportunities: never,
    logo: never,
  }
}

const wanted = { id: null, name: 'Cedar Hollow Unified School District', state: 'AZ', website: null }
const LOGO = 'https://dashboard.starbridge.example/cedar.png'

test.each([
  ['the search’s, where the record has none', LOGO, null, LOGO],
  ['the record’s, where it has one', LOGO, 'https://own.example/a.png', 'https://own.example/a.png'],
  ['none, where neither has one', null, null, null],
])('the logo of a buyer that is found by name is %s', async (_, ofSearch, ofRecord, expected) => {
  const buyers = knowing({
    brief: brief('buyer-cedar', { logoUrl: ofSearch }),
    record: record({ id: 'buyer-cedar', logoUrl: ofRecord }),
  })
  const tools = { now: new Date(), abort: new AbortController().signal, model: null }
  const found = await findBuyerStep(buyers).work({ wanted, freshness: null }, tools)
  expect(found).toMatchObject({ record: { logoUrl: expected } })
})
