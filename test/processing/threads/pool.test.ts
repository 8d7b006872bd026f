import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { BreadcrumbRow } from '../../../src/database/claims/read.ts'
import { ExtractionPool } from '../../../src/processing/threads/pool.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { drain } from '../../support/drain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const CANNOT_START = 'an extraction thread cannot start: EMFILE: too many open files'
/** A thread that ends with the text that it is given, as one without memory does. */
const MORTAL = `export default function extractRows(rows) {
  for (const { title } of rows) if (title === 'Fatal') setImmediate(() => { throw new TypeError('hunter2') })
  return rows.some(({ title }) => title === 'Fatal') ? new Promise(() => {}) : rows.map(({ id, version }) => (
    { kind: 'error', id, version, error: 'it lived' }
  ))
}`

let database: TestDatabase
let directory: string

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rcrt-threads-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

test('threads that cannot load end the run with the reason at once, and charge no breadcrumb', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(60))
  const workerFile = await worker("throw new Error('EMFILE: too many open files')")
  await expect(drain({ url: database.url, workerFile })).rejects.toMatchObject({
    name: 'ToolError',
    kind: 'failure',
    message: CANNOT_START,
  })
  const { rows } = await database.pool.query(
    `SELECT (SELECT count(*)::int FROM rcrt_entities.outcomes) AS outcomes,
       (SELECT count(*)::int FROM rcrt_entities.claims WHERE expires_at > now()) AS held`,
  )
  expect(rows).toEqual([{ outcomes: 0, held: 0 }])
})

test('a worker file that is missing is named', async () => {
  const workerFile = pathToFileURL(join(directory, 'missing.mjs'))
  await expect(extract(workerFile, ['One'])).rejects.toThrow(
    /cannot start: Cannot find module .*missing\.mjs/,
  )
})

test('a thread that dies with a text costs that text only; one that cannot be replaced blames no text', async () => {
  const survivor = await worker(MORTAL)
  const errors = await extract(survivor, ['One', 'Fatal', 'Two'])
  expect(errors).toEqual(['it lived', 'its thread died of: TypeError', 'it lived'])
  const once = `import { existsSync, writeFileSync } from 'node:fs'
const mark = new URL('./loaded', import.meta.url)
if (existsSync(mark)) throw new Error('EMFILE: too many open files')
writeFileSync(mark, '')\n`
  const irreplaceable = await worker(once + MORTAL)
  await expect(extract(irreplaceable, ['One', 'Fatal', 'Two'])).rejects.toThrow(CANNOT_START)
})

test('a pool that is closed while its threads load leaves none behind', async () => {
  const workerFile = await worker(MORTAL)
  const pool = new ExtractionPool({ workerFile, threads: 2, extractor: {} })
  const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'Worker').length
  const before = threads()
  pool.start(1_000)
  await pool.close()
  expect(threads()).toBe(before)
})

test('threads import their module: one that is ended while it requires an ES module takes the process with it', async () => {
  const workerFile = await worker(`const { stack } = new Error('loaded')
export default (rows) => rows.map(({ id, version }) => ({ kind: 'error', id, version, error: stack }))`)
  const [stack] = await extract(workerFile, ['One'])
  expect(stack).toContain('ModuleJob')
  expect(stack).not.toMatch(/Sync/)
})

test('no more threads are started than the work keeps busy, and never more than there may be', async () => {
  const workerFile = await worker(`import { writeFileSync } from 'node:fs'
import { threadId } from 'node:worker_threads'
writeFileSync(new URL('./thread-' + threadId, import.meta.url), '')
${MORTAL}`)
  const started = async () => (await readdir(directory)).filter((name) => name.startsWith('thread-')).length
  const pool = new ExtractionPool({ workerFile, threads: 4, extractor: {} })
  const extracted = (rows: number) => pool.extract(Array(rows).fill(rowOf('One')), NEVER)
  pool.start(0)
  await extracted(25)
  expect(await started()).toBe(1)
  await extracted(26)
  expect(await started()).toBe(2)
  pool.start(75)
  await vi.waitFor(async () => expect(await started()).toBe(3), 30_000)
  pool.start(1_000)
  await extracted(500)
  expect(await started()).toBe(4)
  await pool.close()
})

const NEVER = new AbortController().signal

async function worker(source: string): Promise<URL> {
  const file = join(directory, `worker-${source.length}.mjs`)
  await writeFile(file, source)
  return pathToFileURL(file)
}

/** In one thread: what came of each title. */
async function extract(workerFile: URL, titles: readonly string[]): Promise<string[]> {
  const pool = new ExtractionPool({ workerFile, threads: 1, extractor: {} })
  try {
    const extracted = await pool.extract(titles.map(rowOf), NEVER)
    return extracted.map((one) => (one.kind === 'error' ? one.error : 'a result'))
  } finally {
    await pool.close()
  }
}

function rowOf(title: string): BreadcrumbRow {
  return {
    id: title,
    version: 1,
    title,
    description: null,
    tags: [],
    context: null,
    schemaName: null,
    sensitivity: 'low',
  }
}
