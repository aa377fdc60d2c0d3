import { parentPort } from 'node:worker_threads'
import EmailReplyParser from 'email-reply-parser'

/**
 * Runs the library off the main thread, because hostile text can keep its expressions busy for seconds: the main
 * thread ends this worker when the time is up. Asks `{ id, text }`, answers `{ id, visible }`; says `{ ready: true }` once.
 */

/** The library cuts at the first header it sees; a few passes reach the state where nothing more is cut. */
const MAX_PASSES = 3

const parser = new EmailReplyParser()

parentPort?.on('message', ({ id, text }: { id: number; text: string }) => {
  parentPort?.postMessage({ id, visible: visibleOf(text) })
})
parentPort?.postMessage({ ready: true })

function visibleOf(text: string): string {
  let visible = text
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const next = parser.parseReply(visible)
    if (next === visible) break
    visible = next
  }
  return visible
}
