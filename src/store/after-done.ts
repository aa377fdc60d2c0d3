import { reportOf } from '../pipeline/outbox.ts'
import type { AfterDone } from './outbox-store.ts'

/** Roles of messages that are edited when their report changes, by the kind of effect that posted them. */
const SHOWN_ROLES: Record<string, string> = { dispatch: 'dispatch', card: 'card', 'quiet-line': 'quiet-line' }

/**
 * What ends with an effect, in its transaction: a posted message is remembered for editing, and the end of the card,
 * good or bad, is what makes a report delivered.
 */
export const afterDone: AfterDone = async (tx, effect, done) => {
  const role = SHOWN_ROLES[effect.kind]
  if (role && done?.externalId) {
    await tx.query(
      `insert into intel.shown_messages (effect_id, report_id, role, channel, ts, shown_revision, shown_hash)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (effect_id) do nothing`,
      [
        effect.id,
        reportOf(effect),
        role,
        done.result['channel'],
        done.externalId,
        done.result['revision'] ?? 0,
        done.result['hash'] ?? null,
      ],
    )
  }
  // The link that messages show is another one now, or stays our own for good.
  if (effect.kind === 'notion')
    await tx.query(`update intel.reports set revision = revision + 1, updated_at = now() where id = $1`, [
      reportOf(effect),
    ])
  if (effect.kind === 'card') {
    const note = done ? null : 'Slack did not take message 2; the report page is ready.'
    await tx.query(
      `update intel.reports set status = 'delivered', status_note = $2, revision = revision + 1, updated_at = now()
       where id = $1 and status in ('queued', 'running', 'delayed')`,
      [reportOf(effect), note],
    )
  }
}
