import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageSecurityHeaders, renderMessagePage, renderReportPage } from '../../src/pages/report-page.ts'
import type { ReportDocument } from '../../src/pipeline/report/types.ts'
import {
  hostileDocument,
  sampleBuyer,
  sampleDocument,
  tier2Document,
  tier3Document,
} from '../support/sample-documents.ts'

/** The pages in a real browser, served with their real headers. Needs Chromium and nothing else: no database, no network. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const hasChromium = existsSync(CHROMIUM)
if (!hasChromium) console.log(`pages in a browser: skipped, no Chromium at ${CHROMIUM} (set CHROMIUM)`)

const ORIGIN = 'https://intel.example'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const VIEWS = ['internal', 'shareable'] as const
const DOCUMENTS: [string, ReportDocument][] = [
  ['tier 1', sampleDocument()],
  ['tier 2', tier2Document()],
  ['tier 3', tier3Document()],
  ['tier 3 of which nothing is known', bareTier3()],
  ['hostile', hostileDocument()],
]

function bareTier3(): ReportDocument {
  const plan = tier3Document().gameplan
  return tier3Document({
    buyer: null,
    buyerNote: 'Two districts have this name.',
    dm: null,
    dmNote: 'Nobody fits.',
    contacts: [],
    gameplan: plan && { ...plan, procurement: [], procurementNote: 'The record has no procurement guide.' },
  })
}

const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const render = (document: ReportDocument, view: (typeof VIEWS)[number]) =>
  renderReportPage(document, {
    view,
    version: 2,
    dmInSharedPage: false,
    pictureUrl: `${ORIGIN}/r/x/card.png`,
    updatedAt: document.madeAt,
    otherVersions: 1,
  })

describe.skipIf(!hasChromium)('pages in a browser', () => {
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let served = ''
  let asked: string[] = []
  let complaints: string[] = []

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      chromiumSandbox: false,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    })
    context = await browser.newContext()
    page = await context.newPage()
    page.on('console', (message) => complaints.push(message.text()))
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await context.route('**/*', async (route) => {
      asked.push(route.request().url())
      await route.fulfill({ status: 200, headers: pageSecurityHeaders(served), body: served })
    })
  })
  afterAll(() => browser?.close())

  async function open(html: string, width = 1280, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
    served = html
    asked = []
    complaints = []
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await page.goto(`${ORIGIN}/r/x`)
  }

  const violations = async (): Promise<unknown> => {
    await page.evaluate(AXE)
    return page.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations.map((found) => [found.id, found.nodes.map((node) => node.html.slice(0, 200))]))`,
    )
  }

  it.each(DOCUMENTS)('%s runs nothing, asks for nothing else and obeys its own policy', async (_, document) => {
    for (const view of VIEWS) {
      await open(render(document, view))
      expect(complaints).toEqual([])
      expect(asked).toEqual([`${ORIGIN}/r/x`])
      const found = await page.evaluate(`({
        scripts: document.scripts.length,
        foreign: document.querySelectorAll('img, iframe, object, embed, form, base, meta[http-equiv]').length,
        handlers: [...document.querySelectorAll('*')].flatMap((node) => node.getAttributeNames()).filter((name) => name.startsWith('on') || name === 'style'),
        hrefs: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')).filter((href) => !/^(https?:\\/\\/|#)/.test(href)),
        unsafe: [...document.querySelectorAll('a[href^="http"]')].filter((link) => link.rel !== 'noopener noreferrer nofollow').length,
        dead: [...document.querySelectorAll('a[href^="#"]')].map((link) => link.hash.slice(1)).filter((id) => !document.getElementById(id)),
        users: [...document.links].filter((link) => link.username !== '').length,
        background: getComputedStyle(document.body).backgroundColor,
      })`)
      expect(found).toEqual({
        scripts: 0,
        foreign: 0,
        handlers: [],
        hrefs: [],
        unsafe: 0,
        dead: [],
        users: 0,
        background: 'rgb(243, 245, 249)',
      })
    }
  })

  it('shows hostile text as the text it is', async () => {
    await open(render(hostileDocument(), 'shareable'))
    expect(await page.title()).toContain('<script>alert(1)</script>')
    expect(await page.evaluate(`document.querySelector('h1').textContent`)).toContain(`<img src=x onerror=alert(2)>`)
  })

  it.each(DOCUMENTS)(
    '%s has no accessibility violation in any view, light or dark, phone or desktop',
    async (_, document) => {
      for (const view of VIEWS)
        for (const scheme of ['light', 'dark'] as const) {
          await open(render(document, view), scheme === 'light' ? 390 : 1280, scheme)
          expect(await violations(), `${view}, ${scheme}`).toEqual([])
        }
    },
  )

  it('shows a logo that is part of the page, and asks nobody for it', async () => {
    await open(render(tier2Document({ buyer: sampleBuyer({ logo: PICTURE }) }), 'internal'))
    expect(await page.evaluate(`document.querySelector('img.logo').naturalWidth`)).toBe(1)
    expect(complaints).toEqual([])
    expect(asked).toEqual([`${ORIGIN}/r/x`])
    expect(await violations()).toEqual([])
  })

  it.each([390, 1280])('reads the contacts as a table at %i pixels', async (width) => {
    await open(render(tier3Document(), 'internal'), width)
    const table = page.getByRole('table', { name: 'Key contacts' })
    expect(await table.getByRole('row').count()).toBe(7)
    expect(await table.getByRole('rowheader').first().textContent()).toContain('Milan Zelenka')
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Name', 'E-mail', 'Phone', 'Status'])
    expect(await table.getByRole('cell', { name: 'm.zelenka@cedarhollow.example' }).isVisible()).toBe(true)
  })

  it.each(['not_found', 'gone', 'unavailable'] as const)('the %s page is accessible and quiet', async (kind) => {
    await open(renderMessagePage(kind), 320, 'dark')
    expect(await violations()).toEqual([])
    expect(complaints).toEqual([])
  })

  it.each(DOCUMENTS)('%s never scrolls sideways at 320 pixels, nor on a desktop', async (_, document) => {
    for (const view of VIEWS)
      for (const width of [320, 1280]) {
        await open(render(document, view), width)
        const wide = await page.evaluate(
          `[...document.querySelectorAll('main *, header *:not(svg, svg *), footer *')].filter((node) => node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.outerHTML.slice(0, 120))`,
        )
        expect(wide, `${view} at ${width}`).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      }
  })

  it('reads in order: one h1, no level skipped, one main, a footer, the status in words', async () => {
    await open(render(tier3Document(), 'internal'))
    const levels = (await page.evaluate(
      `[...document.querySelectorAll('h1,h2,h3,h4')].map((node) => Number(node.tagName[1]))`,
    )) as number[]
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels.filter((level, index) => level - (levels[index - 1] ?? 0) > 1)).toEqual([])
    expect(await page.evaluate(`document.querySelector('.when').textContent`)).toBe(
      'Open · 25 days left · due 27 Mar 2026',
    )
  })

  it('prints every source address and hides what paper cannot use', async () => {
    await open(render(tier3Document(), 'shareable'), 794)
    await page.emulateMedia({ media: 'print' })
    const printed = await page.evaluate(`({
      address: getComputedStyle(document.querySelector('.sources a'), '::after').content,
      nav: getComputedStyle(document.querySelector('.contents')).display,
      uncut: getComputedStyle(document.querySelector('.card')).breakInside,
    })`)
    expect(printed).toEqual({
      address: '" https://procurement.cedarhollow.example/rfp/26-014"',
      nav: 'none',
      uncut: 'avoid',
    })
    await page.emulateMedia({ media: 'screen' })
  })
})
