import { afterEach, expect, test } from 'vitest'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase

afterEach(() => database.drop())

test('a database that cannot store every character is refused before any work', async () => {
  database = await createTestDatabase(undefined, 'LATIN1')
  const { stderr, code } = await runCli(['backfill', '--database-url', database.url])
  expect(stderr).toMatch(/has the encoding LATIN1.*\nhint: .*ENCODING UTF8/)
  expect(code).toBe(2)
})

test('SQL_ASCII stores every character, and is taken', async () => {
  database = await createTestDatabase(undefined, 'SQL_ASCII')
  await insertBreadcrumbs(database.pool, [{ title: 'Réparer le 数据库' }])
  const { stderr, code } = await runCli(['backfill', '--database-url', database.url])
  expect(code, stderr).toBe(0)
  const { rows } = await database.pool.query('SELECT entity_keywords FROM breadcrumbs')
  expect(rows[0].entity_keywords).toContain('réparer')
})
