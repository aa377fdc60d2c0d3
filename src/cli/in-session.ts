import { openSession, type Session } from '../session.ts'
import type { Call } from './command.ts'

/** Opens the world for one look or one change, beside a running app or without one. Nothing is worked on. */
export async function inSession(call: Call, errand: (session: Session) => Promise<number>): Promise<number> {
  const session = await openSession(call.config(), { log: call.log, ...call.world.overrides })
  try {
    return await errand(session)
  } finally {
    await session.close(0)
  }
}
