import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'

export const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Starts the app as a user does, in its own process, and waits until it is ready. */
export async function startAppProcess(
  env: Record<string, string>,
): Promise<{ child: ChildProcess; url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const all = {
    PATH: process.env['PATH'],
    // BENCH_NODE_OPTIONS=--cpu-prof shows where the app's own time goes.
    NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] ?? '',
    PORT: String(port),
    INTAKE_TOKEN: 'bench',
    API_TOKEN: 'bench',
    LOG_LEVEL: 'error',
    ...env,
  }
  const child = spawn(process.execPath, ['bin/start.mjs'], { env: all, stdio: 'inherit' })
  const url = `http://127.0.0.1:${port}`
  const until = performance.now() + 30_000
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isReady) break
    if (performance.now() > until) {
      child.kill('SIGKILL')
      throw new Error('The app was not ready within 30 s')
    }
    if (child.exitCode !== null) throw new Error(`The app ended with ${child.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    child,
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}
