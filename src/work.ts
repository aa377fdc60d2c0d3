import type { Building } from './building.ts'
import type { Parts } from './context.ts'
import { warmUp } from './pipeline/report/reply/read-rules.ts'
import type { ReportId, RunId } from './pipeline/report/types.ts'
import { eventOfJob } from './provider-parts.ts'
import { slotOfJob } from './store/clock-store.ts'
import { handleEach, handleTogether } from './store/job-batches.ts'
import type { Job, Queue } from './store/queue.ts'

/** Runs in hand at once: workers times what each takes. Taking several at a time is what a burst is fetched by. */
const RUN_SLOTS = 40
const RUN_BATCH = 2
const DISPATCH_BATCH = 50

/** Takes up work: first what waits, then what comes. */
export async function startWork({
  queue,
  parts,
  given,
}: {
  queue: Queue
  parts: Parts
  given: Building['given']
}): Promise<void> {
  const { desk, runner, outbox, shown, stripper } = parts
  // The first reading and the first quoted text cost a tenth of a second each; no reply should pay for them.
  warmUp()
  await stripper.strip('Yes, please.\n> On Monday somebody wrote:')
  // Replies whose dispatch a dead process had in hand go out at once, not after a missed heartbeat.
  // One that cannot be read must not keep the app from opening: its job tells of it.
  await desk
    .dispatch('all')
    .catch((error: unknown) => given.log.error({ err: error }, 'Waiting replies are left to their jobs'))
  await desk
    .readLateWords()
    .catch((error: unknown) =>
      given.log.error({ err: error }, 'Words that came late are left unread until the next start'),
    )
  outbox.start()
  shown.start()
  parts.retention.start()
  await queue.work('dispatch', { slots: 2, batch: DISPATCH_BATCH }, (jobs) => {
    const idOf = (job: Job) => (job.data as { reportId: ReportId }).reportId
    return handleTogether(jobs, (some) => desk.dispatch(some.map(idOf)), given.log)
  })
  const slots = Math.ceil((given.runSlots ?? RUN_SLOTS) / RUN_BATCH)
  await queue.work('run', { slots, batch: RUN_BATCH }, (jobs) =>
    handleEach(jobs, (job) => runner.execute((job.data as { runId: RunId }).runId, job.id, job.abort), given.log),
  )
  await queue.work('provider-event', { slots: 4, batch: 2 }, (jobs) =>
    handleEach(jobs, (job) => parts.providerIntake.handle(eventOfJob(job.data), job.abort), given.log),
  )
  await queue.work('clock', { slots: 2, batch: 10 }, (jobs) =>
    handleEach(jobs, (job) => parts.clockwork.work(slotOfJob(job.data), job.abort), given.log),
  )
}
