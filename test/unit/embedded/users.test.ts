import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandOf, startOf } from '../../../src/store/embedded/process-identity.ts'
import { addUser, livingUsers, removeUser } from '../../../src/store/embedded/users.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'users-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('one process may be two users, each removed by its own name', async () => {
  const users = join(folder, 'users')
  expect(await livingUsers(users)).toEqual([])
  const [first, second] = [await addUser(users), await addUser(users)]
  expect((await livingUsers(users)).sort()).toEqual([first, second].sort())
  await removeUser(users, first)
  await removeUser(users, first)
  expect(await livingUsers(users)).toEqual([second])
})

test('dead processes, and pids that belong to another process by now, are forgotten', async () => {
  const mine = await addUser(folder)
  const child = spawn('sleep', ['60'])
  const alive = `${child.pid}.${await startOf(child.pid ?? 0)}.a`
  for (const name of [alive, `${process.pid}.12345.b`, '999999999.1.c', 'not-a-user'])
    await writeFile(join(folder, name), '')
  expect((await livingUsers(folder)).sort()).toEqual([mine, alive].sort())
  expect((await readdir(folder)).sort()).toEqual([mine, alive].sort())
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await livingUsers(folder)).toEqual([mine])
})

test('a process is told by its start and its command, and a dead one by neither', async () => {
  const child = spawn('sleep', ['61'])
  const pid = child.pid ?? 0
  expect(await startOf(pid)).toMatch(/\d/)
  expect(await startOf(pid)).toBe(await startOf(pid))
  expect(await commandOf(pid)).toMatch(/sleep 61$/)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await startOf(pid)).toBeNull()
  expect(await commandOf(pid)).toBeNull()
})

test.runIf(process.platform === 'linux')(
  'a zombie counts as dead, for in a container nobody may ever reap it',
  async () => {
    // The shell's first child ends at once, and exec replaces the shell by a program that never waits for it.
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [output] = await once(parent.stdout, 'data')
    const zombie = Number(String(output).trim())
    await expect.poll(() => startOf(zombie)).toBeNull()
    expect(await commandOf(zombie)).toBeNull()
    parent.kill('SIGKILL')
    await once(parent, 'exit')
  },
)
