import { describe, expect, test } from 'vitest'
import manifest from '../../../package.json' with { type: 'json' }
import { COMMANDS } from '../../../src/cli/commands.ts'
import { runCli } from '../../../src/cli/intel.ts'
import { testWorld } from './world.ts'

async function run(args: string[], given: Parameters<typeof testWorld>[0] = {}) {
  const world = testWorld(given)
  const exit = await runCli(args, world)
  return { exit, out: world.out(), err: world.err() }
}

describe('help', () => {
  test.each([[['help']], [['--help']], [['-h']]])('%j lists every command on stdout', async (args) => {
    const { exit, out, err } = await run(args)
    expect([exit, err]).toEqual([0, ''])
    for (const { name, summary } of COMMANDS) {
      expect(out).toContain(name)
      expect(out).toContain(summary)
    }
  })

  test('nothing at all is no success: the list goes to stderr', async () => {
    const { exit, out, err } = await run([])
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain('Usage: intel <command>')
  })

  test.each(COMMANDS.map(({ name }) => name))(
    '%s tells of each of its options, in both ways of asking',
    async (name) => {
      const asked = await run(['help', ...name.split(' ')])
      const flagged = await run([...name.split(' '), '--help'])
      expect(asked.out).toBe(flagged.out)
      expect(asked.exit).toBe(0)
      for (const option of Object.keys(COMMANDS.find((command) => command.name === name)?.options ?? {}))
        expect(asked.out).toContain(`--${option}`)
    },
  )

  test('help for a group shows all of it', async () => {
    const { out } = await run(['help', 'runs'])
    expect(out).toContain('intel runs list')
    expect(out).toContain('intel runs show <id>')
  })

  test('--version is that of the package', async () => {
    expect(await run(['--version'])).toEqual({ exit: 0, out: `${manifest.version}\n`, err: '' })
  })
})

describe('what cannot be understood ends with 2, a sentence and what to type', () => {
  test.each([
    [['frob'], 'There is no command “frob”.', 'intel help'],
    [['help', 'frob'], 'There is no command “frob”.', 'intel help'],
    [['runs'], 'intel runs needs one of: list, show.', 'intel help runs'],
    [['report'], 'intel report needs <domain>.', 'intel help report'],
    [['report', 'a.com', 'b.com'], 'intel report does not know what to do with “b.com”.', 'intel help report'],
    [['report', 'a.com', '--teir', '2'], "Unknown option '--teir'", 'intel help report'],
    [['report', 'a.com', '--tier'], "'--tier <value>' argument missing", 'intel help report'],
    [['report', 'a.com', '--json=yes'], "'--json' does not take an argument", 'intel help report'],
    [['report', 'a.com', '--tier', '4'], '--tier: Expected tier 1, 2 or 3', 'intel help report'],
    [['report', 'not a domain'], 'domain', 'intel help report'],
    [['report', 'a.com', '--wait', 'long'], '--wait: expected seconds from 0 to 3600, got “long”', 'intel help report'],
    [['report', 'a.com', '--wait', '3601'], '--wait: expected seconds', 'intel help report'],
    [
      ['seed', 'x.csv', '--table', 'people'],
      '--table: expected signals, accounts or signal_allocations',
      'intel help seed',
    ],
    [['runs', 'list', '--limit', '0'], '--limit:', 'intel help runs list'],
    [['runs', 'list', '--status', 'lost'], '--status:', 'intel help runs list'],
    [['runs', 'list', '--cursor', 'zzz'], '--cursor: expected the "next"', 'intel help runs list'],
    [
      ['runs', 'list', '--cursor', Buffer.from('2026-01-01T00:00:00Z a\0b').toString('base64url')],
      '--cursor: expected the "next"',
      'intel help runs list',
    ],
    [['doctor', 'now'], 'does not know what to do with “now”', 'intel help doctor'],
  ])('%j', async (args, sentence, next) => {
    const { exit, out, err } = await run(args)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain(sentence)
    expect(err).toContain(next)
    expect(err).not.toMatch(/\n\s+at /)
  })
})

describe('what a person must put right ends with 1', () => {
  test('settings: all problems, before anything is started', async () => {
    const { exit, out, err } = await run(['report', 'fernmill.com'], { env: { PORT: 'abc', FRESH_HOURS: '-1' } })
    expect([exit, out]).toEqual([1, ''])
    expect(err).toContain('PORT:')
    expect(err).toContain('FRESH_HOURS:')
  })

  test('doctor calls the same settings wrong, in its own form', async () => {
    const { exit, out } = await run(['doctor', '--json'], { env: { PORT: 'abc' } })
    expect(exit).toBe(1)
    expect(JSON.parse(out)).toEqual({
      ok: false,
      checks: [{ part: 'Settings', state: 'wrong', message: expect.stringContaining('PORT must be'), next: null }],
    })
  })

  test('--post without Slack says what to set', async () => {
    const { exit, err } = await run(['report', 'fernmill.com', '--post'])
    expect(exit).toBe(1)
    expect(err).toContain('SLACK_BOT_TOKEN is not set')
  })

  test.each([
    ['{"domain', 'Expected a JSON document in stdin'],
    ['', 'Expected a JSON document in stdin'],
    ['[]', 'Expected a JSON object'],
    ['{"prospect_email":"a@gmail.com"}', 'domain:'],
    [`{"reply_text":"${'x'.repeat(300_000)}"}`, 'at most 256 kB'],
  ])('a reply that cannot be taken: %.30s', async (stdin, sentence) => {
    const { exit, out, err } = await run(['reply', '-'], { stdin })
    expect([exit, out]).toEqual([1, ''])
    expect(err).toContain(sentence)
  })

  test.each([['/nowhere/reply.json'], ['/']])('a file that cannot be read: %s', async (path) => {
    const { exit, err } = await run(['reply', path])
    expect(exit).toBe(1)
    expect(err).toContain(`The file ${path} cannot be read`)
  })
})
