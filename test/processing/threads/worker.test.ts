import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

const WORKER_FILE = new URL('../../../dist/processing/threads/worker.js', import.meta.url)

test('what is told of an exception is its kind and its place, never its words, which may quote the text', async () => {
  const thread = new Worker(
    `const { parentPort } = require('node:worker_threads')
    const row = { id: '1', version: 2, get title() { throw new TypeError('hunter2') } }
    import('${WORKER_FILE}').then(({ default: extract }) => parentPort.postMessage(extract([row])))`,
    { eval: true, workerData: { isMeasured: true } },
  )
  const [work] = await once(thread, 'message')
  const [[extracted]] = await once(thread, 'message')
  await thread.terminate()
  expect(extracted).toMatchObject({ kind: 'error', id: '1', version: 2 })
  expect(work).toEqual({
    thread: expect.any(Number),
    heapBytes: expect.any(Number),
    milliseconds: [expect.any(Number)],
  })
  expect(extracted.error).toMatch(/^its extraction failed with a TypeError at worker\.js:\d+$/)
})
