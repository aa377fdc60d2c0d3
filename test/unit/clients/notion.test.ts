import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkNotion, createNotionPages } from '../../../src/clients/notion/client.ts'
import { ExternalError } from '../../../src/errors.ts'
import { createFakeNotion, type FakeNotion, type NotionFault } from '../../support/fake-notion.ts'

let notion: FakeNotion
beforeEach(async () => {
  notion = await createFakeNotion()
})
afterEach(() => notion.close())

const client = (more: Partial<Parameters<typeof createNotionPages>[0]> = {}) =>
  createNotionPages({
    token: notion.token,
    parentPageId: notion.parentPageId,
    baseUrl: notion.url,
    requestsPerSecond: 1_000,
    ...more,
  })

const line = (text: string) => ({
  type: 'paragraph',
  paragraph: { rich_text: [{ type: 'text', text: { content: text } }] },
})

async function errorOf(work: Promise<unknown>): Promise<ExternalError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ExternalError)) throw new Error(`No ExternalError: ${String(error)}`)
  expect(error.service).toBe('notion')
  return error
}

describe('a page in Notion', () => {
  it('is created below the parent, and its blocks go to the top or after another block', async () => {
    const page = await client().create('A report · rabc')
    const [first] = await client().append(page.id, [line('second')], null)
    await client().append(page.id, [line('third'), line('fourth')], first?.id ?? '')
    await client().append(page.id, [line('first')], null)
    expect(notion.pages()).toMatchObject([{ id: page.id, url: page.url, title: 'A report · rabc' }])
    expect(notion.page(page.id).text).toBe('first\nsecond\nthird\nfourth')
    expect(notion.problems).toEqual([])
  })

  it('is read in pages of a hundred, with who made what', async () => {
    const page = await client().create('Long')
    for (let n = 0; n < 3; n += 1)
      await client().append(
        page.id,
        Array.from({ length: 60 }, (_, at) => line(`${n}/${at}`)),
        null,
      )
    const first = await client().children(page.id, null)
    const second = await client().children(page.id, first.next)
    expect([first.children.length, second.children.length, second.next]).toEqual([100, 80, null])
    expect(first.children[0]).toEqual({ id: expect.any(String), title: null, isPage: false, createdBy: page.createdBy })
    expect((await client().children(null, null)).children).toMatchObject([{ title: 'Long', isPage: true }])
  })

  it('is renamed, put into the trash and out of it, and loses single blocks', async () => {
    const { id } = await client().create('Old')
    const [block] = await client().append(id, [line('gone')], null)
    await client().remove(block?.id ?? '')
    await client().remove(block?.id ?? '')
    await client().change(id, { title: 'New' })
    await client().change(id, { isInTrash: true })
    expect(notion.page(id)).toMatchObject({ title: 'New', isInTrash: true, text: '' })
    expect(await client().page(id)).toMatchObject({ isInTrash: true })
    expect(await client().change(id, { isInTrash: false })).toMatchObject({ id, isInTrash: false })
    // A block that is gone is asked for once more after a crash.
    expect(notion.problems).toEqual([expect.stringContaining('Could not find page')])
  })

  it('that is gone, or no longer shared, is an answer and no failure', async () => {
    const { id } = await client().create('Old')
    notion.person.take(id)
    expect(await client().page(id)).toBeNull()
    expect(await client().change(id, { title: 'New' })).toBeNull()
  })

  it('is linked by its public address once the parent is published', async () => {
    const { id, url } = await client().create('Old')
    expect(url).toContain('www.notion.so')
    notion.publish(true)
    expect((await client().page(id))?.url).toContain('fernmill.notion.site')
  })
})

describe('what Notion refuses', () => {
  it.each([
    ['token', 401, 'unauthorized', 'Notion does not accept the token'],
    ['writing', 403, 'restricted_resource', 'The integration has no permission to create a page in Notion'],
    ['parent', 404, 'object_not_found', 'it is not shared with it'],
  ] as const)('for good, because of the %s, is told so', async (what, status, code, words) => {
    notion.refuse(what)
    const error = await errorOf(client().create('A report'))
    expect(error).toMatchObject({ status, code, retryable: false, message: expect.stringContaining(words) })
    expect(notion.calls).toHaveLength(1)
  })

  it.each<[NotionFault, Partial<ExternalError>]>([
    [
      { kind: 'status', status: 429, code: 'rate_limited', retryAfterSeconds: 7 },
      { status: 429, retryable: true, retryAfterMs: 7_000 },
    ],
    [
      { kind: 'status', status: 409, code: 'conflict_error' },
      { status: 409, code: 'conflict_error', retryable: true },
    ],
    [
      { kind: 'status', status: 500, code: 'internal_server_error' },
      { status: 500, retryable: true },
    ],
    [
      { kind: 'status', status: 503, code: 'service_unavailable' },
      { status: 503, retryable: true },
    ],
    [
      { kind: 'status', status: 400, code: 'some_new_code' },
      { status: 400, code: 'unreadable', retryable: false },
    ],
    [
      { kind: 'html', status: 502 },
      { status: 502, code: 'unreadable', retryable: true },
    ],
    [
      { kind: 'html', status: 200 },
      { status: 200, code: 'unreadable', retryable: false },
    ],
    [{ kind: 'reset' }, { status: null, code: 'unreachable', retryable: true }],
  ])('%j is tried again by whoever asked, or not, but never by the client', async (fault, facts) => {
    notion.fault(fault)
    expect(await errorOf(client().create('A report'))).toMatchObject(facts)
    expect(notion.calls).toHaveLength(1)
  })

  it('takes too long', async () => {
    notion.fault({ kind: 'hang' })
    const error = await errorOf(client({ timeoutMs: 50 }).create('A report'))
    expect(error).toMatchObject({ status: null, code: 'timeout', retryable: true })
  })

  it('because of the content names the field and nothing of what stood in it', async () => {
    const { id } = await client().create('A report')
    const error = await errorOf(client().append(id, [line('r.okafor@cedarhollow.example '.repeat(100))], null))
    expect(error).toMatchObject({ status: 400, code: 'validation_error', retryable: false })
    expect(error.message).toBe(
      'Notion refused to add content to a page: body.children[0].paragraph.rich_text[0].text.content is not what it takes',
    )
    expect(JSON.stringify([error, error.stack, error.cause])).not.toContain('okafor')
  })

  it('says nothing of the token, wherever it goes wrong', async () => {
    for (const fault of [{ kind: 'reset' }, { kind: 'html', status: 500 }] as const) {
      notion.fault(fault)
      const error = await errorOf(client().create('A report'))
      expect(JSON.stringify([error, error.stack, String(error.cause)])).not.toContain(notion.token)
    }
  })
})

describe('what doctor asks', () => {
  const options = () => ({ token: notion.token, parentPageId: notion.parentPageId, baseUrl: notion.url })

  it('is one look at the parent', async () => {
    expect(await checkNotion(options())).toMatchObject({ isInTrash: false, isPublic: false })
    notion.publish(true)
    expect(await checkNotion(options())).toMatchObject({ isPublic: true })
    expect(notion.calls.map(({ route }) => route)).toEqual(['GET /v1/pages/{id}', 'GET /v1/pages/{id}'])
  })
})
