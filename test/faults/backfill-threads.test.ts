import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { drain } from '../support/drain.ts'
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
  const workerFile = new URL('./treacherous-worker.mjs', import.meta.url)
  const { tally } = await drain({ url: database.url, workerFile, timeLimit: 3_000 })
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
