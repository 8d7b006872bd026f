import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const WORKER_FILE = new URL('../../../dist/processing/threads/worker.js', import.meta.url)

test('the worker thread can only be imported: required, it could take the process with it at its end', () => {
  const require = createRequire(import.meta.url)
  expect(() => require(WORKER_FILE.pathname)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^ERR_REQUIRE_(ASYNC_MODULE|ESM)$/) }),
  )
})
