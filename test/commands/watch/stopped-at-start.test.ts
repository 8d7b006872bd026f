import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { Output } from '../../../src/cli/output/output.ts'
import { run } from '../../../src/commands/watch.ts'

/** In this process: as one of its own it would have ten seconds to end, which is too short for a loaded machine. */
test('stopped while the embedded database is being created it ends with 0', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rcrt-watch-test-'))
  const stop = new AbortController()
  let stderr = ''
  const errors = new PassThrough({ encoding: 'utf8' }).on('data', (text: string) => {
    stderr += text
    if (stderr.startsWith('Creating')) stop.abort()
  })
  const context = {
    output: new Output(stream(new PassThrough()), stream(errors), {}, FLAGS),
    version: '0.0.0',
    env: { RCRT_API_URL: 'http://127.0.0.1:1' },
    stdin: process.stdin,
    interrupt: () => undefined,
    terminate: () => undefined,
    stop: stop.signal,
    host: {
      name: 'test',
      pid: process.pid,
      nodeVersion: process.versions.node,
      cores: 1,
      user: undefined,
      residentBytes: () => 0,
      cpuSeconds: () => 0,
    },
    workerFile: new URL('../../../dist/processing/threads/worker.js', import.meta.url),
  }
  const flags = { embedded: join(directory, 'database'), sweep: true, concurrency: 1, ...SOURCE } as const
  try {
    expect(await run(context, flags)).toBe(0)
    expect(stderr).toMatch(/^Creating [\s\S]*\n0 processed, 0 skipped, 0 failed in \d+s\n$/)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

const SOURCE = {
  source: 'sse',
  stream: 'BREADCRUMB_EVENTS',
  consumer: 'entity-extractor',
  retention: 'limits',
  ackWait: 30_000,
  maxDeliver: 3,
} as const
const FLAGS = { color: false, progress: false, quiet: false, verbose: false, json: false }

function stream(pipe: PassThrough): NodeJS.WriteStream {
  return pipe as unknown as NodeJS.WriteStream
}
