import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { withDemoFolder } from '../demo/folder.ts'
import { startApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { createLogger } from '../src/log.ts'
import type { ReportDocument, SourceLink } from '../src/pipeline/report/types.ts'
import { seedSignals } from '../src/seeding.ts'
import { launchChromium } from '../test/flow/chromium.ts'
import { createFakeStarbridge } from '../test/support/fake-starbridge.ts'
import { fixtureRows } from '../test/support/fixture-rows.ts'
import { buyerWorldOf } from '../test/support/sellers/buyer-world.ts'

/**
 * Makes the pages of five invented sellers in all three tiers, takes their pictures, and writes down every fact with its
 * source: `npx node scripts/sellers.ts [outDir=docs/sellers]`. By the rules alone, so that it is the same every time.
 */
const outDir = process.argv[2] ?? 'docs/sellers'
const WIDTH = 900
const MOST_HEIGHT = 7_000

type Seller = {
  set: string
  domain: string
  what: string
  email: string
  campaign: string | null
  /** Who decides at its buyers. */
  title: string
  /** Where the account row names none. */
  product?: string
}

const SELLERS: Seller[] = [
  {
    set: 'single-buyer',
    domain: 'onebuyer-labs.example',
    what: 'One buyer',
    email: 'ann',
    campaign: null,
    title: 'Director of Science Curriculum',
  },
  {
    set: 'many-buyers',
    domain: 'manybuyers-sensors.example',
    what: 'Many buyers',
    email: 'ben',
    campaign: null,
    title: 'Director of Facilities and Operations',
    product: 'ventilation sensors for buildings',
  },
  {
    set: 'all-past',
    domain: 'pastgate-systems.example',
    what: 'Only closed signals',
    email: 'cleo',
    campaign: null,
    title: 'Director of Safety and Security',
  },
  {
    set: 'set-075',
    domain: 'seventyfive-hvac.example',
    what: '75 signals',
    email: 'dov',
    campaign: null,
    title: 'Director of Facilities and Operations',
  },
  {
    set: 'all-sent',
    domain: 'allsent-analytics.example',
    what: 'Everything already sent',
    email: 'ivo.kessler',
    campaign: 'cmp-spring-cities',
    title: 'Chief Information Officer',
  },
]

async function takeAll(dataDir: string): Promise<void> {
  const log = createLogger('error', process.stderr)
  const rows = SELLERS.flatMap(({ set }) => fixtureRows(set, new Date()))
  const titleOf = new Map(SELLERS.map(({ domain, title }) => [domain, title]))
  const buyers = await createFakeStarbridge({ data: buyerWorldOf(rows, (row) => titleOf.get(row.domain) ?? 'Manager') })
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: '0',
    INTAKE_TOKEN: 'in',
    API_TOKEN: 'api',
    LOG_LEVEL: 'error',
    ...buyers.env,
  })
  const app = await startApp(config, { log, drainMs: 2_000 })
  const browser = await launchChromium()
  try {
    for (const set of [...SELLERS.map((one) => one.set), 'accounts', 'all-sent.allocations']) await seed(set)
    const parts = []
    for (const seller of SELLERS) parts.push(await showSeller(browser, app.url, seller))
    await writeFile(join(outDir, 'README.md'), `${HEAD}\n${parts.join('\n')}`)
  } finally {
    await browser.close()
    await app.stop()
    await buyers.close()
  }

  async function seed(set: string): Promise<void> {
    const path = join(dataDir, `${set}.jsonl`)
    await writeFile(
      path,
      fixtureRows(set, new Date())
        .map((row) => JSON.stringify(row))
        .join('\n'),
    )
    const table = set === 'accounts' ? 'accounts' : set.endsWith('allocations') ? 'signal_allocations' : 'signals'
    await seedSignals(config, { path, table, log })
  }
}

const HEAD = `# Five sellers, three tiers

Invented sellers with invented buyers, made by \`npx node scripts/sellers.ts\` on a stand-in for Starbridge, by the rules alone. Each
tier was asked for; where the data does not carry it, the page has the tier that it does and says why. The pictures are
the internal view; below each, every fact of the page with its source.
`

async function showSeller(browser: Browser, url: string, seller: Seller): Promise<string> {
  const lines = [`## ${seller.what} (\`${seller.domain}\`)`, '']
  for (const tier of [1, 2, 3]) {
    const id = await bring(url, seller, tier)
    const report = await read(url, id)
    const name = `${seller.set}-tier-${tier}.jpg`
    const page = await browser.newPage({
      viewport: { width: WIDTH, height: 1_000 },
      reducedMotion: 'reduce',
      deviceScaleFactor: 0.7,
    })
    await page.goto(report.internal_url)
    const height = Math.min(MOST_HEIGHT, await page.evaluate<number>('document.documentElement.scrollHeight'))
    await page.screenshot({
      path: join(outDir, name),
      type: 'jpeg',
      quality: 60,
      clip: { x: 0, y: 0, width: WIDTH, height },
      fullPage: true,
    })
    await page.close()
    lines.push(
      `### Tier ${tier} asked for: tier ${report.tier}. ${report.tier_reason}.`,
      '',
      `![${seller.what}, tier ${tier}](${name})`,
      '',
    )
    if (tier === 3) lines.push(...factTable(report.content))
  }
  console.log(`${seller.what}: done`)
  return lines.join('\n')
}

async function bring(url: string, { domain, email, campaign, set, product }: Seller, tier: number): Promise<string> {
  const body = {
    domain,
    prospect_email: `${email}@${domain}`,
    prospect_name: 'Robin Vale',
    reply_text: 'Yes, please send me the report.',
    message_id: `${set}-${tier}`,
    requested_tier: tier,
    ...(product ? { product } : {}),
    ...(campaign ? { campaign_id: campaign, sequence_step: 5 } : {}),
  }
  const headers = { authorization: 'Bearer in', 'content-type': 'application/json' }
  const answer = await fetch(`${url}/v1/replies`, { method: 'POST', headers, body: JSON.stringify(body) })
  return ((await answer.json()) as { id: string }).id
}

type Fact = { label: string; value: string; source: SourceLink | null }
type Content = {
  title: string
  buyer: {
    name: string
    size: Fact | null
    budget_usd: number | null
    budget_year: number | null
    budget_confidence: string | null
    budget_source: SourceLink | null
    matched_by: string | null
    facts: Fact[]
  } | null
  signals: { title: string; bullet: string; event_date: string | null; state: string; sources: SourceLink[] }[]
  gameplan: ReportDocument['gameplan']
}
type Report = { internal_url: string; tier: number; tier_reason: string; content: Content }

async function read(url: string, id: string): Promise<Report> {
  const answer = await fetch(`${url}/v1/reports/${id}?wait=30`, { headers: { authorization: 'Bearer api' } })
  return (await answer.json()) as Report
}

function factTable({ buyer, signals, gameplan }: Content): string[] {
  const facts: [string, string, SourceLink | null][] = [
    ...signals.map((signal): [string, string, SourceLink | null] => [
      `Signal (${signal.state})`,
      signal.bullet,
      signal.sources[0] ?? null,
    ]),
    ...(buyer?.size
      ? [[buyer.size.label, buyer.size.value, buyer.facts[0]?.source ?? null] as [string, string, SourceLink | null]]
      : []),
    ...(buyer?.budget_usd
      ? [
          [
            `Budget ${buyer.budget_year ?? ''}, ${buyer.budget_confidence ?? 'unconfirmed'}`,
            `$${buyer.budget_usd.toLocaleString('en-US')}`,
            buyer.budget_source,
          ] as [string, string, SourceLink | null],
        ]
      : []),
    ...(buyer?.facts ?? []).map(({ label, value, source }): [string, string, SourceLink | null] => [
      label,
      value,
      source,
    ]),
    ...(gameplan?.procurement ?? []).map(({ text, source }): [string, string, SourceLink | null] => [
      'Procurement',
      text,
      source,
    ]),
  ]
  const rows = facts.map(
    ([label, value, source]) =>
      `| ${cell(label)} | ${cell(value)} | ${source ? `${cell(source.title)}${source.url ? `, ${source.url}` : ''}` : 'the signals'} |`,
  )
  return ['| fact | as shown | source |', '|---|---|---|', ...rows, '']
}

const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')

await mkdir(outDir, { recursive: true })
const dataDir = await mkdtemp(join(tmpdir(), 'starbridge-sellers-'))
try {
  // As root the database runs as nobody, who must be able to reach its data.
  await chmod(dataDir, 0o711)
  await withDemoFolder(dataDir, takeAll)
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
