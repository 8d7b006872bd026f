import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { runCli, startCli } from '../support/cli.ts'
import { expectToFit } from '../support/json-schemas.ts'
import { pgbouncerAvailable, startPgbouncer } from '../support/pgbouncer.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

const ROLE = `drill_${process.pid}`
const MADE = /in the schema (rcrt_entities_drill_\w+)/
let database: TestDatabase
const drill = (...args: string[]) => ['drill', '--rows', '100', '--database-url', database.url, ...args]
const asRole = () => database.url.replace(/\/\/[^@]*@/, `//${ROLE}:hunter2@`)

/** Production: rows that are done, pending and claimed, and outcomes of rows that are gone, which pruning would remove. */
beforeAll(async () => {
  database = await createTestDatabase()
  const { pool } = database
  await insertBreadcrumbs(pool, numberedBreadcrumbs(60))
  const backfill = await runCli(['backfill', '--limit', '30', '--database-url', database.url])
  expect(backfill.code, backfill.stderr).toBe(0)
  await pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id)
     SELECT gen_random_uuid(), 1, 'x', 'processed', gen_random_uuid() FROM generate_series(1, 5)`,
  )
  await pool.query(
    `INSERT INTO rcrt_entities.claims (breadcrumb_id, token, run_id, expires_at)
     SELECT id, $1, $1, now() - make_interval(hours => 2 * (row_number() OVER ())::int % 4) FROM breadcrumbs LIMIT 10`,
    [randomUUID()],
  )
  await pool.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD 'hunter2'; GRANT SELECT ON breadcrumbs TO ${ROLE}`)
})
afterAll(async () => {
  await database.pool.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`)
  await database.drop()
})

/** A digest of each table that is not of the system, with each row's place and the transaction that wrote it. */
async function everything(): Promise<Record<string, string>> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema|rcrt_entities_drill_)'`,
  )
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await database.pool.query(
      `SELECT md5(string_agg(ctid::text || xmin::text || t::text, ',' ORDER BY ctid)) AS digest FROM ${name} t`,
    )
    digests[name] = rows[0].digest
  }
  return digests
}

async function scratchSchemas(): Promise<string[]> {
  const { rows } = await database.pool.query(
    "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rcrt_entities_drill%'",
  )
  return rows.map(({ nspname }) => nspname)
}

test('loses and doubles nothing, and touches nothing that is not its own', async () => {
  const before = await everything()
  const { code, stdout, stderr } = await runCli(drill('--json', '--rows', '200'))
  expect(code, stderr + stdout).toBe(0)
  const result = JSON.parse(stdout)
  expectToFit('drill', result, stderr)
  expect(result).toMatchObject({ isSound: true, rows: 200, lost: 0, doubled: 0, leftovers: [] })
  expect(result.faults.map((one: { fault: string }) => one.fault)).toEqual([
    'process',
    'thread',
    'connection',
  ])
  // Its claims were taken over, and not given back.
  expect(result.faults[0].recoverySeconds).toBeGreaterThan(result.leaseSeconds / 2)
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['breadcrumbs', 'rcrt_entities.claims']))
  expect(await everything()).toEqual(before)
  expect(await scratchSchemas()).toEqual([])
})

test('tells what was lost and what was doubled, and exits with 1, for a role with the grants alone', async () => {
  const name = new URL(database.url).pathname.slice(1)
  await database.pool.query(`GRANT CREATE ON DATABASE ${name} TO ${ROLE}`)
  const run = startCli(drill('--json', '--database-url', asRole()))
  const [, schema = ''] = await run.waitForStderr(MADE)
  await run.waitForStderr(/Killed a worker/)
  const done = `SELECT breadcrumb_id FROM ${schema}.outcomes ORDER BY breadcrumb_id LIMIT`
  await database.pool.query(
    `DELETE FROM ${schema}.breadcrumbs WHERE id IN (${done} 1);
     UPDATE ${schema}.outcomes SET recorded_at = now() WHERE breadcrumb_id IN (${done} 2 OFFSET 1)`,
  )
  const { code, stdout, stderr } = await run.exit
  await database.pool.query(`REVOKE CREATE ON DATABASE ${name} FROM ${ROLE}`)
  expect(code, stderr).toBe(1)
  const result = JSON.parse(stdout)
  expectToFit('drill', result, stderr)
  expect(result).toMatchObject({ isSound: false, lost: 1, doubled: 2 })
  expect(result.faults[0]).toMatchObject({ fault: 'process', lost: 1, doubled: 2 })
  expect(await scratchSchemas()).toEqual([])
})

test.skipIf(!pgbouncerAvailable)('works through a pooler that shares connections', async () => {
  const before = await everything()
  const proxy = await startPgbouncer(database.url)
  const { code, stdout, stderr } = await runCli(drill('--json', '--database-url', proxy.url))
  await proxy.stop()
  expect(code, stderr).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ isSound: true, lost: 0, doubled: 0 })
  expect(await everything()).toEqual(before)
  expect(await scratchSchemas()).toEqual([])
})

describe('what is left behind', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('nothing after %s, at any moment', async (signal) => {
    for (const moment of [MADE, /Killed a worker/]) {
      const run = startCli(drill())
      await run.waitForStderr(moment)
      run.kill(signal)
      const { code, stderr } = await run.exit
      expect(code, stderr).toBe(signal === 'SIGINT' ? 130 : 143)
      expect(await scratchSchemas()).toEqual([])
    }
  })

  test('after SIGKILL a schema that the next one removes, but not that of one at work', async () => {
    const killed = startCli(drill())
    const [, left = ''] = await killed.waitForStderr(MADE)
    const atWork = startCli(drill())
    const [, used = ''] = await atWork.waitForStderr(MADE)
    killed.kill('SIGKILL')
    await killed.exit
    expect(await scratchSchemas()).toEqual(expect.arrayContaining([left, used]))
    const next = startCli(drill())
    const [, own = ''] = await next.waitForStderr(MADE)
    expect(next.stderr).toContain(`Removed the schema ${left},`)
    expect((await scratchSchemas()).sort()).toEqual([used, own].sort())
    for (const run of [atWork, next]) run.kill('SIGINT')
    await Promise.all([atWork.exit, next.exit])
    expect(await scratchSchemas()).toEqual([])
  })
})

describe('refuses before it makes anything', () => {
  test('where the role may not create a schema, and says what to grant', async () => {
    const { code, stderr } = await runCli(drill('--database-url', asRole()))
    expect(code).toBe(2)
    expect(stderr).toMatch(new RegExp(`GRANT CREATE ON DATABASE \\w+ TO ${ROLE};`))
    expect(stderr).not.toContain('GRANT SELECT')
  })

  test('where subscribers of all tables would be sent its rows', async () => {
    await database.pool.query('CREATE PUBLICATION everything FOR ALL TABLES')
    const { code, stderr } = await runCli(drill())
    await database.pool.query('DROP PUBLICATION everything')
    expect(code).toBe(2)
    expect(stderr).toContain('the publication everything')
  })

  test('on the embedded database, by name', async () => {
    const { code, stderr } = await runCli(['drill', '--embedded', 'somewhere'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/embedded database in somewhere/)
  })

  test('its worker alone, on anything that is no scratch schema', async () => {
    const { code } = await runCli(['drill-worker', 'public', '1', '--database-url', database.url])
    expect(code).toBe(2)
  })
})
