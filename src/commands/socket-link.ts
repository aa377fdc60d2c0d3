import type { SocketModeReceiver } from '@slack/bolt'
import { WebAPIPlatformError } from '@slack/web-api'
import { UserError } from '../errors.ts'
import type { Logger } from '../log.ts'

/**
 * The WebSocket of Socket Mode, kept open. The SDK's own reconnecting waits 5 s each time and ends the process when
 * Slack cannot be reached at that moment, so it is switched off and done here.
 */
export type SocketLink = {
  /**
   * Connects. Resolves also when Slack cannot be reached: then it is tried again in the background.
   * @throws UserError when Slack refuses the app token.
   */
  start(): Promise<void>
  stop(): Promise<void>
}

const LONGEST_WAIT_MS = 30_000
/** Slack closes its side at once; a peer that does not is left. */
const GOODBYE_MS = 2_000

export function createSocketLink({ client }: SocketModeReceiver, log: Logger): SocketLink {
  let isStopping = false
  let isOpen = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let connecting: Promise<void> = Promise.resolve()

  async function connect(): Promise<void> {
    await client.start()
    isOpen = true
    failures = 0
    log.info('Connected to Slack by Socket Mode')
  }

  function connectLater(error?: unknown): void {
    if (isStopping) return
    const waitMs = failures === 0 ? 0 : Math.min(500 * 2 ** failures, LONGEST_WAIT_MS)
    failures += 1
    if (error) log.warn({ err: error, waitMs }, 'Slack could not be reached by Socket Mode')
    timer = setTimeout(tryAgain, waitMs)
  }

  function tryAgain(): void {
    connecting = connect().catch(connectLater)
  }

  // Slack renews every connection now and then.
  client.on('disconnected', () => {
    if (!isOpen) return
    isOpen = false
    connectLater()
  })

  return {
    async start() {
      const first = connect()
      connecting = first.catch(() => undefined)
      try {
        await first
      } catch (error) {
        if (error instanceof WebAPIPlatformError) throw refusedToken(error.data.error)
        connectLater(error)
      }
    },
    async stop() {
      isStopping = true
      clearTimeout(timer)
      const leave = async () => {
        await client.disconnect()
        await connecting
        await client.disconnect()
      }
      let patience: NodeJS.Timeout | undefined
      await Promise.race([
        leave(),
        new Promise((resolve) => {
          patience = setTimeout(resolve, GOODBYE_MS)
        }),
      ])
      clearTimeout(patience)
    },
  }
}

function refusedToken(code: string): UserError {
  return new UserError('not_configured', `Slack refused SLACK_APP_TOKEN: ${code}`, {
    nextSteps: [
      'Make an app-level token with the scope connections:write under Basic Information, and set it as SLACK_APP_TOKEN.',
      'Switch Socket Mode on in the settings of the app.',
    ],
  })
}
