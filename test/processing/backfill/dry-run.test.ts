import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../../src/database/connection/connect.ts'
import { checkTable } from '../../../src/database/schema/table.ts'
import { dryRun } from '../../../src/processing/backfill/dry-run.ts'
import { Patience } from '../../../src/processing/run/patience.ts'
import { ExtractionPool } from '../../../src/processing/threads/pool.ts'
import { Work } from '../../../src/processing/work.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const WORKER_FILE = new URL('../../../dist/processing/threads/worker.js', import.meta.url)

let testDatabase: TestDatabase

beforeAll(async () => {
  testDatabase = await createTestDatabase()
})
afterAll(() => testDatabase.drop())

test('a dry run may read for as long as the sweep of a real run', async () => {
  await insertBreadcrumbs(testDatabase.pool, numberedBreadcrumbs(3))
  const statements: string[] = []
  const database = connect({
    target: testDatabase.url,
    maxConnections: 1,
    onStatement: (text) => statements.push(text),
  })
  const pool = new ExtractionPool({ workerFile: WORKER_FILE, threads: 1, extractor: {} })
  const stop = new AbortController().signal
  const observer = { waiting() {}, resumed() {} }
  try {
    const table = await checkTable(database, false)
    statements.length = 0
    const work = new Work({
      database,
      table,
      selection: { kinds: ['pending'], filters: {}, includeUnembedded: false },
      run: { id: randomUUID(), extractor: 'test', since: new Date() },
      patience: new Patience({ outageLimit: 60_000, observer, stop }),
    })
    const pages = dryRun(work, pool, { limit: 3, batchSize: 2, priority: undefined })
    const first = await pages.next()
    const second = await pages.next()
    expect([first.value, second.value].map((page) => page?.length)).toEqual([2, 1])
    const openings = statements.filter((text) => text.startsWith('BEGIN'))
    expect(openings.length).toBeGreaterThanOrEqual(4)
    for (const opening of openings) expect(opening).toContain('statement_timeout = 600000')
  } finally {
    await pool.close()
    await database.close()
  }
})
