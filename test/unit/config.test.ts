import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ConfigError, type ConfigProblem, describeConfig, readConfig, readEnvFile } from '../../src/config.ts'

const GIVEN = {
  SUPABASE_URL: 'https://abc.supabase.co',
  SUPABASE_SERVICE_ROLE_KEY: 'sb_secret_value',
  DATABASE_URL: 'postgresql://postgres:hidden-password@db.abc.supabase.co:5432/postgres',
}
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-hidden', SLACK_SIGNING_SECRET: 'hidden-secret' }

function problemsOf(env: Record<string, string>): readonly ConfigProblem[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}
const wrongIn = (env: Record<string, string>) => problemsOf(env).map(({ variable }) => variable)

describe('with nothing set', () => {
  test('every default is that of the contract, and every part is embedded or off', () => {
    expect(readConfig({})).toEqual({
      server: {
        host: '127.0.0.1',
        port: 3000,
        publicUrl: 'http://127.0.0.1:3000',
        publicUrlIsDefault: true,
        intakeToken: null,
        apiToken: null,
        logLevel: 'info',
        dataDir: '.data',
        retentionDays: 180,
      },
      slack: null,
      people: { defaultOwner: null, escalationOwner: null, admins: [] },
      database: { mode: 'embedded' },
      supabase: { mode: 'embedded' },
      signals: { url: null, key: null, table: 'signals', columns: {} },
      claude: {
        apiKey: null,
        baseUrl: null,
        models: { read: 'claude-haiku-5-5', write: 'claude-sonnet-5-5', plan: 'claude-opus-5-5' },
      },
      pages: {
        publishing: 'page',
        dmInSharedPage: false,
        freshHours: 24,
        notion: { token: null, parentPageId: null, baseUrl: null },
      },
      clay: { callbackUrl: null, callbackToken: null, apiKey: null, sessionCookie: null, baseUrl: null },
      data: {
        ...Object.fromEntries(
          [
            'starbridge',
            'datagen',
            'heyreach',
            'apollo',
            'hunter',
            'prospeo',
            'findymail',
            'clearbit',
            'smartlead',
          ].map((name) => [name, { apiKey: null, baseUrl: null }]),
        ),
        starbridgeTools: {},
        starbridgeLogoHosts: [],
      },
      webhooks: { token: null, smartleadSecret: null },
      perMinute: { smartlead: 60, heyreach: 300 },
    })
  })

  test('an empty or blank value of any variable is an absent one', async () => {
    const names = await namesIn('.env.example')
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(readConfig({}))
    expect(readConfig(Object.fromEntries(names.map((name) => [name, ' \t'])))).toEqual(readConfig({}))
  })
})

describe('server', () => {
  test('the public address is made of host and port unless given', () => {
    expect(readConfig({ HOST: '::1', PORT: '8080' }).server.publicUrl).toBe('http://[::1]:8080')
    const { publicUrl, publicUrlIsDefault } = readConfig({ PUBLIC_URL: 'https://intel.example.com/desk//' }).server
    expect({ publicUrl, publicUrlIsDefault }).toEqual({
      publicUrl: 'https://intel.example.com/desk',
      publicUrlIsDefault: false,
    })
  })

  test.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['HOST', 'http://localhost'],
    ['PUBLIC_URL', 'intel.example.com'],
    ['PUBLIC_URL', 'ftp://intel.example.com'],
    ['PUBLIC_URL', 'https://intel.example.com/#desk'],
    ['PUBLIC_URL', 'https://me:secret@intel.example.com'],
    ['LOG_LEVEL', 'loud'],
    ['INTAKE_TOKEN', 'two words'],
    ['API_TOKEN', 'line\nbreak'],
    ['DATA_DIR', 'a\u0000b'],
    ['WEBHOOK_TOKEN', 'with/slash'],
    ['SLACK_API_URL', 'slack.com/api'],
    ['SLACK_POSTS_PER_SECOND', '0'],
    ['INTENT_REPORTS_CHANNEL', 'two words'],
    ['DEFAULT_OWNER', '@jane'],
    ['DEFAULT_OWNER', 'U1,U2'],
    ['ADMINS', 'U1, jane@example.com'],
    ['DM_IN_SHARED_PAGE', 'maybe'],
    ['FRESH_HOURS', '-1'],
    ['REPORT_PUBLISHER', 'webflow'],
    ['SIGNALS_COLUMNS', '["title"]'],
    ['SIGNALS_COLUMNS', '{"title":1}'],
    ['SIGNALS_COLUMNS', '{"title":"a,b"}'],
    ['SIGNALS_COLUMNS', '{"title":"a","headline":"b"}'],
    ['SIGNALS_COLUMNS', '{title}'],
    ['STARBRIDGE_TOOLS', 'null'],
    ['STARBRIDGE_LOGO_HOSTS', 'https://cdn.example.com'],
    ['STARBRIDGE_LOGO_HOSTS', 'cdn.example.com:8443'],
    ['STARBRIDGE_LOGO_HOSTS', 'cdn.example.com, *.example.com'],
    ['STARBRIDGE_LOGO_HOSTS', '169.254.169.254'],
    ['STARBRIDGE_LOGO_HOSTS', 'localhost'],
    ['HUNTER_BASE_URL', 'hunter'],
    ['CLAY_CALLBACK_URL', 'javascript:alert(1)'],
  ])('%s = %j is refused by name', (variable, value) => {
    expect(wrongIn({ [variable]: value })).toEqual([variable])
  })
})

test('hosts of logos are read in any case, each once', () => {
  const { data } = readConfig({ STARBRIDGE_LOGO_HOSTS: ' CDN.example.com, logos.example.com,cdn.example.com, ' })
  expect(data.starbridgeLogoHosts).toEqual(['cdn.example.com', 'logos.example.com'])
})

test('all problems come at once, in one readable list, and no secret is repeated', () => {
  const env = {
    PORT: 'x',
    LOG_LEVEL: 'loud',
    INTAKE_TOKEN: 'very secret',
    SLACK_BOT_TOKEN: 'xoxp-secret',
    REPORT_PUBLISHER: 'x',
  }
  expect(() => readConfig(env)).toThrow(ConfigError)
  expect(wrongIn(env)).toEqual(['PORT', 'INTAKE_TOKEN', 'LOG_LEVEL', 'SLACK_BOT_TOKEN', 'REPORT_PUBLISHER'])
  try {
    readConfig(env)
  } catch (error) {
    expect((error as Error).message).toMatchInlineSnapshot(`
      "The settings need 5 changes:
        PORT: must be a whole number from 0 to 65535, and is "x"
        INTAKE_TOKEN: contains a space, a line break or a letter that no key has (pasted twice, or cut?)
        LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent, and is "loud"
        SLACK_BOT_TOKEN: starts with xoxp-, a token that starts with xoxb- is needed
        REPORT_PUBLISHER: must be one of page, notion, both, and is "x""
    `)
  }
})

describe('Slack', () => {
  test('a signing secret means HTTP, an app token means Socket Mode, also beside a signing secret', () => {
    expect(readConfig(SLACK).slack).toEqual({
      mode: 'http',
      botToken: 'xoxb-hidden',
      signingSecret: 'hidden-secret',
      appToken: null,
      apiUrl: 'https://slack.com/api/',
      channel: 'intent-reports',
      alertsChannel: 'intent-reports',
      postsPerSecond: 1,
    })
    const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }
    expect(readConfig(socket).slack).toMatchObject({ mode: 'socket', appToken: 'xapp-1', signingSecret: null })
    expect(readConfig({ ...SLACK, ...socket }).slack).toMatchObject({ mode: 'socket', signingSecret: 'hidden-secret' })
  })

  test.each(['http://127.0.0.1:4000/api', 'http://127.0.0.1:4000/api/', 'http://127.0.0.1:4000/api//'])(
    'SLACK_API_URL %s ends with one slash',
    (url) => {
      expect(readConfig({ ...SLACK, SLACK_API_URL: url }).slack?.apiUrl).toBe('http://127.0.0.1:4000/api/')
    },
  )

  test('the alerts channel follows the reports channel, and a # is dropped', () => {
    expect(readConfig({ ...SLACK, INTENT_REPORTS_CHANNEL: '#hot-replies' }).slack).toMatchObject({
      channel: 'hot-replies',
      alertsChannel: 'hot-replies',
    })
  })

  test.each<[string, Record<string, string>, string]>([
    ['a bot token alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET'],
    ['a signing secret alone', { SLACK_SIGNING_SECRET: 'x' }, 'SLACK_BOT_TOKEN'],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
    ['a user token as bot token', { ...SLACK, SLACK_BOT_TOKEN: 'xoxp-1' }, 'SLACK_BOT_TOKEN'],
    ['an app token as bot token', { ...SLACK, SLACK_BOT_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
    ['a bot token as app token', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
  ])('%s is one problem, named', (_, env, variable) => {
    expect(wrongIn(env)).toEqual([variable])
  })

  test('a stand-in workspace may issue tokens of any shape', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: 'demo-token', SLACK_SIGNING_SECRET: 'x' }).slack?.botToken).toBe('demo-token')
  })

  test('people are read without Slack too', () => {
    expect(readConfig({ DEFAULT_OWNER: 'U1', ESCALATION_OWNER: 'W2', ADMINS: 'U1, U3,U1,' }).people).toEqual({
      defaultOwner: 'U1',
      escalationOwner: 'W2',
      admins: ['U1', 'U3'],
    })
  })
})

describe('Supabase', () => {
  test('all three make it the given one, for signals too', () => {
    const config = readConfig(GIVEN)
    expect(config.database).toEqual({ mode: 'given', url: GIVEN.DATABASE_URL })
    expect(config.supabase).toEqual({ mode: 'given', url: 'https://abc.supabase.co', key: 'sb_secret_value' })
    expect(config.signals).toMatchObject({ url: 'https://abc.supabase.co', key: 'sb_secret_value' })
  })

  test.each(
    Object.keys(GIVEN).flatMap((name) => [
      [[name], Object.keys(GIVEN).filter((other) => other !== name)],
      [Object.keys(GIVEN).filter((other) => other !== name), [name]],
    ]),
  )('only %j names %j as missing', (present, missing) => {
    const env = Object.fromEntries(Object.entries(GIVEN).filter(([name]) => present.includes(name)))
    expect(wrongIn(env)).toEqual(missing)
    for (const { problem } of problemsOf(env)) for (const name of present) expect(problem).toContain(name)
  })

  test('a wrong one is wrong, not missing', () => {
    expect(wrongIn({ ...GIVEN, SUPABASE_URL: 'abc.supabase.co' })).toEqual(['SUPABASE_URL'])
    expect(wrongIn({ ...GIVEN, SUPABASE_SERVICE_ROLE_KEY: 'sb_publishable_x' })).toEqual(['SUPABASE_SERVICE_ROLE_KEY'])
  })

  test.each([
    'https://db.abc.supabase.co',
    'db.abc.supabase.co',
    'postgresql:///postgres',
    'postgresql://postgres.abc:x@aws-0-eu-west-1.pooler.supabase.com:6543/postgres',
    'postgres://postgres:x@db.abc.supabase.co:6543/postgres',
  ])('DATABASE_URL %s is refused', (url) => {
    expect(wrongIn({ ...GIVEN, DATABASE_URL: url })).toEqual(['DATABASE_URL'])
  })

  test.each([
    'postgresql://postgres.abc:x@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=require',
    'postgres://me:p%40ss@127.0.0.1:6543/intel',
  ])('DATABASE_URL %s is taken as it is', (url) => {
    expect(readConfig({ ...GIVEN, DATABASE_URL: url }).database).toEqual({ mode: 'given', url })
  })

  test('signals may live in another project and another table, with the embedded database for the rest', () => {
    const config = readConfig({
      SIGNALS_SUPABASE_URL: 'https://other.supabase.co/',
      SIGNALS_SUPABASE_KEY: 'sb_secret_other',
      SIGNALS_TABLE: 'buyer_signals',
      SIGNALS_COLUMNS: '{"title":"headline","buyer_name":"Account Name"}',
    })
    expect(config.database).toEqual({ mode: 'embedded' })
    expect(config.signals).toEqual({
      url: 'https://other.supabase.co',
      key: 'sb_secret_other',
      table: 'buyer_signals',
      columns: { title: 'headline', buyer_name: 'Account Name' },
    })
    expect(wrongIn({ SIGNALS_SUPABASE_URL: 'https://other.supabase.co' })).toEqual(['SIGNALS_SUPABASE_KEY'])
    expect(wrongIn({ SIGNALS_SUPABASE_KEY: 'x' })).toEqual(['SIGNALS_SUPABASE_URL'])
  })
})

describe('pages', () => {
  const PAGE = '1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d'
  const bare = PAGE.replaceAll('-', '')

  test.each(['notion', 'both'])('publisher %s needs the token and the parent page', (publisher) => {
    const reason = `is needed, because REPORT_PUBLISHER is ${publisher}`
    expect(problemsOf({ REPORT_PUBLISHER: publisher })).toEqual([
      { variable: 'NOTION_TOKEN', problem: reason },
      { variable: 'NOTION_PARENT_PAGE_ID', problem: reason },
    ])
    const { pages } = readConfig({ REPORT_PUBLISHER: publisher, NOTION_TOKEN: 'ntn_x', NOTION_PARENT_PAGE_ID: bare })
    expect(pages).toMatchObject({
      publishing: publisher,
      notion: { token: 'ntn_x', parentPageId: PAGE, baseUrl: null },
    })
  })

  test.each([
    PAGE,
    PAGE.toUpperCase(),
    bare,
    ` ${bare} `,
    `https://www.notion.so/fernmill/Reports-2026-${bare}?pvs=4`,
    `https://www.notion.so/${bare}#top`,
    `https://fernmill.notion.site/Reports-${PAGE}`,
  ])('a Notion page may be given as %s', (text) => {
    expect(readConfig({ NOTION_PARENT_PAGE_ID: text }).pages.notion.parentPageId).toBe(PAGE)
  })

  test.each([
    'Reports',
    bare.slice(1),
    `${bare}0`,
    'https://www.notion.so/fernmill',
    `https://www.notion.so/?p=${bare.slice(2)}`,
  ])('%s is no Notion page', (text) => {
    expect(problemsOf({ NOTION_PARENT_PAGE_ID: text })).toEqual([
      { variable: 'NOTION_PARENT_PAGE_ID', problem: expect.stringContaining('id of a Notion page') },
    ])
  })

  test.each([
    ['true', true],
    ['1', true],
    ['Yes', true],
    ['FALSE', false],
    ['0', false],
    ['no', false],
  ])('%s is %s', (text, value) => {
    expect(readConfig({ DM_IN_SHARED_PAGE: text }).pages.dmInSharedPage).toBe(value)
  })
})

test('the description tells every part and no secret', () => {
  const env = {
    ...GIVEN,
    ...SLACK,
    INTAKE_TOKEN: 'hidden-intake',
    ANTHROPIC_API_KEY: 'hidden-claude',
    HUNTER_API_KEY: 'hidden-hunter',
    CLAY_CALLBACK_URL: 'https://api.clay.com/v3/sources/webhook/hidden-path',
    WEBHOOK_TOKEN: 'hidden-webhook',
  }
  const lines = describeConfig(readConfig(env)).join('\n')
  expect(lines).not.toMatch(/hidden|sb_secret/)
  expect(lines).toContain('db.abc.supabase.co')
  expect(lines).toContain('Data services: hunter')
  expect(describeConfig(readConfig({})).join('\n')).toContain('Slack: not configured')
})

describe('.env', () => {
  test('is read with quotes, comments and line breaks, and its absence is no problem', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'env-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(
      join(folder, '.env'),
      '# comment\nPORT=8080\nSIGNALS_COLUMNS=\'{"title":"headline"}\'\nINTAKE_TOKEN=\n',
    )
    expect(readEnvFile(join(folder, '.env'))).toEqual({
      PORT: '8080',
      SIGNALS_COLUMNS: '{"title":"headline"}',
      INTAKE_TOKEN: '',
    })
    expect(readEnvFile(join(folder, 'none'))).toEqual({})
    expect(() => readEnvFile(folder)).toThrow(/EISDIR/)
  })
})

async function namesIn(path: string): Promise<string[]> {
  const text = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
  const pattern = path.endsWith('.md') ? /^\| `([A-Z0-9_]+)` \|/gm : /^([A-Z0-9_]+)=/gm
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '')
}

describe('the documents', () => {
  const asked = new Set<string>()
  readConfig(new Proxy({}, { get: (_, name) => void asked.add(String(name)) }))

  test.each(['.env.example', 'docs/settings.md'])(
    '%s names exactly the variables that are read, once each',
    async (path) => {
      const names = await namesIn(path)
      expect([...names].sort()).toEqual([...asked].sort())
      expect(new Set(names).size).toBe(names.length)
    },
  )

  test('.env.example sets nothing that changes a default, and explains every variable in one line', async () => {
    const text = await readFile(new URL('../../.env.example', import.meta.url), 'utf8')
    const values = readEnvFile(new URL('../../.env.example', import.meta.url).pathname)
    expect(readConfig(values)).toEqual(readConfig({}))
    const lines = text.split('\n')
    for (const [index, line] of lines.entries())
      if (/^[A-Z0-9_]+=/.test(line)) expect(lines[index - 1], line).toMatch(/^# \S/)
  })
})
