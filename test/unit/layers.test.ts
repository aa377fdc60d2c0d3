import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * Who may import whom is an allow-list in `.oxlintrc.json`. A rule that cannot fail is worse than none, so each is
 * proved here by name: the planted violation is refused, and the import beside it that is allowed passes.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const LAYERS = 'no-restricted-imports'

type Case = { layer: string; file: string; refused: string[]; allowed: string[]; rule?: string }

const imports = (from: string) => `import * as it from '${from}'\nexport const value = it\n`

const CASES: Case[] = [
  {
    layer: 'views are pure',
    file: 'src/views/planted.ts',
    refused: [
      '../clients/http.ts',
      '../store/db.ts',
      '../config.ts',
      '../pipeline/run.ts',
      '../errors.ts',
      'zod',
      '@slack/bolt',
      '@slack/web-api',
      '../pages/html.ts',
    ],
    allowed: ['./limits.ts', '../pipeline/report/types.ts', '@slack/types'],
  },
  {
    layer: 'pages are pure',
    file: 'src/pages/planted.ts',
    refused: ['../clients/http.ts', '../store/db.ts', '../pipeline/run.ts', '../views/card.ts', 'hono', 'pg'],
    allowed: ['./html.ts', '../pipeline/report/types.ts', 'satori'],
  },
  {
    layer: 'a pipeline knows no door, client, SQL or SDK',
    file: 'src/pipeline/report/planted.ts',
    refused: [
      '../../clients/http.ts',
      '../../store/db.ts',
      '../../views/card.ts',
      '../../pages/html.ts',
      '../../web/web.ts',
      '../../commands/handle.ts',
      '../../context.ts',
      '../../config.ts',
      'pg',
      'pg-boss',
      '@slack/web-api',
      '@anthropic-ai/sdk',
      '@supabase/supabase-js',
      'hono',
      'node:http',
    ],
    allowed: ['./types.ts', '../ports.ts', '../../errors.ts', 'zod', 'tldts', 'node:crypto'],
  },
  {
    layer: 'a client knows its port and its own folder',
    file: 'src/clients/clay/planted.ts',
    refused: [
      '../slack/client.ts',
      '../../store/db.ts',
      '../../pipeline/run.ts',
      '../../views/card.ts',
      '../../web/web.ts',
      'pg',
      '@slack/bolt',
      'hono',
    ],
    allowed: ['./client.ts', '../http.ts', '../../errors.ts', '../../pipeline/ports.ts'],
  },
  {
    layer: 'the Claude client has one SDK',
    file: 'src/clients/claude/planted.ts',
    refused: ['@slack/web-api', '@supabase/supabase-js', '../slack/client.ts'],
    allowed: ['@anthropic-ai/sdk', '../../errors.ts'],
  },
  {
    layer: 'the Slack client has one SDK',
    file: 'src/clients/slack/planted.ts',
    refused: ['@anthropic-ai/sdk', '@supabase/supabase-js', '../claude/client.ts', '@slack/bolt'],
    allowed: ['@slack/web-api', '../../errors.ts'],
  },
  {
    layer: 'the signals client has one SDK',
    file: 'src/clients/signals/planted.ts',
    refused: ['@anthropic-ai/sdk', '@slack/web-api', '../claude/client.ts'],
    allowed: ['@supabase/supabase-js', '../http.ts'],
  },
  {
    layer: 'the Notion client has one SDK',
    file: 'src/clients/notion/planted.ts',
    refused: ['@anthropic-ai/sdk', '@slack/web-api', '@supabase/supabase-js', '../claude/client.ts'],
    allowed: ['@notionhq/client', '../http.ts', '../../pipeline/ports.ts'],
  },
  {
    layer: 'the store knows SQL and the domain types',
    file: 'src/store/planted.ts',
    refused: [
      '../clients/http.ts',
      '../views/card.ts',
      '../pipeline/run.ts',
      '../pipeline/providers/take-event.ts',
      '../web/web.ts',
      '../config.ts',
      '@slack/web-api',
      '@supabase/supabase-js',
      'hono',
    ],
    allowed: [
      './db.ts',
      '../errors.ts',
      '../pipeline/record.ts',
      '../pipeline/providers/event-store.ts',
      '../pipeline/report/types.ts',
      'pg',
      'pg-boss',
    ],
  },
  {
    layer: 'commands call the pipeline and render',
    file: 'src/commands/planted.ts',
    refused: ['../clients/http.ts', '../store/db.ts', 'pg', '@anthropic-ai/sdk', '@supabase/supabase-js'],
    allowed: ['../pipeline/report/desk.ts', '../views/card.ts', '../errors.ts', '@slack/bolt'],
  },
  {
    layer: 'web calls the pipeline and renders',
    file: 'src/web/planted.ts',
    refused: ['../clients/http.ts', '../store/db.ts', 'pg', '@anthropic-ai/sdk'],
    allowed: ['../pipeline/report/desk.ts', '../pages/report-page.ts', 'hono', 'zod'],
  },
  {
    layer: 'the command line calls the pipeline and renders',
    file: 'src/cli/planted.ts',
    refused: ['../clients/http.ts', '../store/db.ts', 'pg'],
    allowed: ['../pipeline/report/desk.ts', '../errors.ts'],
  },
]

/** Other rules of the house: what is planted, and which rule must name it. */
const RULES: { rule: string; file: string; source: string; fine: string }[] = [
  {
    rule: 'no-process-env',
    file: 'src/pipeline/env.ts',
    source: 'export const port = process.env.PORT\n',
    fine: 'export const port = process.pid\n',
  },
  { rule: 'no-console', file: 'src/web/print.ts', source: "console.log('hello')\n", fine: 'export const a = 1\n' },
  {
    rule: 'no-default-export',
    file: 'src/web/default.ts',
    source: 'export default 1\n',
    fine: 'export const one = 1\n',
  },
  {
    rule: 'no-explicit-any',
    file: 'src/web/any.ts',
    source: 'export const it = (x: any) => x\n',
    fine: 'export const it = (x: unknown) => x\n',
  },
  {
    rule: 'no-floating-promises',
    file: 'src/web/floating.ts',
    source: 'const work = async () => 1\nexport const go = () => {\n  work()\n}\n',
    fine: 'const work = async () => 1\nexport const go = async () => {\n  await work()\n}\n',
  },
  {
    rule: 'max-params',
    file: 'src/web/params.ts',
    source: 'export const f = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d]\n',
    fine: 'export const f = (a: 1, b: 2, c: 3) => [a, b, c]\n',
  },
]

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers-'))
  await cp(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  await cp(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Lints files together and tells for each which rules named it. */
async function lint(files: { file: string; source: string }[]): Promise<{ code: number; named: Map<string, string> }> {
  for (const { file, source } of files) {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, source)
  }
  const bin = join(ROOT, 'node_modules/.bin/oxlint')
  const args = ['--type-aware', '--deny-warnings', '--format', 'unix', ...files.map(({ file }) => file)]
  const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile(bin, args, { cwd: folder, env: { ...process.env, NO_COLOR: '1' } }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr })
    })
  })
  for (const { file } of files) await rm(join(folder, file))
  const named = new Map(
    files.map(({ file }) => [
      file,
      output
        .split('\n')
        .filter((line) => line.startsWith(`${file}:`))
        .join('\n'),
    ]),
  )
  return { code, named }
}

const FORMS: Record<string, (from: string) => string> = {
  import: imports,
  'import type': (from) => `import type { It } from '${from}'\nexport type Mine = It\n`,
  'import()': (from) => `export const load = () => import('${from}')\n`,
  'export from': (from) => `export * from '${from}'\n`,
}

describe.each(CASES)('$layer', ({ file, refused, allowed }) => {
  const planted = refused.flatMap((from, at) =>
    Object.entries(FORMS).map(([form, source], kind) => {
      return { from, form, file: file.replace('planted', `planted-${at}-${kind}`), source: source(from) }
    }),
  )

  test('refuses every planted violation by name, in every form of import', async () => {
    const { code, named } = await lint(planted)
    const missed = planted.filter(({ file }) => !named.get(file)?.includes(LAYERS))
    expect(missed.map(({ from, form }) => `${form} ${from}`)).toEqual([])
    expect(code).not.toBe(0)
  })

  test('lets the allowed imports pass', async () => {
    const fine = allowed.map((from, at) => ({
      from,
      file: file.replace('planted', `fine-${at}`),
      source: imports(from),
    }))
    const { named } = await lint(fine)
    expect(fine.filter(({ file }) => named.get(file)?.includes(LAYERS)).map(({ from }) => from)).toEqual([])
  })
})

describe.each(RULES)('the rule $rule', ({ rule, file, source, fine }) => {
  test('refuses what is planted and passes what is fine', async () => {
    const good = file.replace('.ts', '-fine.ts')
    const { code, named } = await lint([
      { file, source },
      { file: good, source: fine },
    ])
    expect(named.get(file)).toContain(rule)
    expect(named.get(good)).not.toContain(rule)
    expect(code).not.toBe(0)
  })
})
