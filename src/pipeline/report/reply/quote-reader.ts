import { Worker } from 'node:worker_threads'

type Job = { id: number; text: string; timer: NodeJS.Timeout; settle: (visible: string | null) => void }
type WorkerMessage = { ready?: true; id?: number; visible?: string }

/** A worker that needs longer to come up, or a queue that is longer, is not waited for: message 1 is due in a second. */
const START_LIMIT_MS = 600
const MAX_WAITING = 50

/**
 * Asks the quote worker one text at a time. The worker is started with the first text, does not keep the process alive
 * while idle, and is ended when one text takes longer than the limit; the texts behind it go to the next worker.
 */
export class QuoteReader {
  readonly #timeLimitMs: number
  readonly #waiting: Job[] = []
  #active: Job | null = null
  #worker: Worker | null = null
  #isReady = false
  #isStopped = false
  #lastId = 0

  constructor(timeLimitMs: number) {
    this.#timeLimitMs = timeLimitMs
  }

  /** The text without quoted history by the library; null when it took too long, failed or was stopped. */
  visibleText(text: string): Promise<string | null> {
    if (this.#isStopped || this.#waiting.length >= MAX_WAITING) return Promise.resolve(null)
    return new Promise((settle) => {
      this.#lastId += 1
      const timer = setTimeout(() => this.#finish(job, null), START_LIMIT_MS + this.#timeLimitMs)
      const job: Job = { id: this.#lastId, text, settle, timer }
      this.#waiting.push(job)
      this.#pump()
    })
  }

  /** Ends the worker; texts under way get null. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#giveUpWaiting()
    if (this.#active !== null) this.#finish(this.#active, null)
    await this.#endWorker()
  }

  /** Gives the worker its next text, or lets the process end when there is none. */
  #pump(): void {
    if (this.#active !== null) return
    const next = this.#waiting[0]
    if (next === undefined) {
      this.#worker?.unref()
      return
    }
    this.#worker ??= this.#startWorker()
    this.#worker.ref()
    if (!this.#isReady) return
    this.#waiting.shift()
    this.#active = next
    clearTimeout(next.timer)
    next.timer = setTimeout(() => this.#timeOut(next), this.#timeLimitMs)
    this.#worker.postMessage({ id: next.id, text: next.text })
  }

  #timeOut(job: Job): void {
    void this.#endWorker()
    this.#finish(job, null)
    this.#pump()
  }

  #finish(job: Job, visible: string | null): void {
    clearTimeout(job.timer)
    if (this.#active === job) this.#active = null
    else {
      const at = this.#waiting.indexOf(job)
      if (at >= 0) this.#waiting.splice(at, 1)
    }
    job.settle(visible)
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('./quote-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    })
    worker.on('message', (message: WorkerMessage) => {
      if (worker === this.#worker) this.#hear(message)
    })
    worker.on('error', () => this.#gone(worker))
    worker.on('exit', () => this.#gone(worker))
    return worker
  }

  #hear(message: WorkerMessage): void {
    if (message.ready) this.#isReady = true
    else if (this.#active?.id === message.id && this.#active) this.#finish(this.#active, message.visible ?? null)
    this.#pump()
  }

  /** A worker that dies at work is replaced; one that cannot even start would only die again. */
  #gone(worker: Worker): void {
    if (worker !== this.#worker) return
    const wasReady = this.#isReady
    this.#worker = null
    this.#isReady = false
    if (this.#active !== null) this.#finish(this.#active, null)
    if (wasReady) this.#pump()
    else this.#giveUpWaiting()
  }

  #giveUpWaiting(): void {
    for (let job = this.#waiting[0]; job !== undefined; job = this.#waiting[0]) this.#finish(job, null)
  }

  async #endWorker(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    this.#isReady = false
    await worker?.terminate()
  }
}
