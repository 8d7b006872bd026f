import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { drain } from '../support/drain.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

// Each with a time limit of its own: on a busy machine it takes long until memory is exhausted.
test.each([
  ['hangs its thread', 'Hangs', 3, 'its text took longer than 3 s'],
  ['exhausts its memory', 'Exhausts', 60, 'its text took more memory than a thread may have'],
])('30: a text that %s costs only itself', async (does, title, seconds, error) => {
  await insertBreadcrumbs(
    database.pool,
    numberedBreadcrumbs(100, (number) => (number === 60 ? { title } : {})),
  )
  const workerFile = new URL('./treacherous-worker.mjs', import.meta.url)
  const { tally } = await drain({ url: database.url, workerFile, timeLimit: seconds * 1_000 })
  expect(tally).toMatchObject({ processed: 99, failed: 1 })
  const { rows } = await database.pool.query(
    `SELECT b.title, o.status, o.attempts, o.error FROM rcrt_entities.outcomes o
     JOIN breadcrumbs b ON b.id = o.breadcrumb_id WHERE o.status <> 'processed'`,
  )
  expect(rows).toEqual([{ title, status: 'failed', attempts: 3, error }])
  process.stdout.write(`a text that ${does}: 99 of 99 others processed, 1 recorded as failed\n`)
})
