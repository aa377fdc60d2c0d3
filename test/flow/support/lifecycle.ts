import { afterEach, expect } from 'vitest'
import { startTestApp, type TestApp, type TestAppOptions } from '../../support/app.ts'

/** After every test: nothing broke a rule of the services around the app, and Claude answers well again. */
export function keepsTheRules(...apps: (() => TestApp | undefined)[]): void {
  afterEach(() => {
    for (const app of apps) {
      const test = app()
      if (!test) continue
      test.claude.respond('good')
      expectNoProblems(test)
    }
  })
}

/** Runs a test on an app of its own and stops it, whatever happens. */
export async function withApp(options: TestAppOptions, work: (test: TestApp) => Promise<void>): Promise<void> {
  const test = await startTestApp(options)
  try {
    await work(test)
    expectNoProblems(test)
  } finally {
    await test.stop()
  }
}

function expectNoProblems({ workspace, claude, clay }: TestApp): void {
  expect(workspace.problems).toEqual([])
  expect(claude.problems).toEqual([])
  expect(clay.problems).toEqual([])
}
