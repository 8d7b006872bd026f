import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/worker-setup.ts',
    // For what hangs. A machine under load may need ten times as long as an idle one, and longest for PGlite.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Most tests start processes and databases of their own; more at once only wait for each other.
    maxWorkers: 2,
    include: ['test/**/*.test.ts'],
    exclude: ['test/faults/**', 'test/operator/**', 'node_modules/**'],
  },
})
