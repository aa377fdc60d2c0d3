import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageSecurityHeaders } from '../../src/pages/page-headers.ts'
import { renderDocsPage, type ShownDocument } from '../../src/web/openapi/docs-page.ts'
import { buildOpenApi } from '../../src/web/openapi.ts'

/** The API's page in a real browser, with its real headers. Needs Chromium and nothing else. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const hasChromium = existsSync(CHROMIUM)
if (!hasChromium) console.log(`the API's page in a browser: skipped, no Chromium at ${CHROMIUM} (set CHROMIUM)`)

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const ADDRESS = 'https://intel.example/docs'
const page = renderDocsPage(buildOpenApi('https://intel.example') as unknown as ShownDocument)

describe.skipIf(!hasChromium)("the API's page", () => {
  let browser: Browser
  let context: BrowserContext
  const asked: string[] = []

  beforeAll(async () => {
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-sync',
      '--no-first-run',
    ]
    browser = await chromium.launch({ executablePath: CHROMIUM, chromiumSandbox: false, args })
    context = await browser.newContext()
    await context.route('**/*', async (route) => {
      asked.push(route.request().url())
      await route.fulfill({ status: 200, headers: pageSecurityHeaders(page), body: page })
    })
  })
  afterAll(() => browser?.close())

  it.each([
    [320, 'light'],
    [320, 'dark'],
    [1280, 'light'],
  ] as const)('fits %i px in %s, asks nobody and is accessible', async (width, colorScheme) => {
    asked.length = 0
    const tab = await context.newPage()
    const complaints: string[] = []
    tab.on('console', (message) => complaints.push(message.text()))
    await tab.setViewportSize({ width, height: 900 })
    await tab.emulateMedia({ colorScheme })
    await tab.goto(ADDRESS)
    expect(asked).toEqual([ADDRESS])
    expect(complaints).toEqual([])
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect(await tab.evaluate("getComputedStyle(document.querySelector('article')).borderTopWidth")).toBe('1px')
    await tab.evaluate(AXE)
    const violations = await tab.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))')
    expect(violations).toEqual([])
    await tab.close()
  })
})
