import { ConfigError } from '../src/config.ts'
import { UserError } from '../src/errors.ts'
import { createLogger } from '../src/log.ts'
import { withDemoFolder } from './folder.ts'
import { type Demo, startDemo } from './stack.ts'

const DEFAULT_FOLDER = '.data/demo'

/** Runs the demo until Ctrl-C, then stops everything it started. Returns the exit code. */
export async function runDemo(): Promise<number> {
  const ending = untilSignal()
  // A reader that goes away (`npm run demo | head`) must not take the database's stop with it.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  try {
    await withDemoFolder(process.env['DATA_DIR'] || DEFAULT_FOLDER, (dataDir) => perform(dataDir, ending))
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof UserError)) throw error
    const steps = error instanceof UserError ? error.nextSteps : []
    process.stderr.write(`${[error.message, ...steps].join('\n')}\n`)
    return 1
  }
}

async function perform(dataDir: string, ending: Ending): Promise<void> {
  say('Starting the database, the app and a stand-in for Slack …')
  const log = createLogger(process.env['LOG_LEVEL'] || 'warn', process.stderr)
  const demo = await startDemo({ dataDir, env: process.env, log, signal: ending.signal }).catch((error: unknown) => {
    if (ending.signal.aborted) return null
    throw error
  })
  if (demo) {
    try {
      // What is still to be shown when somebody ends the demo is not missed.
      await Promise.race([ending.told, show(demo, dataDir)])
      await ending.told
      say('\nStopping …')
    } finally {
      await demo.stop()
    }
  }
  say('Stopped. Nothing is left running.')
}

/** Sends the replies and says what there is to see. */
async function show(demo: Demo, dataDir: string): Promise<void> {
  const { app, workspace, config } = demo
  const startedAt = performance.now()
  const [first = ''] = await demo.sendReplies('first')
  say(`
  The channel, as Slack would show it   ${workspace.url}
  The HTTP interface                    ${app.url}/docs

  A prospect's reply was just sent to it. ${whoRanks(config.claude.apiKey)}`)
  const seconds = await demo.card(first).then(
    () => ((performance.now() - startedAt) / 1000).toFixed(1),
    () => null,
  )
  if (seconds === null) return say('  The first card is late. LOG_LEVEL=info npm run demo says more.')
  const [report, others] = await Promise.all([demo.report(first), demo.sendReplies('rest')])
  say(`
  First card after ${seconds} s. ${others.length} more replies are on their way; Slack takes one post a second in a channel.
  Its page for the team                 ${report.internal_url}
  Its page for the prospect             ${report.report_url}

  To try in the channel
    Press “Escalate” on a card, then choose Lee Okafor under “Acting as” and open the app’s messages.
    Press “Take it”: the card says who has the reply. In Lee’s message the same button says who was faster.
    Press “Regenerate” and type an angle: a new version on the same card and the same links.
    Type /intel brightpath-labs.example and share the answer, or /intel help for the rest.

  To send one more reply from another terminal
    curl ${app.url}/v1/replies -H 'authorization: Bearer ${config.server.intakeToken}' \\
      -H 'content-type: application/json' \\
      -d '{"domain":"fernmill-fleet.example","prospect_name":"Ana Ruiz","reply_text":"Yes, show me."}'

  All of it is on this machine, in ${dataDir}, and starts anew with the next demo. Ctrl-C ends it.
`)
}

function whoRanks(apiKey: string | null): string {
  return apiKey === null
    ? 'Rules rank the signals; with ANTHROPIC_API_KEY set, Claude does.'
    : 'Claude reads and ranks with your ANTHROPIC_API_KEY.'
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

type Ending = { signal: AbortSignal; told: Promise<void> }

/** Ctrl-C reaches a program twice under npm, and an impatient person presses it again: the first one counts. */
function untilSignal(): Ending {
  const controller = new AbortController()
  const told = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => {
        controller.abort()
        resolve()
      })
  })
  return { signal: controller.signal, told }
}
