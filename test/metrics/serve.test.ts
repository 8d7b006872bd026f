import type { Server } from 'node:http'
import { expect, test, vi } from 'vitest'
import { serveMetrics } from '../../src/metrics/serve.ts'

let server: Server
vi.mock('node:http', async (importOriginal) => {
  const http = await importOriginal<typeof import('node:http')>()
  return {
    ...http,
    createServer: (...given: Parameters<typeof http.createServer>) => {
      server = http.createServer(...given)
      return server
    },
  }
})

test('connections that cannot be taken do not end the process, and the next one is answered', async () => {
  const served = {
    contentType: 'text/plain',
    text: async () => 'all is told',
    health: () => ({ isHealthy: true, words: '' }),
  }
  const { url, close } = await serveMetrics(served, { host: '127.0.0.1', port: 0 })
  for (let taken = 0; taken < 2; taken += 1) server.emit('error', new Error('accept EMFILE'))
  expect(await (await fetch(url)).text()).toBe('all is told\n')
  await close()
})
