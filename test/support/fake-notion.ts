import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { type Exchange, listenOnLoopback, sendJson } from './loopback.ts'
import { type GivenBlock, insideOf, pathOf, problemOfChildren, RichTexts } from './notion/block-rules.ts'
import { htmlOf, textOf } from './notion/page-text.ts'
import { type Changes, createChanges } from './workspace/changes.ts'

/** What a request meets. `drop` does what is asked and then cuts the connection, `reset` cuts it before. */
export type NotionFault =
  | { kind: 'status'; status: number; code: string; retryAfterSeconds?: number }
  | { kind: 'html'; status: number }
  | { kind: 'drop' }
  | { kind: 'reset' }
  | { kind: 'hang' }

export type NotionCall = {
  /** `POST /v1/pages`, ids left out: `PATCH /v1/blocks/{id}/children`. */
  route: string
  status: number | null
  body: unknown
}

/** A page below the parent as a reader finds it. */
export type ShownPage = {
  id: string
  url: string
  title: string
  isInTrash: boolean
  text: string
  blocks: GivenBlock[]
}

export type FakeNotion = {
  /** For `NOTION_BASE_URL`, `NOTION_TOKEN` and `NOTION_PARENT_PAGE_ID`. */
  url: string
  token: string
  parentPageId: string
  /** Every request that came, answered or not. */
  calls: readonly NotionCall[]
  /** Where a request broke the API's rules; a good run leaves this empty. */
  problems: readonly string[]
  /** The pages below the parent, oldest first, those in the trash too. */
  pages(): ShownPage[]
  page(id: string): ShownPage
  /** A sketch of the page, for looking at. */
  html(id: string): string
  /** The next `times` requests (default 1) to this route, or to any, meet this. */
  fault(fault: NotionFault, options?: { times?: number; route?: string }): void
  /** From now on: the token is unknown, writing is not allowed, the parent is not shared; or all is well again. */
  refuse(what: 'token' | 'writing' | 'parent' | 'nothing'): void
  /** Whether the parent, and so every page below it, is on the web. */
  publish(isPublic: boolean): void
  /** What people do in Notion. */
  person: {
    write(pageId: string, text: string): void
    trash(pageId: string): void
    /** Gone for good, for us at least. */
    take(pageId: string): void
    addPages(count: number): void
  }
  waitFor: Changes['waitFor']
  close(): Promise<void>
}

const VERSION = '2026-03-11'
const BOT = randomUUID()
const PERSON = randomUUID()

type Page = { id: string; title: string; isInTrash: boolean; createdBy: string; children: Block[] }
type Block = { id: string; given: GivenBlock; createdBy: string; page?: Page }

class Refusal extends Error {
  readonly status: number
  readonly code: string
  /** False for what the test asked for: nobody broke a rule. */
  readonly isProblem: boolean
  constructor(status: number, code: string, message: string, isProblem = true) {
    super(message)
    this.status = status
    this.code = code
    this.isProblem = isProblem
  }
}

const invalid = (message: string) => new Refusal(400, 'validation_error', message)
const notFound = (id: string, isProblem: boolean) =>
  new Refusal(404, 'object_not_found', `Could not find page with ID: ${id}. Share it with your integration.`, isProblem)

const Titled = z.strictObject({ title: z.strictObject({ title: RichTexts.min(1) }) })
const Create = z.strictObject({ parent: z.strictObject({ page_id: z.string() }), properties: Titled })
const Change = z.strictObject({ properties: Titled.optional(), in_trash: z.boolean().optional() })
const Position = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start') }),
  z.strictObject({ type: z.literal('end') }),
  z.strictObject({ type: z.literal('after_block'), after_block: z.strictObject({ id: z.string() }) }),
])
const Append = z.strictObject({ children: z.array(z.looseObject({ type: z.string() })), position: Position.optional() })

/** A strict stand-in for Notion's API, with one parent page that is shared with the integration. */
export async function createFakeNotion(): Promise<FakeNotion> {
  const token = 'ntn_stand-in'
  const parent: Page = { id: randomUUID(), title: 'Reports', isInTrash: false, createdBy: PERSON, children: [] }
  const gone = new Set<string>()
  const calls: NotionCall[] = []
  const problems: string[] = []
  const faults: { fault: NotionFault; route: string | null }[] = []
  const state = { refused: 'nothing' as Parameters<FakeNotion['refuse']>[0], isPublic: false }
  const changes = createChanges(() => `Calls: ${calls.map(({ route, status }) => `${route} ${status}`).join(', ')}`)

  const subpages = () => parent.children.flatMap(({ page }) => (page ? [page] : []))
  const urlOf = ({ id }: Page, host: string) => `https://${host}/Report-${id.replaceAll('-', '')}`
  const pageAnswer = (page: Page) => ({
    object: 'page',
    id: page.id,
    in_trash: page.isInTrash,
    url: urlOf(page, 'www.notion.so'),
    public_url: state.isPublic ? urlOf(page, 'fernmill.notion.site') : null,
    created_by: { object: 'user', id: page.createdBy },
    parent: { type: 'page_id', page_id: parent.id },
    properties: { title: { id: 'title', type: 'title', title: [{ plain_text: page.title }] } },
  })
  const blockAnswer = ({ id, given, createdBy, page }: Block) => ({
    object: 'block',
    id,
    type: given.type,
    in_trash: page?.isInTrash ?? false,
    has_children: insideOf(given).length > 0,
    created_by: { object: 'user', id: createdBy },
    [given.type]: page ? { title: page.title } : given[given.type],
  })

  const pageAt = (id: string): Page => {
    const page = [parent, ...subpages()].find((one) => one.id === id)
    if (!page || gone.has(id)) throw notFound(id, !gone.has(id))
    if (state.refused === 'parent') throw notFound(id, false)
    return page
  }
  const writable = (page: Page): Page => {
    if (page.isInTrash) throw invalid("Can't edit block that is archived. You must unarchive the block before editing.")
    return page
  }

  function list(id: string, query: URLSearchParams) {
    const size = Number(query.get('page_size') ?? 100)
    if (!(size >= 1 && size <= 100)) throw invalid('page_size should be ≤ `100`')
    const standing = pageAt(id).children.filter(({ page }) => !page?.isInTrash && !(page && gone.has(page.id)))
    const cursor = query.get('start_cursor')
    const start = cursor === null ? 0 : standing.findIndex((child) => child.id === cursor)
    if (start < 0) throw invalid('The start_cursor provided is invalid')
    const next = standing[start + size]?.id ?? null
    const results = standing.slice(start, start + size).map(blockAnswer)
    return { object: 'list', type: 'block', block: {}, results, next_cursor: next, has_more: next !== null }
  }

  function create(body: unknown) {
    const { parent: under, properties } = parsed(Create, body)
    if (under.page_id !== parent.id) throw notFound(under.page_id, true)
    pageAt(parent.id)
    const page: Page = { id: randomUUID(), title: titleOf(properties), isInTrash: false, createdBy: BOT, children: [] }
    parent.children.push({ id: page.id, given: { type: 'child_page', child_page: {} }, createdBy: BOT, page })
    return pageAnswer(page)
  }

  function change(id: string, body: unknown) {
    const { properties, in_trash } = parsed(Change, body)
    const page = pageAt(id)
    if (in_trash === true) writable(page)
    if (properties) writable(page).title = titleOf(properties)
    if (in_trash !== undefined) page.isInTrash = in_trash
    return pageAnswer(page)
  }

  function append(id: string, body: unknown) {
    const { children, position } = parsed(Append, body)
    const problem = problemOfChildren(children)
    if (problem) throw invalid(`body failed validation: ${problem}`)
    const page = writable(pageAt(id))
    const after = position?.type === 'after_block' ? position.after_block.id : null
    const place = after === null ? -1 : page.children.findIndex((child) => child.id === after)
    if (after !== null && place < 0)
      throw invalid(`Block to append children after (${after}) is no child of the parent`)
    const at = position?.type === 'start' ? 0 : after === null ? page.children.length : place + 1
    const added = children.map((given): Block => ({ id: randomUUID(), given, createdBy: BOT }))
    page.children.splice(at, 0, ...added)
    return {
      object: 'list',
      type: 'block',
      block: {},
      results: added.map(blockAnswer),
      next_cursor: null,
      has_more: false,
    }
  }

  function remove(id: string) {
    const page = subpages().find(({ children }) => children.some((child) => child.id === id))
    const block = page?.children.find((child) => child.id === id)
    if (!page || !block) throw notFound(id, true)
    writable(page)
    if (block.createdBy !== BOT) problems.push('the block of a person was removed')
    page.children = page.children.filter((child) => child !== block)
    return { ...blockAnswer(block), in_trash: true }
  }

  function act({ request, body }: Exchange): unknown {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const { route, id } = routeOf(request, url)
    const isWrite = request.method !== 'GET'
    if (request.headers.authorization !== `Bearer ${token}` || state.refused === 'token')
      throw new Refusal(401, 'unauthorized', 'API token is invalid.', state.refused !== 'token')
    if (request.headers['notion-version'] !== VERSION)
      throw new Refusal(400, 'missing_version', `Notion-Version should be ${VERSION}`)
    if (isWrite && state.refused === 'writing')
      throw new Refusal(403, 'restricted_resource', 'Insufficient permissions for this endpoint.', false)
    const json = isWrite && body !== '' ? parseJson(body) : {}
    if (Buffer.byteLength(body) > 500_000) throw invalid('body is larger than 500KB')
    switch (route) {
      case 'GET /v1/pages/{id}':
        return pageAnswer(pageAt(id))
      case 'POST /v1/pages':
        return create(json)
      case 'PATCH /v1/pages/{id}':
        return change(id, json)
      case 'GET /v1/blocks/{id}/children':
        return list(id, url.searchParams)
      case 'PATCH /v1/blocks/{id}/children':
        return append(id, json)
      case 'DELETE /v1/blocks/{id}':
        return remove(id)
      default:
        throw new Refusal(400, 'invalid_request_url', 'Invalid request URL.')
    }
  }

  function answer(exchange: Exchange): number {
    try {
      const result = act(exchange)
      sendJson(exchange.response, 200, result)
      return 200
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.isProblem) problems.push(`${exchange.request.method} ${exchange.path}: ${error.message}`)
      return refuse(exchange, error)
    }
  }

  function meet(fault: NotionFault, exchange: Exchange): number | null {
    if (fault.kind === 'drop') act(exchange)
    if (fault.kind === 'drop' || fault.kind === 'reset') exchange.request.socket.destroy()
    if (fault.kind === 'html') {
      exchange.response.writeHead(fault.status, { 'content-type': 'text/html' })
      exchange.response.end('<!doctype html><title>Bad gateway</title>')
      return fault.status
    }
    if (fault.kind !== 'status') return null
    const { status, code, retryAfterSeconds: wait } = fault
    return refuse(
      exchange,
      new Refusal(status, code, 'as asked for'),
      wait === undefined ? {} : { 'retry-after': `${wait}` },
    )
  }

  const server = await listenOnLoopback((exchange) => {
    const { route } = routeOf(exchange.request, new URL(exchange.request.url ?? '/', 'http://127.0.0.1'))
    const call: NotionCall = { route, status: null, body: exchange.body === '' ? null : parseJson(exchange.body) }
    calls.push(call)
    const place = faults.findIndex((planned) => planned.route === null || planned.route === route)
    const [planned] = place < 0 ? [] : faults.splice(place, 1)
    call.status = planned ? meet(planned.fault, exchange) : answer(exchange)
    changes.changed()
  })

  const shown = (page: Page): ShownPage => {
    const blocks = page.children.map(({ given }) => given)
    const { id, title, isInTrash } = page
    return {
      id,
      url: pageAnswer(page).public_url ?? pageAnswer(page).url,
      title,
      isInTrash,
      text: textOf(blocks),
      blocks,
    }
  }
  const known = (id: string): Page => {
    const page = subpages().find((one) => one.id === id)
    if (!page) throw new Error(`Nobody made a page ${id}`)
    return page
  }
  return {
    url: server.url,
    token,
    parentPageId: parent.id,
    calls,
    problems,
    pages: () =>
      subpages()
        .filter(({ createdBy }) => createdBy === BOT)
        .map(shown),
    page: (id) => shown(known(id)),
    html: (id) =>
      htmlOf(
        known(id).title,
        known(id).children.map(({ given }) => given),
      ),
    fault(fault, { times = 1, route = null as string | null } = {}) {
      faults.push(...Array.from({ length: times }, () => ({ fault, route })))
    },
    refuse(what) {
      state.refused = what
    },
    publish(isPublic) {
      state.isPublic = isPublic
    },
    person: {
      write(pageId, text) {
        const given = { type: 'paragraph', paragraph: { rich_text: [{ text: { content: text } }] } }
        known(pageId).children.push({ id: randomUUID(), given, createdBy: PERSON })
      },
      trash(pageId) {
        known(pageId).isInTrash = true
      },
      take: (pageId) => void gone.add(pageId),
      addPages(count) {
        for (let n = 0; n < count; n += 1) {
          const page = { id: randomUUID(), title: `Notes ${n}`, isInTrash: false, createdBy: PERSON, children: [] }
          parent.children.push({ id: page.id, given: { type: 'child_page', child_page: {} }, createdBy: PERSON, page })
        }
      },
    },
    waitFor: (predicate, options) => changes.waitFor(predicate, options),
    async close() {
      changes.close()
      await server.close()
    },
  }
}

function routeOf({ method }: IncomingMessage, { pathname }: URL): { route: string; id: string } {
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(pathname)?.[0] ?? ''
  return { route: `${method} ${id === '' ? pathname : pathname.replace(id, '{id}')}`, id }
}

function refuse(
  { response }: Exchange,
  { status, code, message }: Refusal,
  headers: Record<string, string> = {},
): number {
  sendJson(response, status, { object: 'error', status, code, message, request_id: randomUUID() }, headers)
  return status
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function parsed<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw invalid(`body failed validation: ${pathOf(issue?.path ?? [])} ${issue?.message ?? ''}`)
}

function titleOf({ title }: z.infer<typeof Titled>): string {
  return title.title.map((part) => part.text.content).join('')
}
