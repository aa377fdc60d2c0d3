/** What the parent tells an app that may be killed, and what that one says. */
export type Told =
  /** Open the app; die at `at`, if it is given. */
  | { told: 'start'; at: string | null }
  /** Die at this place from now on. */
  | { told: 'arm'; at: string }
  | { told: 'escalate'; id: string; to: string }

export type Said =
  /** Everything is imported; `start` begins at once. */
  | { said: 'loaded' }
  | { said: 'armed' }
  | { said: 'ready'; url: string; startedMs: number }
  /** The first work taken up that an earlier process had left, in milliseconds after ready; below 0 is before it. */
  | { said: 'resumed'; what: string; afterReadyMs: number; afterStartMs: number }
