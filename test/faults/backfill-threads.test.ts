import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { prepareForWork } from '../../src/database/open.ts'
import { BatchSize } from '../../src/processing/batch-size.ts'
import { Drain } from '../../src/processing/drain.ts'
import { Pacer } from '../../src/processing/pacer.ts'
import { withSession } from '../../src/processing/session.ts'
import { Tally } from '../../src/processing/tally.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('30: a text that hangs its thread and one that exhausts its memory cost only themselves', async () => {
  const titles: Readonly<Record<number, string>> = { 7: 'Hangs', 60: 'Exhausts' }
  await insertBreadcrumbs(
    database.pool,
    numberedBreadcrumbs(100, (number) => (titles[number] ? { title: titles[number] } : {})),
  )
  const tally = await drainWith(new URL('./treacherous-worker.mjs', import.meta.url))
  expect(tally).toMatchObject({ processed: 98, failed: 2 })
  const { rows } = await database.pool.query(
    `SELECT b.title, o.status, o.attempts, o.error FROM rcrt_entities.outcomes o
     JOIN breadcrumbs b ON b.id = o.breadcrumb_id WHERE o.status <> 'processed' ORDER BY b.title`,
  )
  expect(rows).toEqual([
    {
      title: 'Exhausts',
      status: 'failed',
      attempts: 3,
      error: 'its text took more memory than a thread may have',
    },
    { title: 'Hangs', status: 'failed', attempts: 3, error: 'its text took longer than 3 s' },
  ])
  process.stdout.write('a hanging and an exhausting text: 98 of 98 others processed, 2 recorded as failed\n')
})

async function drainWith(workerFile: URL): Promise<Tally> {
  const own = connect({ target: database.url, maxConnections: 5 })
  try {
    const shape = await prepareForWork(own, false)
    const tally = new Tally()
    const observer = { found() {}, advanced() {}, waiting() {}, resumed() {} }
    const shared = { database: own, shape, observer, tally, stop: new AbortController().signal }
    const options = {
      ...shared,
      command: 'test',
      host: { name: 'test', pid: process.pid },
      options: {},
      extractor: {},
      work: { work: ['pending' as const], filters: {}, includeUnembedded: false },
      workerFile,
      threads: 2,
      timeLimit: 3_000,
      outageLimit: 1_000,
    }
    await withSession(options, ({ runId, selection, patience, path }) =>
      new Drain({
        ...shared,
        selection,
        runId,
        path,
        patience,
        pacer: new Pacer(Number.POSITIVE_INFINITY),
        batchSize: new BatchSize(100, 1_000),
        limit: 1_000,
        batchesAtOnce: 2,
      }).run(),
    )
    return tally
  } finally {
    await own.close()
  }
}
