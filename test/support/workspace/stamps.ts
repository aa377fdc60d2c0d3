import { randomBytes } from 'node:crypto'

/** Slack's message stamps: seconds and six decimals, unique and rising in one workspace. */
export function createStamps(now: () => number): () => string {
  let last = 0
  return () => {
    last = Math.max(last + 1, Math.floor(now() * 1000))
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`
  }
}

/** Below zero when `a` is older. Accepts whole seconds and fewer decimals, as `oldest` and `latest` come. */
export function compareStamps(a: string, b: string): number {
  const [left, right] = [micros(a), micros(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function micros(stamp: string): number {
  const [seconds = '0', decimals = ''] = stamp.split('.')
  return Number(seconds) * 1_000_000 + Number(decimals.padEnd(6, '0').slice(0, 6))
}

/** A random id in Slack's alphabet, such as `V0A1B2C3D4`. */
export function randomId(prefix: string): string {
  return prefix + randomBytes(5).toString('hex').toUpperCase()
}
