import type { Logger } from '../log.ts'
import type { Job } from './queue.ts'

/** A job that fails is tried again a second later, and never takes its neighbours with it. */
const AFTER_FAILURE_MS = 1_000

/** Handles jobs side by side; answers the ids of those that failed. */
export async function handleEach(
  jobs: Job[],
  handle: (job: Job) => Promise<unknown>,
  log: Logger,
): Promise<Set<string>> {
  const failed = new Set<string>()
  await Promise.all(
    jobs.map((job) =>
      handle(job).catch((error: unknown) => {
        failed.add(job.id)
        if (!job.abort.aborted) log.error({ err: error, job: job.id }, 'A job failed and is tried again')
      }),
    ),
  )
  if (failed.size > 0 && !jobs[0]?.abort.aborted) await new Promise((resolve) => setTimeout(resolve, AFTER_FAILURE_MS))
  return failed
}

/** All at once, because they share a commit; one by one when that fails, so that the bad one fails alone. */
export function handleTogether(jobs: Job[], handle: (jobs: Job[]) => Promise<void>, log: Logger): Promise<Set<string>> {
  return handle(jobs).then(
    () => new Set<string>(),
    () => handleEach(jobs, (job) => handle([job]), log),
  )
}
