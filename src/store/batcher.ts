/**
 * Group commit: what arrives while a flush runs waits and goes together in the next one, so that under load a hundred
 * callers share one commit, and a lone caller waits for nobody.
 */
export type Batcher<Item, Result> = {
  /** Resolves with this item's own result once its flush has committed. */
  add(item: Item): Promise<Result>
}

type Waiting<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }

/**
 * `flush` gets at most `max` items and answers one result each, in order. When a flush of several fails, each item is
 * tried alone, so that one poisonous item never fails its neighbours.
 */
export function createBatcher<Item, Result>(
  flush: (items: Item[]) => Promise<Result[]>,
  options: { max: number; lanes?: number },
): Batcher<Item, Result> {
  const waiting: Waiting<Item, Result>[] = []
  let running = 0

  async function flushOne(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await flush(batch.map((entry) => entry.item))
      if (results.length !== batch.length) throw new Error(`A flush of ${batch.length} answered ${results.length}`)
      for (const [index, entry] of batch.entries()) entry.resolve(results[index] as Result)
    } catch (error) {
      const [only] = batch
      if (batch.length === 1 && only) return only.reject(error)
      for (const entry of batch) await flushOne([entry])
    }
  }

  async function run(): Promise<void> {
    running += 1
    // One turn of the event loop: callers made ready by the same event join the same flush.
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (waiting.length > 0) await flushOne(waiting.splice(0, options.max))
    running -= 1
  }

  return {
    add: (item) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        if (running < (options.lanes ?? 1)) void run()
      }),
  }
}
