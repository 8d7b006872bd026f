import { defineConfig } from 'vitest/config'

/** What an operator does, in real terminals and on real servers: `npm run test:operator`. */
export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/worker-setup.ts',
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    include: ['test/operator/**/*.test.ts'],
  },
})
