/** Lets at most `most` pieces of work run at once; the others wait in order. An abort leaves the queue. */
export type Slots = { run<T>(work: () => Promise<T>, abort: AbortSignal): Promise<T> }

export function createSlots(most: number): Slots {
  let free = most
  const queue: (() => void)[] = []
  const take = (abort: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (abort.aborted) return reject(abort.reason)
      if (free > 0) {
        free -= 1
        return resolve()
      }
      const start = () => {
        abort.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        queue.splice(queue.indexOf(start), 1)
        reject(abort.reason)
      }
      queue.push(start)
      abort.addEventListener('abort', leave, { once: true })
    })
  return {
    async run(work, abort) {
      await take(abort)
      try {
        return await work()
      } finally {
        const next = queue.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}
