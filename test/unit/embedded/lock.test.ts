import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withFileLock } from '../../../src/store/embedded/lock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('only one holds it at a time, and everybody gets it', async () => {
  const path = join(folder, 'lock')
  let inside = 0
  const most: number[] = []
  const results = await Promise.all(
    [1, 2, 3, 4, 5].map((n) =>
      withFileLock(path, 10_000, async () => {
        inside += 1
        most.push(inside)
        await new Promise(setImmediate)
        inside -= 1
        return n
      }),
    ),
  )
  expect(results).toEqual([1, 2, 3, 4, 5])
  expect(most).toEqual([1, 1, 1, 1, 1])
})

test('is free again when the work throws', async () => {
  const path = join(folder, 'lock')
  await expect(withFileLock(path, 0, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await withFileLock(path, 0, async () => 'mine')).toBe('mine')
})

test('gives up after its time, and says what it waited for', async () => {
  const path = join(folder, 'lock')
  await withFileLock(path, 0, async () => {
    await expect(withFileLock(path, 30, async () => 'never')).rejects.toThrow(`another process has held ${path}`)
  })
})

test('excludes another process, and is free the moment that process is killed', async () => {
  const path = join(folder, 'lock')
  const module = new URL('../../../src/store/embedded/lock.ts', import.meta.url).href
  const code = `import { withFileLock } from ${JSON.stringify(module)}
    await withFileLock(${JSON.stringify(path)}, 0, () => new Promise(() => { console.log('held'); setInterval(() => {}, 1000) }))`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  await expect(withFileLock(path, 0, async () => 'mine')).rejects.toThrow(/another process has held/)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  expect(await withFileLock(path, 0, async () => 'mine')).toBe('mine')
})

test('the waiting ends with the signal, and leaves the lock to its holder', async () => {
  const path = join(folder, 'lock')
  const ending = new AbortController()
  await withFileLock(path, 0, async () => {
    const waiting = withFileLock(path, { waitMs: 60_000, signal: ending.signal }, async () => 'never')
    ending.abort(new Error('Ended from outside'))
    await expect(waiting).rejects.toThrow('Ended from outside')
  })
  expect(await withFileLock(path, 0, async () => 'mine')).toBe('mine')
})
