import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { createCardPicture } from '../src/pages/card-picture.ts'
import { renderMessagePage, renderReportPage, renderReportText } from '../src/pages/report-page.ts'
import type { ReportDocument } from '../src/pipeline/report/types.ts'
import { hostileDocument, sampleDocument, tier2Document, tier3Document } from '../test/support/sample-documents.ts'

/**
 * Draws every kind of report page for looking at: `node scripts/page-preview.ts <outDir>` writes HTML, text, pictures
 * and, where Chromium is installed (`CHROMIUM`, default /usr/bin/chromium), screenshots for phone, desktop, dark and print.
 */
const outDir = process.argv[2]
if (!outDir) throw new Error('usage: node scripts/page-preview.ts <outDir>')

const DOCUMENTS: Record<string, ReportDocument> = {
  tier1: sampleDocument(),
  'tier1-rules': sampleDocument({
    ranking: 'rules',
    rankingNote: 'No key for Claude is set.',
    whyTheyCare: null,
    signals: sampleDocument().signals.slice(0, 2),
    counts: { signals: 2, open: 2, buyers: 2, states: 2, alreadySent: 0 },
  }),
  tier2: tier2Document(),
  tier3: tier3Document(),
  'tier3-bare': tier3Document({
    buyer: null,
    buyerNote: 'Two districts have this name in the state, so that neither record is shown.',
    dm: null,
    dmNote: 'No contact fits the role well enough.',
    contacts: [],
    gameplan: null,
    preparedAt: '2026-02-27T06:00:00.000Z',
    budgetNote: 'Near the budget of the day: a smaller model wrote this report.',
  }),
  hostile: hostileDocument(),
}
const SHOTS = [
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' as const },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const },
  { name: 'desktop', viewport: { width: 1280, height: 900 }, colorScheme: 'light' as const },
  { name: 'dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' as const },
]

async function shoot(browser: Browser, dir: string, name: string): Promise<void> {
  for (const shot of SHOTS) {
    const context = await browser.newContext({ viewport: shot.viewport, colorScheme: shot.colorScheme })
    const page = await context.newPage()
    await page.goto(pathToFileURL(join(dir, `${name}.html`)).href)
    await page.screenshot({ path: join(dir, `${name}.${shot.name}.png`), fullPage: true })
    if (shot.name === 'desktop') await page.pdf({ path: join(dir, `${name}.pdf`), format: 'A4', printBackground: true })
    await context.close()
  }
}

await mkdir(outDir, { recursive: true })
const picture = createCardPicture()
const pages: string[] = []
for (const [name, document] of Object.entries(DOCUMENTS)) {
  for (const view of ['shareable', 'internal'] as const) {
    const page = renderReportPage(document, {
      view,
      version: 2,
      dmInSharedPage: false,
      pictureUrl: 'https://intel.example/r/sample/card.png',
      updatedAt: document.madeAt,
      otherVersions: 1,
    })
    await writeFile(join(outDir, `${name}-${view}.html`), page)
    await writeFile(join(outDir, `${name}-${view}.txt`), renderReportText(document, { view }))
    console.log(`${name}-${view}: ${(Buffer.byteLength(page) / 1_000).toFixed(1)} kB`)
    pages.push(`${name}-${view}`)
  }
  await writeFile(join(outDir, `${name}.card.png`), await picture.render(document, document.madeAt))
}
for (const kind of ['not_found', 'gone', 'unavailable'] as const) {
  await writeFile(join(outDir, `message-${kind}.html`), renderMessagePage(kind))
  pages.push(`message-${kind}`)
}

const browser = await chromium
  .launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
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
  .catch((error: unknown) => {
    console.log(`no screenshots: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`)
    return null
  })
if (browser) {
  for (const name of pages) await shoot(browser, outDir, name)
  await browser.close()
}
