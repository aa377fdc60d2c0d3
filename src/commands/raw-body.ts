import type { IncomingMessage } from 'node:http'

/** A modal is at most 250 kB and grows threefold as a form; this is above both. */
const MOST_BYTES = 1024 * 1024
const MOST_MS = 10_000

/**
 * The bytes of a request: never more than 1 MB, never for longer than 10 s. What comes after the limit is thrown away as
 * it comes, so that the refusal can still be read by whoever sends it.
 */
export function readBody(request: IncomingMessage): Promise<Buffer | 'too_large' | 'too_slow'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const end = (outcome: Buffer | 'too_large' | 'too_slow') => {
      clearTimeout(timer)
      request.off('data', take)
      request.resume()
      resolve(outcome)
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > MOST_BYTES) end('too_large')
      else chunks.push(chunk)
    }
    const timer = setTimeout(() => end('too_slow'), MOST_MS)
    if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) {
      end('too_large')
      return
    }
    request.on('data', take)
    request.once('end', () => end(Buffer.concat(chunks)))
    // Whoever broke off reads no answer; the outcome only ends the waiting.
    request.once('error', () => end('too_slow'))
    request.once('close', () => end('too_slow'))
  })
}
