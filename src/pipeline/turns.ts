/**
 * One piece of computing a turn of the event loop. Runs compute in pieces of a millisecond or two; forty runs that are
 * ready together would hold up whoever waits for an answer by all their pieces at once. Here each waits for its turn, and
 * between two turns the loop serves its sockets.
 */
export type Turns = { next(): Promise<void> }

export function createTurns(): Turns {
  const waiting: (() => void)[] = []
  const give = () => {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(give)
  }
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (waiting.length === 1) setImmediate(give)
      }),
  }
}
