import { open } from 'node:fs/promises'
import { UserError } from '../errors.ts'
import type { CliWorld } from './world.ts'

/** What intake takes at most. */
const MOST_BYTES = 256 * 1024

/**
 * The JSON document in a file, or on stdin for `-`.
 * @throws UserError `invalid_input`, `too_large` or `invalid_json`.
 */
export async function readDocument(world: CliWorld, path: string): Promise<unknown> {
  const name = path === '-' ? 'stdin' : path
  const text = await readText(world, path)
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : ''
    throw new UserError('invalid_json', `Expected a JSON document in ${name}: ${why}`)
  }
}

/**
 * The text in a file, or on stdin for `-`.
 * @throws UserError `invalid_input` or `too_large`.
 */
export async function readText(world: CliWorld, path: string): Promise<string> {
  const bytes = path === '-' ? await bounded(world.stdin, 'stdin') : await readBounded(path)
  // Windows writes this mark in front.
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    await using file = await open(path)
    return await bounded(file.createReadStream(), path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null
    if (error instanceof UserError || code === null) throw error
    throw new UserError('invalid_input', `The file ${path} cannot be read (${code}).`)
  }
}

async function bounded(stream: AsyncIterable<Uint8Array | string>, name: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > MOST_BYTES) throw new UserError('too_large', `Expected at most ${MOST_BYTES / 1024} kB in ${name}.`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
