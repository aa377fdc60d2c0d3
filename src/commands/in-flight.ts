/** Counts what is in hand, so that closing the door can wait for it. */
export type InFlight = {
  /** Counts one more; the answer ends it, once however often it is called. */
  enter(): () => void
  /** Resolves when nothing is in hand, or after `ms`. True when nothing is. */
  idle(ms: number): Promise<boolean>
}

export function createInFlight(): InFlight {
  const inHand = new Set<symbol>()
  const waiting = new Set<() => void>()
  return {
    enter() {
      const one = Symbol('one')
      inHand.add(one)
      return () => {
        inHand.delete(one)
        if (inHand.size === 0) for (const tell of waiting) tell()
      }
    },
    idle(ms) {
      if (inHand.size === 0) return Promise.resolve(true)
      return new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          waiting.delete(end)
          resolve(inHand.size === 0)
        }
        const timer = setTimeout(end, ms)
        waiting.add(end)
      })
    },
  }
}
