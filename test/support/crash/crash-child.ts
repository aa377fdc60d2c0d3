import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Said, Told } from './words.ts'

/** What `crash/words.ts` says of resumed work. */
export type Resumed = Extract<Said, { said: 'resumed' }>

/** An app in a process of its own. */
export type CrashChild = {
  pid: number
  url: string
  /** From the start of the work to open doors; loading the program is not in it. */
  startedMs: number
  /** Null until it took up work that an earlier process had left. */
  resumed(): Resumed | null
  /** Where it will die; null when it will not. */
  diesAt(): string | null
  arm(at: string): Promise<void>
  escalate(id: string, to: string): void
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM; resolves with its exit code. */
  terminate(): Promise<number | null>
  isGone(): boolean
  /** Resolves when it is gone, whoever ended it. */
  gone: Promise<void>
}

export type LoadedChild = {
  /** Opens the app, to die at `at`. Resolves when its doors are open, or when it has died on the way there. */
  start(at: string | null): Promise<CrashChild>
  kill(): Promise<void>
}

const SCRIPT = fileURLToPath(new URL('../crash-main.ts', import.meta.url))

/** Loads the program in a new process, which then waits for `start`: a restart costs no more than opening the app. */
export async function loadChild(env: Record<string, string>, logFile: number): Promise<LoadedChild> {
  const child = fork(SCRIPT, [], { env, execArgv: [], stdio: ['ignore', logFile, logFile, 'ipc'] })
  const gone = once(child, 'exit').then(() => undefined)
  const said = listenTo(child)
  const kill = async () => {
    child.kill('SIGKILL')
    await gone
  }
  await said('loaded')
  return {
    kill,
    async start(at) {
      let armedAt = at
      tell(child, { told: 'start', at })
      const { url, startedMs } = await said('ready').catch((error: unknown) => {
        if (at === null || child.signalCode !== 'SIGKILL') throw error
        return { url: '', startedMs: 0 }
      })
      return {
        pid: child.pid ?? 0,
        url,
        startedMs,
        resumed: () => said.last('resumed'),
        diesAt: () => armedAt,
        async arm(place) {
          armedAt = place
          tell(child, { told: 'arm', at: place })
          await said('armed')
        },
        escalate: (id, to) => tell(child, { told: 'escalate', id, to }),
        kill,
        async terminate() {
          child.kill('SIGTERM')
          await gone
          return child.exitCode
        },
        isGone: () => child.exitCode !== null || child.signalCode !== null,
        gone,
      }
    },
  }
}

/** A child that is dying need not hear. */
function tell(child: ChildProcess, told: Told): void {
  if (child.connected) child.send(told, () => undefined)
}

type Saying<Word extends Said['said']> = Extract<Said, { said: Word }>
type Listening = {
  /** Resolves with the next such message, or the one that came already and nobody took. */
  <Word extends Said['said']>(word: Word): Promise<Saying<Word>>
  last<Word extends Said['said']>(word: Word): Saying<Word> | null
}

function listenTo(child: ChildProcess): Listening {
  const heard: Said[] = []
  const waiting: (() => void)[] = []
  let isOver = false
  const changed = () => {
    for (const look of waiting.splice(0)) look()
  }
  child.on('message', (message: Said) => {
    heard.push(message)
    changed()
  })
  child.once('exit', () => {
    isOver = true
    changed()
  })
  const take = async <Word extends Said['said']>(word: Word): Promise<Saying<Word>> => {
    for (;;) {
      const place = heard.findIndex((message) => message.said === word)
      if (place >= 0) return heard.splice(place, 1)[0] as Saying<Word>
      if (isOver) throw new Error(`The app ended before it said "${word}" (${child.signalCode ?? child.exitCode})`)
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  const last = <Word extends Said['said']>(word: Word) =>
    (heard.findLast((message) => message.said === word) as Saying<Word> | undefined) ?? null
  return Object.assign(take, { last })
}
