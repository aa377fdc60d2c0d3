import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNotionPages } from '../../../src/clients/notion/client.ts'
import type { NotionCopies, NotionCopy, NotionPages } from '../../../src/pipeline/ports.ts'
import { markerOf } from '../../../src/pipeline/report/notion/marker.ts'
import { type NotionContent, putOnPage } from '../../../src/pipeline/report/notion/put.ts'
import { putInTrash } from '../../../src/pipeline/report/notion/trash.ts'
import type { ReportId } from '../../../src/pipeline/report/types.ts'
import { createFakeNotion, type FakeNotion } from '../../support/fake-notion.ts'

/** One report's page through every way of being cut off: each time the next try ends with one page, whole and not doubled. */

const ID = 'rep_1' as ReportId
const MARKER = markerOf(ID)

let notion: FakeNotion
let pages: NotionPages
let kept: NotionCopy | null
beforeEach(async () => {
  notion = await createFakeNotion()
  kept = null
  pages = createNotionPages({
    token: notion.token,
    parentPageId: notion.parentPageId,
    baseUrl: notion.url,
    requestsPerSecond: 1_000,
  })
})
afterEach(async () => {
  expect(notion.problems).toEqual([])
  await notion.close()
})

const copies: NotionCopies = {
  read: async () => kept,
  isExpired: async () => false,
  async save(copy) {
    kept = structuredClone(copy)
  },
}

const line = (text: string) => ({ type: 'paragraph', paragraph: { rich_text: [{ text: { content: text } }] } })

/** Three requests: two of two blocks and one of one. */
const contentOf = (version: number): NotionContent => ({
  title: `Report ${version}`,
  chunks: [
    [line(`${version}a`), line(`${version}b`)],
    [line(`${version}c`), line(`${version}d`)],
    [line(`${version}e`)],
  ],
  hash: `hash-${version}`,
})
const textOfVersion = (version: number) => ['a', 'b', 'c', 'd', 'e'].map((letter) => `${version}${letter}`).join('\n')

class Killed extends Error {}

type Trying = { version?: number; dieAt?: string; pages?: NotionPages }

/** One try; it records that it ended unless it was killed at the `n`-th passing of a place, written `notion:placed#2`. */
async function attempt({ version = 1, dieAt, pages: through = pages }: Trying = {}): Promise<'done' | 'killed'> {
  const [place, nth = '1'] = (dieAt ?? '').split('#')
  let left = Number(nth)
  const passed = (now: string) => {
    if (now === place && --left === 0) throw new Killed('killed')
  }
  const none: NotionCopy = {
    reportId: ID,
    marker: MARKER,
    pageId: null,
    url: null,
    version: 0,
    state: 'building',
    hash: null,
    placed: [],
  }
  const effect = { id: 'notion:rep_1:run_1', tries: 1 }
  try {
    const put = await putOnPage(
      { pages: through, copies, effect, checkFresh: async () => undefined, passed },
      kept ?? none,
      contentOf(version),
    )
    kept = { ...put, state: 'ready', version, placed: [] }
    return 'done'
  } catch (error) {
    if (error instanceof Killed) return 'killed'
    throw error
  }
}

function expectOnePage(version: number, ...others: string[]): void {
  const [page, ...more] = notion.pages().filter(({ isInTrash }) => !isInTrash)
  expect(more).toEqual([])
  expect(page).toMatchObject({
    title: `Report ${version} · ${MARKER}`,
    text: [textOfVersion(version), ...others].join('\n'),
  })
  expect(kept).toMatchObject({ pageId: page?.id, url: page?.url, version, state: 'ready' })
}

const PLACES = ['notion:created', 'notion:placed', 'notion:placed#2', 'notion:placed#3']

describe('a first version', () => {
  it('is one page', async () => {
    expect(await attempt()).toBe('done')
    expectOnePage(1)
    expect(notion.calls).toHaveLength(4)
  })

  it.each(PLACES)('is one page after an end at %s', async (place) => {
    expect(await attempt({ dieAt: place })).toBe('killed')
    expect(await attempt()).toBe('done')
    expectOnePage(1)
  })

  it('is one page after an end at every place in turn', async () => {
    const places = ['notion:created', 'notion:placed', 'notion:placed#2', 'notion:placed#2', 'notion:placed']
    for (const place of places) expect(await attempt({ dieAt: place })).toBe('killed')
    expect(await attempt()).toBe('done')
    expectOnePage(1)
  })

  it.each(['POST /v1/pages', 'PATCH /v1/blocks/{id}/children'])(
    'is one page when the answer to %s never came',
    async (route) => {
      notion.fault({ kind: 'drop' }, { route })
      await expect(attempt()).rejects.toThrow('could not be reached')
      expect(await attempt()).toBe('done')
      expectOnePage(1)
    },
  )

  it('finds the page it made among hundreds that others made since', async () => {
    await attempt({ dieAt: 'notion:created' })
    notion.person.addPages(230)
    expect(await attempt()).toBe('done')
    expectOnePage(1)
    expect(notion.calls.filter(({ route }) => route === 'POST /v1/pages')).toHaveLength(1)
  })

  it('looks for nothing when no try went before', async () => {
    notion.person.addPages(150)
    await attempt()
    expect(notion.calls.map(({ route }) => route)).not.toContain('GET /v1/blocks/{id}/children')
  })

  it('goes on where the try before was cut off', async () => {
    await attempt({ dieAt: 'notion:placed#3' })
    await attempt()
    expect(notion.calls.filter(({ route }) => route.startsWith('PATCH /v1/blocks'))).toHaveLength(4)
    expectOnePage(1)
  })

  it('begins anew when somebody has removed what stood there', async () => {
    await attempt({ dieAt: 'notion:placed#3' })
    await pages.remove(kept?.placed[0]?.[0] ?? '')
    await attempt()
    expectOnePage(1)
  })
})

describe('the next version', () => {
  beforeEach(async () => {
    await attempt()
  })

  it('is the same page, at the same address', async () => {
    const url = kept?.url
    await attempt({ version: 2 })
    expectOnePage(2)
    expect(kept?.url).toBe(url)
  })

  it('stands in full above the older one before anything of that is taken away', async () => {
    await attempt({ version: 2, dieAt: 'notion:removed' })
    const text = notion.pages()[0]?.text ?? ''
    expect(text.startsWith(textOfVersion(2))).toBe(true)
    expect(text).toContain('1e')
    expect(kept).toMatchObject({ state: 'building', version: 1 })
  })

  it.each([...PLACES.slice(1), 'notion:removed', 'notion:removed#4'])(
    'is whole and alone after an end at %s',
    async (place) => {
      expect(await attempt({ version: 2, dieAt: place })).toBe('killed')
      expect(await attempt({ version: 2 })).toBe('done')
      expectOnePage(2)
    },
  )

  it('is whole and alone when the one between was cut off', async () => {
    await attempt({ version: 2, dieAt: 'notion:placed#2' })
    await attempt({ version: 3 })
    expectOnePage(3)
  })

  it('leaves what a person wrote on the page', async () => {
    notion.person.write(kept?.pageId ?? '', 'Call them on Monday')
    await attempt({ version: 2 })
    expectOnePage(2, 'Call them on Monday')
  })

  it('takes the page out of the trash', async () => {
    const { pageId } = kept ?? {}
    notion.person.trash(pageId ?? '')
    await attempt({ version: 2 })
    expectOnePage(2)
    expect(kept?.pageId).toBe(pageId)
  })

  it('is another page when the first is gone for good, and only one after a crash', async () => {
    const { pageId } = kept ?? {}
    notion.person.take(pageId ?? '')
    expect(await attempt({ version: 2, dieAt: 'notion:created' })).toBe('killed')
    expect(await attempt({ version: 2 })).toBe('done')
    const left = notion.pages().filter(({ id }) => id !== pageId)
    expect(left).toMatchObject([{ text: textOfVersion(2), title: `Report 2 · ${MARKER}` }])
    expect(kept?.pageId).toBe(left[0]?.id)
  })

  it('asks before every request whether the lane is still its own', async () => {
    let asked = 0
    const effect = { id: 'notion:rep_1:run_2', tries: 1 }
    const checkFresh = async () => void (asked += 1)
    const before = notion.calls.length
    if (kept) await putOnPage({ pages, copies, effect, checkFresh, passed: () => undefined }, kept, contentOf(2))
    expect(asked).toBe(notion.calls.length - before)
  })
})

describe('a page that shall go', () => {
  const going = (more: Partial<NotionCopy> = {}) => {
    let asked = 0
    const trashing = { pages, checkFresh: async () => void (asked += 1), passed: () => undefined }
    return { trashed: putInTrash(trashing, { pageId: null, marker: MARKER, ...kept, ...more }), asked: () => asked }
  }
  const writes = () => notion.calls.filter(({ route }) => route === 'PATCH /v1/pages/{id}')

  it('goes into the trash once, however often it is asked for, and asks for the lane before every request', async () => {
    await attempt()
    const before = { calls: notion.calls.length, writes: writes().length }
    const first = going()
    expect(await first.trashed).toBe(kept?.pageId)
    expect(first.asked()).toBe(notion.calls.length - before.calls)
    await going().trashed
    expect(writes()).toHaveLength(before.writes + 1)
    expect(notion.pages()).toMatchObject([{ isInTrash: true }])
  })

  it('is found when nobody recorded that it was made', async () => {
    expect(await attempt({ dieAt: 'notion:created' })).toBe('killed')
    expect(kept?.pageId).toBeNull()
    await going().trashed
    expect(notion.pages()).toMatchObject([{ isInTrash: true }])
  })

  it('is no trouble when it never was, or is gone for good', async () => {
    expect(await going().trashed).toBeNull()
    await attempt()
    notion.person.take(kept?.pageId ?? '')
    expect(await going().trashed).toBe(kept?.pageId)
  })

  it('comes back whole, the same one, with the next version', async () => {
    await attempt()
    await going().trashed
    if (kept) kept = { ...kept, state: 'gone', version: 0 }
    const { pageId } = kept ?? {}
    await attempt({ version: 2 })
    expectOnePage(2)
    expect(kept?.pageId).toBe(pageId)
  })
})

describe('the marker', () => {
  it('belongs to the report, reads well, and differs between reports', () => {
    expect(MARKER).toMatch(/^r[a-z1-9]{8}$/)
    expect(markerOf(ID)).toBe(MARKER)
    const many = Array.from({ length: 5_000 }, (_, n) => markerOf(`rep_${n}` as ReportId))
    expect(new Set(many).size).toBe(5_000)
  })
})
