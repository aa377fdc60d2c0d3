import { defineConfig } from 'vitest/config'

const layer = (name: string, extra: object = {}) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], ...extra },
})

export default defineConfig({
  test: {
    sequence: { shuffle: true },
    pool: 'forks',
    maxWorkers: 2,
    // Speed is shown in bench/: these only end what hangs, on the slowest machine too.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'json-summary'] },
    projects: [
      layer('unit'),
      layer('integration', { globalSetup: ['test/support/global-setup.ts'] }),
      layer('flow', { globalSetup: ['test/support/global-setup.ts'] }),
    ],
  },
})
