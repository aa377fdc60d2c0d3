/** Tells waiting tests and open pages that something happened. */
export type Changes = {
  readonly version: number
  changed(): void
  listen(listener: () => void): () => void
  /**
   * Resolves with the first truthy value of `predicate`, looked at now and after every change. Rejects at the
   * deadline, with `what` and the predicate's last throw in the message.
   */
  waitFor<T>(predicate: () => T, options?: { timeoutMs?: number; what?: string }): Promise<NonNullable<T>>
  /** Rejects everybody who still waits. */
  close(): void
}

export function createChanges(describe: () => string): Changes {
  const listeners = new Set<() => void>()
  const closers = new Set<() => void>()
  let version = 0
  return {
    get version() {
      return version
    },
    changed() {
      version += 1
      for (const listener of listeners) listener()
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    waitFor(predicate, { timeoutMs = 60_000, what = 'what the test waits for' } = {}) {
      return new Promise((resolve, reject) => {
        let lastThrow: unknown = null
        const done = (act: () => void) => {
          clearTimeout(timer)
          listeners.delete(look)
          closers.delete(onClose)
          act()
        }
        const look = () => {
          try {
            const value = predicate()
            if (value) done(() => resolve(value))
          } catch (error) {
            lastThrow = error
          }
        }
        const fail = (why: string) =>
          done(() =>
            reject(new Error(`${why}: ${what}. ${describe()}`, lastThrow === null ? undefined : { cause: lastThrow })),
          )
        const onClose = () => fail('The workspace closed while waiting for')
        const timer = setTimeout(() => fail(`Did not happen within ${timeoutMs} ms`), timeoutMs)
        listeners.add(look)
        closers.add(onClose)
        look()
      })
    },
    close() {
      for (const closer of closers) closer()
      listeners.clear()
    },
  }
}
