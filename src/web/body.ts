import type { Context as HonoContext } from 'hono'
import { UserError } from '../errors.ts'

/** What intake takes at most. */
export const MAX_BODY_BYTES = 256 * 1024

/**
 * Reads a JSON body of at most 256 kB.
 * @throws UserError `unsupported_type`, `too_large` or `invalid_json`.
 */
export async function readJson(c: HonoContext): Promise<{ body: unknown; text: string }> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new UserError(
      'unsupported_type',
      `Expected content-type application/json, got ${type ? `"${type.slice(0, 60)}"` : 'none'}.`,
    )
  }
  const text = (await readBytes(c, MAX_BODY_BYTES)).toString('utf8')
  return { body: parseJson(text), text }
}

/** @throws UserError `invalid_json`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : ''
    throw new UserError('invalid_json', `Expected a JSON document: ${why}`)
  }
}

/**
 * The body as it came, of at most `maxBytes`.
 * @throws UserError `too_large`.
 */
export async function readBytes(c: HonoContext, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new UserError('too_large', `Expected at most ${maxBytes / 1024} kB.`)
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  // A cancelled body cuts the connection, and with it the answer and whatever the caller sends next.
  for await (const chunk of c.req.raw.body?.values({ preventCancel: true }) ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
