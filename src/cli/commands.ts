import type { Command, OptionSpec } from './command.ts'

const json: OptionSpec = { type: 'boolean', help: 'Print the same document as the HTTP API' }
const wait: OptionSpec = {
  type: 'string',
  value: '<seconds>',
  help: 'How long to wait for the report (default 120, at most 3600; 0 leaves it to whoever runs the app)',
}

const FROM_RUNS = {
  pipeline: { type: 'string', value: '<name>', help: 'Only runs of this pipeline, such as report' },
  domain: { type: 'string', value: '<domain>', help: 'Only runs for this domain' },
  status: {
    type: 'string',
    value: '<status>',
    help: 'Only queued, running, delayed, completed, partial, failed, stopped or cancelled ones',
  },
  since: { type: 'string', value: '<time>', help: 'Only runs queued since, such as 2026-11-20T08:00:00Z' },
  limit: { type: 'string', value: '<n>', help: 'How many, 1 to 200 (default 50)' },
  cursor: { type: 'string', value: '<text>', help: 'The "next" of an earlier answer' },
} as const satisfies Record<string, OptionSpec>

/**
 * Every command. What one does is loaded when it is called, so that help is there at once.
 */
export const COMMANDS: readonly Command[] = [
  {
    name: 'report',
    operands: ['<domain>'],
    summary: 'Make a report for a seller’s domain and print it',
    notes: [
      'Works beside a running app, which then does the work, and without one, where this command does it.',
      'Without --post nothing reaches Slack.',
    ],
    options: {
      product: { type: 'string', value: '<text>', help: 'What the seller sells, when the account does not say it' },
      tier: { type: 'string', value: '<1|2|3>', help: 'The tier to aim for; the data decide what it becomes' },
      fresh: { type: 'boolean', help: 'Read everything again instead of reusing what was found' },
      post: { type: 'boolean', help: 'Post it to the reports channel, as for a reply' },
      wait,
      json,
    },
    run: async (call) => (await import('./report.ts')).report(call),
  },
  {
    name: 'reply',
    operands: ['<file.json>'],
    summary: 'Take in a reply, as POST /v1/replies does; - reads it from stdin',
    notes: ['The same message again is known, and nothing runs twice.'],
    options: { wait, json },
    run: async (call) => (await import('./report.ts')).reply(call),
  },
  {
    name: 'seed',
    operands: ['<file>'],
    summary: 'Load signals, accounts or allocations from CSV or JSON lines, by key',
    options: {
      table: {
        type: 'string',
        value: '<name>',
        help: 'signals, accounts or signal_allocations; by default the columns tell',
      },
      json: { type: 'boolean', help: 'Print what was read, written and skipped as JSON' },
    },
    run: async (call) => (await import('./seed.ts')).seed(call),
  },
  {
    name: 'doctor',
    operands: [],
    summary: 'Ask every configured service now and say what is ok, missing or wrong',
    notes: ['Each request is harmless. Exit code 1 when something is wrong; what is missing is allowed.'],
    options: { json: { type: 'boolean', help: 'Print the findings as JSON' } },
    run: async (call) => (await import('./doctor.ts')).doctor(call),
  },
  {
    name: 'runs list',
    operands: [],
    summary: 'List runs, newest first',
    options: { ...FROM_RUNS, json },
    run: async (call) => (await import('./runs.ts')).listRuns(call),
  },
  {
    name: 'runs show',
    operands: ['<id>'],
    summary: 'Show one run with its steps, attempts and model calls; the id of a report shows its newest run',
    options: { json },
    run: async (call) => (await import('./runs.ts')).showRun(call),
  },
  {
    name: 'settings set',
    operands: ['<key>', '<value>'],
    summary: 'Change a setting; every running process follows within seconds',
    notes: ['Switches take on or off, budgets take US dollars or none.'],
    options: { json: { type: 'boolean', help: 'Print the setting as JSON' } },
    run: async (call) => (await import('./settings.ts')).setSetting(call),
  },
  {
    name: 'settings reset',
    operands: ['<key>'],
    summary: 'Give a setting its default again',
    options: { json: { type: 'boolean', help: 'Print the setting as JSON' } },
    run: async (call) => (await import('./settings.ts')).resetSetting(call),
  },
  {
    name: 'settings',
    operands: [],
    summary: 'Show what the clock does and what may be spent, with the defaults',
    options: { json: { type: 'boolean', help: 'Print the settings as JSON' } },
    run: async (call) => (await import('./settings.ts')).listSettings(call),
  },
  {
    name: 'prepare',
    operands: ['[file or domain …]'],
    summary: 'Make reports ahead of a launch; without --yes it only says how many and what they would cost',
    notes: [
      'A file has one domain a line, or is a CSV with a column called domain; - reads it from stdin.',
      'Whoever runs the app makes them, at their pace. Nothing of it reaches Slack or Clay.',
    ],
    options: {
      tier: { type: 'string', value: '<T0,T1>', help: 'Also every account of these tiers' },
      budget: { type: 'string', value: '<usd>', help: 'Start no report once this would be exceeded' },
      'per-hour': { type: 'string', value: '<n>', help: 'How many to start in an hour (default: the setting)' },
      yes: { type: 'boolean', help: 'Start without asking' },
      status: { type: 'boolean', help: 'Show how the batches stand, or the one whose id follows' },
      cancel: { type: 'string', value: '<id>', help: 'Start nothing further of this batch' },
      json: { type: 'boolean', help: 'Print the plan or the batches as JSON' },
    },
    run: async (call) => (await import('./prepare.ts')).prepare(call),
  },
]
