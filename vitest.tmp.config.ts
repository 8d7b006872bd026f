import { defineConfig } from 'vitest/config'
export default defineConfig({
  root: '/work/watch',
  test: {
    globalSetup: 'test/support/global-setup.ts',
    testTimeout: 240000,
    hookTimeout: 120000,
    fileParallelism: false,
    include: ['test/faults/**/*.test.ts'],
  },
})
