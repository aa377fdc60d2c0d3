/**
 * One piece of computing a turn of the event loop. Runs compute in pieces of a millisecond or two; forty runs that are
 * ready together would hold up whoever waits for an answer by all their pieces at once. Here each waits for its turn, and
 * between two turns the loop serves its sockets.
 */
export type Turns = { next(): Promise<void> }

/** While a crowd waits to be taken in, work gets a turn this often and no more: storing comes first. */
const CROWDED_MS = 25

export function createTurns(isCrowded: () => boolean = () => false): Turns {
  const waiting: (() => void)[] = []
  let lastAt = 0
  const give = () => {
    const leftMs = isCrowded() ? lastAt + CROWDED_MS - performance.now() : 0
    if (leftMs > 0) {
      setTimeout(give, leftMs)
      return
    }
    lastAt = performance.now()
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

/** How many callers are being taken in right now. */
export type Crowd = { enter: () => void; leave: () => void; isCrowded: () => boolean }

/** So few at once are served beside the runs without anybody noticing. */
const CROWD = 8

export function createCrowd(): Crowd {
  let inside = 0
  return {
    enter: () => {
      inside += 1
    },
    leave: () => {
      inside -= 1
    },
    isCrowded: () => inside > CROWD,
  }
}
