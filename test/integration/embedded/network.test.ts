import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const script = fileURLToPath(new URL('../../support/embedded-network-main.ts', import.meta.url))

test('the embedded parts, first start and failures included, talk to nobody outside this machine', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'embedded-'))
  await chmod(dataDir, 0o755)
  onTestFinished(() => rm(dataDir, { recursive: true }))
  // No variable that would switch a report to its makers off.
  const { stdout } = await promisify(execFile)(process.execPath, [script, dataDir], {
    env: { PATH: process.env['PATH'] },
  })
  const { seen, statuses } = JSON.parse(stdout) as { seen: string[]; statuses: number[] }
  expect(statuses).toEqual([201, 200, 404, 404])
  expect(seen.length).toBeGreaterThan(5)
  expect(seen).toContain('connect 127.0.0.1')
  expect(seen.filter((entry) => !entry.endsWith(' 127.0.0.1'))).toEqual([])
})
