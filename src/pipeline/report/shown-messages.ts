import { ExternalError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { ShownMessage, ShownStore } from './desk-store.ts'
import { messageHash, renderShown, type SlackEffectDeps } from './slack-effects.ts'
import type { DeskItem, ReportId } from './types.ts'

/**
 * Keeps posted messages showing the present state. Every change of a report raises its revision; whoever notices edits
 * the messages that show an older one. Editing twice is harmless, so a crash needs no more than the next sweep.
 */
export type ShownMessages = {
  start(): void
  /** Edits the messages of this report that show an old state; resolves when they are edited or left to the sweep. */
  refresh(reportId: ReportId): Promise<void>
  stop(): Promise<void>
}

const SWEEP_MS = 2_000
const PAUSE_AFTER_ERROR_MS = 5_000

type Deps = SlackEffectDeps & { shown: ShownStore; log: Logger }

export function createShownMessages(deps: Deps): ShownMessages {
  const editor = new Editor(deps)
  const inHand = new Map<ReportId, Promise<void>>()
  let timer: NodeJS.Timeout | null = null
  let isStopping = false

  function refresh(reportId: ReportId): Promise<void> {
    const running = inHand.get(reportId)
    if (running) return running.then(() => refresh(reportId))
    const work = editor
      .editAll(reportId)
      .catch((error: unknown) => deps.log.warn({ err: error, report: reportId }, 'Messages could not be refreshed'))
      .finally(() => inHand.delete(reportId))
    inHand.set(reportId, work)
    return work
  }

  async function sweep(): Promise<void> {
    try {
      if (!editor.isPaused) for (const id of await deps.shown.stale(null)) await refresh(id)
    } catch (error) {
      deps.log.warn({ err: error }, 'Stale messages could not be looked for')
    }
    if (!isStopping) timer = setTimeout(() => void sweep(), SWEEP_MS)
  }

  return {
    start: () => void sweep(),
    refresh,
    async stop() {
      isStopping = true
      if (timer) clearTimeout(timer)
      await Promise.all(inHand.values())
    },
  }
}

/** Edits messages one after the other, and pauses as a whole when Slack asks for it. */
class Editor {
  readonly #deps: Deps
  #pausedUntil = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get isPaused(): boolean {
    return performance.now() < this.#pausedUntil
  }

  async editAll(reportId: ReportId): Promise<void> {
    const { shown, store } = this.#deps
    if (this.isPaused) return
    const held = await shown.hold(reportId)
    if (held.length === 0) return
    const item = await store.item(reportId)
    for (const { message, revision } of held) {
      try {
        const hash = item ? await this.#edit(message, item) : message.shownHash
        await shown.shown(message.effectId, { revision, hash })
      } catch (error) {
        await this.#afterError(error, message, revision)
      }
    }
    // A change that came while we edited is shown too; while paused the sweep does it.
    return this.editAll(reportId)
  }

  async #edit(message: ShownMessage, item: DeskItem): Promise<string | null> {
    const view = await renderShown(this.#deps, item, message.role)
    if (!view) return message.shownHash
    const hash = messageHash(view)
    if (hash !== message.shownHash) await this.#deps.slack.update({ channel: message.channel, ts: message.ts }, view)
    return hash
  }

  async #afterError(error: unknown, message: ShownMessage, revision: number): Promise<void> {
    const { shown, log } = this.#deps
    const facts = { err: error, report: message.reportId, role: message.role }
    if (error instanceof ExternalError && !error.retryable) {
      // Deleted, or refused for good: trying the same edit again changes nothing.
      log.warn(facts, 'A message can no longer be edited')
      return shown.shown(message.effectId, { revision, hash: message.shownHash })
    }
    const waitMs = error instanceof ExternalError ? error.retryAfterMs : null
    this.#pausedUntil = performance.now() + (waitMs ?? PAUSE_AFTER_ERROR_MS)
    log.warn(facts, 'A message could not be edited yet')
    await shown.release(message.effectId)
  }
}
