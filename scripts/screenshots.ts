import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { withDemoFolder } from '../demo/folder.ts'
import { CHANNEL, type Demo, startDemo } from '../demo/stack.ts'
import { createLogger } from '../src/log.ts'
import { launchChromium } from '../test/flow/chromium.ts'

/**
 * Takes the pictures of the documentation from the running demo: `node scripts/screenshots.ts [outDir=docs/images]`.
 * Needs Chromium (`CHROMIUM_PATH`, default /usr/bin/chromium).
 */
const outDir = process.argv[2] ?? 'docs/images'
const DESKTOP = { width: 1280, height: 860 }
const TALL = { width: 1280, height: 1210 }
const PHONE = { width: 390, height: 844 }
const MOST_BYTES = 400_000

async function save(name: string, picture: Buffer): Promise<void> {
  const path = join(outDir, `${name}.png`)
  await writeFile(path, picture)
  const { size } = await stat(path)
  console.log(`${path}: ${(size / 1000).toFixed(0)} kB${size > MOST_BYTES ? ', too large' : ''}`)
}

const shoot = async (name: string, page: Page) => save(name, await page.screenshot())

async function openPage(browser: Browser, url: string, viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(url)
  return page
}

/** Message 1 of every reply, while the stand-in keeps the cards waiting as Slack does when it is asked too much. */
async function shootWaiting(browser: Browser, demo: Demo): Promise<string[]> {
  const isCard = (args: Record<string, unknown>) => String(args['reply_broadcast']) === 'true'
  const busy = { kind: 'rate-limit', retryAfterSeconds: 1 } as const
  const cards = demo.workspace.fault('chat.postMessage', busy, { times: Number.POSITIVE_INFINITY, when: isCard })
  const page = await openPage(browser, `${demo.workspace.url}/?as=U0BDR`, DESKTOP)
  const ids = await demo.sendReplies()
  await page.getByText('Felix Marsh').first().waitFor()
  await page.locator('#messages').evaluate((list) => list.scrollTo(0, 0))
  await shoot('message-1', page)
  cards.clear()
  return ids
}

type Place = { ts: string; root: string }

async function shootCard(browser: Browser, demo: Demo, { ts }: Place): Promise<void> {
  const page = await openPage(browser, `${demo.workspace.url}/?as=U0BDR`, TALL)
  const card = page.locator(`[id="channel-${ts}"]`)
  await card.getByRole('button', { name: /^Take it/ }).waitFor()
  await toTop(card)
  await shoot('card', page)

  await page.setViewportSize(DESKTOP)
  await card.getByRole('button', { name: /^Regenerate/ }).click()
  await page.getByRole('dialog').getByLabel('Angle').fill('the tender that closes first')
  await shoot('regenerate', page)
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()

  await card.getByRole('button', { name: /^Escalate/ }).click()
  const why = 'She wants a demo on Tuesday after 2pm Eastern. Can you join?'
  await page.getByRole('dialog').getByLabel('Why').fill(why)
  await shoot('escalate', page)
  await page.getByRole('dialog').getByRole('button', { name: 'Escalate' }).click()
  // The card is drawn again when it is edited; a press in that moment would be lost.
  await card.getByText('Escalated to').waitFor()
  await card.getByRole('button', { name: /^Take it/ }).click()
  await card.getByRole('button', { name: /^Take it/ }).waitFor({ state: 'detached' })
}

async function shootThread(browser: Browser, demo: Demo, { ts, root }: Place): Promise<void> {
  const page = await openPage(browser, `${demo.workspace.url}/?as=U0BDR#${CHANNEL}/${root}/${root}`, DESKTOP)
  await page.getByRole('complementary', { name: 'Thread' }).getByText('Why:').waitFor()
  await page.locator('#replies').evaluate((list) => list.scrollTo(0, list.scrollHeight))
  await toTop(page.locator(`[id="channel-${ts}"]`))
  await shoot('thread', page)

  const phone = await openPage(browser, `${demo.workspace.url}/?as=U0BDR`, PHONE)
  const card = phone.locator(`[id="channel-${ts}"]`)
  await card.waitFor()
  await toTop(card)
  await shoot('card-phone', phone)
}

/** Every reply has come to rest, so that no edit moves what is looked at. */
async function settle(demo: Demo, ids: string[]): Promise<void> {
  for (const id of ids) await demo.report(id)
  const isMoving = (text: string) => text.includes('Intel is coming')
  await demo.workspace.waitFor(() => !demo.workspace.messages(CHANNEL).some((one) => isMoving(one.text)))
}

const toTop = (place: Locator) => place.evaluate((node) => node.scrollIntoView())

async function shootPages(browser: Browser, report: { report_url: string | null; internal_url: string | null }) {
  const { report_url: shareable, internal_url: internal } = report
  if (shareable === null || internal === null) throw new Error('The report has no page')
  await shoot('page-desktop', await openPage(browser, internal, DESKTOP))
  await shoot('page-phone', await openPage(browser, shareable, PHONE))
  const picture = await fetch(`${shareable}/card.png`)
  await save('card-picture', Buffer.from(await picture.arrayBuffer()))
}

async function takeAll(dataDir: string): Promise<void> {
  const log = createLogger('error', process.stderr)
  const browser = await launchChromium()
  try {
    const demo = await startDemo({ dataDir, env: {}, log, signal: new AbortController().signal })
    try {
      const ids = await shootWaiting(browser, demo)
      await settle(demo, ids)
      const report = await demo.report(ids[0] ?? '')
      const card = await demo.card(ids[0] ?? '')
      const place = { ts: card.ts, root: card.thread_ts ?? card.ts }
      await shootCard(browser, demo, place)
      await shootThread(browser, demo, place)
      await shootPages(browser, report)
    } finally {
      await demo.stop()
    }
  } finally {
    await browser.close()
  }
}

await mkdir(outDir, { recursive: true })
const dataDir = await mkdtemp(join(tmpdir(), 'starbridge-pictures-'))
try {
  // As root the database runs as nobody, who must be able to reach its data.
  await chmod(dataDir, 0o711)
  await withDemoFolder(dataDir, takeAll)
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
