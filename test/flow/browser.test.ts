import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleReplies, withSampleSignals } from '../../demo/samples.ts'
import { readConfig } from '../../src/config.ts'
import { createLogger } from '../../src/log.ts'
import { seedSignals } from '../../src/seeding.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { CHROMIUM_PATH, hasChromium, launchChromium } from './chromium.ts'

/** The whole desk as a person meets it: the real app, the stand-in workspace's page in a real browser, no key. */
if (!hasChromium) console.log(`the desk in a browser: skipped, no Chromium at ${CHROMIUM_PATH} (set CHROMIUM_PATH)`)

const CHANNEL = 'C0INTENT'
const WAIT_MS = 60_000

describe.skipIf(!hasChromium)('the desk in a browser', () => {
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let test: TestApp
  const complaints: string[] = []

  beforeAll(async () => {
    test = await startTestApp({ noModel: true, noClay: true, workspace: { homeTab: false } })
    await seedSamples(test)
    browser = await launchChromium()
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
    context.setDefaultTimeout(WAIT_MS)
    context.on('weberror', (error) => complaints.push(error.error().message))
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await test?.stop()
  })

  const messages = () => page.locator('#messages').getByRole('article')
  const thread = () => page.getByRole('complementary', { name: 'Thread' })
  const card = () => messages().filter({ hasText: 'Intel: Grace Obi, Brightpath Labs' })
  const onlyForMe = (text: string | RegExp) =>
    page.getByRole('article').filter({ hasText: 'Only visible to you' }).filter({ hasText: text }).last()
  const dialog = () => page.locator('#modal')
  const type = async (text: string) => {
    await page.getByLabel('Message #intent-reports').fill(text)
    await page.getByLabel('Message #intent-reports').press('Enter')
  }
  const actAs = (name: string) => page.getByLabel('Acting as').selectOption({ label: name })
  /** A card is drawn again with every edit, so nothing is pressed before the last edit is seen. */
  const press = (place: Locator, name: string) => place.getByRole('button', { name: new RegExp(`^${name}`) }).click()

  it('goes from a reply to a shared report without a word of the API', { timeout: 240_000 }, async () => {
    const [reply] = await sampleReplies(new Date())
    if (!reply) throw new Error('there is no sample reply')
    await page.goto(`${test.workspace.url}/?as=U0BDR`)

    // Message 1 stands alone as long as Slack holds the card back.
    const isCard = (args: Record<string, unknown>) => String(args['reply_broadcast']) === 'true'
    const busy = { kind: 'rate-limit', retryAfterSeconds: 1 } as const
    const held = test.workspace.fault('chat.postMessage', busy, { times: Number.POSITIVE_INFINITY, when: isCard })
    const id = await test.reply(reply)
    const first = messages().filter({ hasText: 'Positive reply: Grace Obi, Brightpath Labs' })
    await first.getByText('please answer now. Intel is coming in this thread.').waitFor()
    await first.getByText('Could you show me a demo on Tuesday').first().waitFor()
    await test.workspace.waitFor(() => held.used() > 0)
    held.clear()

    // The card, and message 1 as one line of state.
    await card().getByText('intel is ready: 24 signals').waitFor()
    await card().getByText('Cedar Hollow Unified School District').first().waitFor()
    await messages().filter({ hasText: 'Intel is below in the thread, version 1.' }).first().waitFor()

    // Escalate: the thread mentions the lead.
    await press(card(), 'Escalate')
    await dialog().getByLabel('Why').fill('She asks for the price of 210 seats')
    await press(dialog(), 'Escalate')
    await card().getByText('Escalated to @Lee Okafor by @Dana Reyes: She asks for the price of 210 seats').waitFor()
    await messages()
      .getByRole('button', { name: /repl(y|ies)/ })
      .first()
      .click()
    const notice = thread().getByRole('article').filter({ hasText: 'escalates this reply to you' })
    await notice.getByText('@Lee Okafor').waitFor()

    // Take it, and once more on the message that still has the button.
    await press(card(), 'Take it')
    await card()
      .getByText(/^Taken by @Dana Reyes, \d+ s after the reply\.Escalated/)
      .waitFor()
    expect(
      await card()
        .getByRole('button', { name: /^Take it/ })
        .count(),
    ).toBe(0)
    await press(notice, 'Take it')
    await onlyForMe('This one is already yours.').waitFor()

    // Regenerate with an angle: the same card shows the new version.
    await press(card(), 'Regenerate')
    await dialog().getByLabel('Angle').fill('early alerts')
    await press(dialog(), 'Regenerate')
    await onlyForMe('A new version is being made').waitFor()
    await card().getByText('Version 2').waitFor()
    await card().getByText('angle “early alerts”').waitFor()
    await card()
      .getByRole('button', { name: /^Regenerate/ })
      .waitFor()
    await thread().getByText('version 2 is ready').waitFor()

    // The pages behind the card: the team's and the prospect's.
    const team = await opened(() =>
      card()
        .getByRole('link', { name: /^Open report/ })
        .click(),
    )
    await team.getByText('Internal view').waitFor()
    await team.getByText('From the reply').waitFor()
    const prospects = await opened(() => card().getByRole('link', { name: /\/r\// }).click())
    await prospects.getByRole('heading', { level: 1 }).waitFor()
    expect(await prospects.getByText('Internal view').count()).toBe(0)
    expect(await prospects.content()).not.toContain('Grace Obi')

    // The lead sees the request among the app's own messages.
    await actAs('Lee Okafor (Growth lead)')
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Starbridge Intel/ })
      .click()
    const request = messages().filter({ hasText: 'asks for your help with this reply' })
    await request.getByText('210 seats').waitFor()
    await press(request, 'Take it')
    await onlyForMe(/Already taken by @Dana Reyes/).waitFor()
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /intent-reports/ })
      .click()

    // The command line: an answer for one, shared with all, and the help.
    await type('/intel brightpath-labs.example')
    await press(onlyForMe('Report on brightpath-labs.example'), 'Share to channel')
    await messages()
      .filter({ hasText: '@Lee Okafor shares:' })
      .filter({ hasText: 'Report on brightpath-labs' })
      .waitFor()
    await type('/intel help')
    await onlyForMe('What you can ask for').waitFor()

    const item = await test.app.context.desk.item(id)
    expect(item).toMatchObject({
      status: 'delivered',
      version: 2,
      owner: { userId: 'U0BDR' },
      escalation: { to: 'U0LEAD' },
    })
    expect(test.workspace.messages(CHANNEL)).toHaveLength(3)
    expect(test.workspace.problems).toEqual([])
    expect(complaints).toEqual([])
    expect(test.log.filter((line) => Number(line['level']) >= 50)).toEqual([])
  })

  async function opened(click: () => Promise<void>): Promise<Page> {
    const [popup] = await Promise.all([context.waitForEvent('page'), click()])
    return popup
  }
})

/** The demo's signals by the same way as `intel seed`, into this test's own database. */
async function seedSamples(test: TestApp): Promise<void> {
  const { signals } = test.app.context.config
  const config = readConfig({ SIGNALS_SUPABASE_URL: signals.url ?? '', SIGNALS_SUPABASE_KEY: signals.key ?? '' })
  const log = createLogger('silent')
  const result = await withSampleSignals(new Date(), (path) => seedSignals(config, { path, table: 'signals', log }))
  expect(result).toMatchObject({ written: result.read, skippedTotal: 0 })
}
