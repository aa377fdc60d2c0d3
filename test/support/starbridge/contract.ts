import { expect, test } from 'vitest'
import { ExternalError } from '../../../src/errors.ts'
import type { Answered, BuyerSource } from '../../../src/pipeline/ports.ts'

export type ContractSubject = {
  source: BuyerSource
  /** The same source with a key that is wrong. */
  stranger: BuyerSource
  /** A buyer that the source knows under exactly this name. */
  buyer: { name: string; state: string | null }
}

const UNKNOWN = '00000000-0000-4000-8000-000000000000'
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What every backend must keep to, whoever is behind it; registered inside a `describe`. */
export function keepsTheContract(subject: () => Promise<ContractSubject>): void {
  test('finds a buyer by its full name: in the USA, not federal, each once', async () => {
    const { source, buyer } = await subject()
    const found = value(await source.search({ name: buyer.name, state: null }))
    expect(found.map(({ name }) => name.toLowerCase())).toContain(buyer.name.toLowerCase())
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
    for (const { type, state, website } of found) {
      expect(type).not.toBe('Federal')
      expect(state ?? 'AZ').toMatch(/^[A-Z]{2}$/)
      expect(website ?? 'https://a.example').toMatch(/^https?:\/\//)
    }
  })

  test('leaves out what is known to be in another state', async () => {
    const { source, buyer } = await subject()
    const state = buyer.state ?? 'AZ'
    const found = value(await source.search({ name: buyer.name, state }))
    expect(found.filter((one) => one.state !== null && one.state !== state)).toEqual([])
  })

  test('finds nothing for a name that nobody has', async () => {
    const { source } = await subject()
    expect(value(await source.search({ name: 'Qzxvthorp Unnamable Borough', state: null }))).toEqual([])
  })

  test('gives the record of what it found, and null for an id that does not exist', async () => {
    const { source, buyer } = await subject()
    const id = await idOf(source, buyer)
    const record = value(await source.record(id))
    expect(record).toMatchObject({ id, name: expect.any(String) })
    for (const score of [record?.procurement.score, record?.propensity.score, record?.aiAdoption.score]) {
      expect(score ?? 50).toBeGreaterThanOrEqual(1)
      expect(score ?? 50).toBeLessThanOrEqual(100)
    }
    expect(record?.fiscalYearStart ?? '07/01').toMatch(/^\d{2}\/\d{2}$/)
    expect(value(await source.record(UNKNOWN))).toBeNull()
  })

  test('answers a named answer with `unchanged` or with a value', async () => {
    const { source, buyer } = await subject()
    const id = await idOf(source, buyer)
    const first = await source.record(id)
    const etag = first === 'unchanged' ? null : first.etag
    const again = await source.record(id, { etag })
    expect(again === 'unchanged' ? etag : again.value).not.toBeNull()
  })

  test('lists people each once, with a total that is no less, or has no people at all', async () => {
    const { source, buyer } = await subject()
    const found = value(await source.contacts(await idOf(source, buyer)))
    const contacts = found?.contacts ?? []
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(contacts.length)
    expect(found?.total ?? 0).toBeGreaterThanOrEqual(contacts.length)
    for (const { name, email } of contacts) {
      expect(name).not.toBe('')
      expect(email ?? 'a@b.example').toMatch(/@/)
    }
  })

  test("lists a buyer's own opportunities each once inside the window, or has none at all", async () => {
    const { source, buyer } = await subject()
    const buyerId = await idOf(source, buyer)
    const since = new Date(Date.now() - 180 * 86_400_000).toISOString().slice(0, 10)
    const found = value(await source.opportunities({ buyerId, text: '', since })) ?? []
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
    for (const one of found) {
      expect(one).toMatchObject({ buyerId, type: expect.stringMatching(/^[a-z_]+$/) })
      const days = [one.fromDate, one.untilDate].filter((day) => day !== null)
      for (const day of days) expect(day).toMatch(DAY)
      expect(days.length === 0 || days.some((day) => day >= since)).toBe(true)
    }
  })

  test('refuses a wrong key for good', async () => {
    const { stranger, buyer } = await subject()
    const error: unknown = await stranger.search({ name: buyer.name, state: null }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ExternalError)
    expect(error).toMatchObject({
      status: expect.toSatisfy((status) => status === 401 || status === 403),
      retryable: false,
    })
  })
}

function value<T>(answer: Answered<T>): T {
  if (answer === 'unchanged') throw new Error('Unchanged, though nothing was named')
  return answer.value
}

async function idOf(source: BuyerSource, { name, state }: ContractSubject['buyer']): Promise<string> {
  const found = value(await source.search({ name, state }))
  const exact = found.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (!exact) throw new Error(`There is no buyer named ${name}`)
  return exact.id
}
