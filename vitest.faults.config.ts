import { defineConfig } from 'vitest/config'

/** Real processes that are killed, cut off and starved, on servers of their own: `npm run test:faults`. */
export default defineConfig({
  test: {
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/worker-setup.ts',
    testTimeout: 240_000,
    hookTimeout: 180_000,
    // Each test loads both cores; side by side they would only measure each other.
    fileParallelism: false,
    include: ['test/faults/**/*.test.ts'],
  },
})
