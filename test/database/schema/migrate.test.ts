import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { LANE_INDEX, OWN_INDEXES } from '../../../src/database/schema/own-indexes.ts'
import { insertBreadcrumbs, numberedBreadcrumbs, OWNER_ID } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const ROLE = 'rcrt_plain_role'
const INDEX = 'breadcrumbs_rcrt_entities_pending'

let database: TestDatabase

beforeAll(async () => {
  const server = await createTestDatabase()
  await server.pool.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD 'plain'`)
  await server.drop()
})
afterAll(async () => {
  const server = await createTestDatabase()
  await server.pool.query(`DROP ROLE ${ROLE}`)
  await server.drop()
})
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

test('migrate makes schema and indexes once, and --undo removes them', async () => {
  expect((await migrate()).stdout).toContain('Built the index')
  expect((await migrate()).stdout).toContain('Nothing to do')
  expect((await migrate('--undo', '--yes')).code).toBe(0)
  for (const { name } of OWN_INDEXES) {
    const { rows } = await database.pool.query(
      `SELECT to_regclass('${name}') AS index, to_regnamespace('rcrt_entities') AS schema`,
    )
    expect(rows).toEqual([{ index: null, schema: null }])
  }
})

test('migrate builds the index for lanes only when asked, since each index costs every insert', async () => {
  const has = async () =>
    (await database.pool.query(`SELECT to_regclass('${LANE_INDEX.name}') IS NOT NULL AS has`)).rows[0].has
  expect((await migrate('--dry-run')).stdout).not.toContain(LANE_INDEX.name)
  await migrate()
  expect(await has()).toBe(false)
  expect((await migrate('--lanes', '--dry-run')).stdout).toContain(LANE_INDEX.name)
  expect((await migrate('--lanes')).stdout).toBe('Built the index on pending breadcrumbs by schema.\n')
  expect(await has()).toBe(true)
  expect((await migrate('--lanes')).stdout).toContain('Nothing to do')
  expect((await migrate('--undo', '--yes')).stdout).toContain('by schema')
  expect(await has()).toBe(false)
})

test('a table that a later release adds can be used by whoever could use the others', async () => {
  await migrate()
  await database.pool.query(`DROP TABLE rcrt_entities.orders, rcrt_entities.previous; DROP INDEX rcrt_entities.runs_unfinished;
    ALTER TABLE rcrt_entities.runs DROP COLUMN done, DROP COLUMN total, DROP COLUMN per_second;
    DELETE FROM rcrt_entities.migrations WHERE version >= 5;
    GRANT SELECT, INSERT, DELETE ON ALL TABLES IN SCHEMA rcrt_entities TO ${ROLE}`)
  await migrate()
  const { rows } = await database.pool.query(
    `SELECT privilege FROM unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS privilege
     WHERE has_table_privilege('${ROLE}', 'rcrt_entities.orders', privilege)`,
  )
  expect(rows.map(({ privilege }) => privilege)).toEqual(['SELECT', 'INSERT', 'DELETE'])
})

test('migrate --undo says what it removed, and the second time that there was nothing', async () => {
  await migrate()
  for (const { name } of OWN_INDEXES) await database.pool.query(`DROP INDEX IF EXISTS ${name}`)
  const once = await migrate('--undo', '--yes')
  expect(once.stdout).toBe('Removed the schema rcrt_entities.\n')
  const twice = await migrate('--undo', '--yes')
  expect(twice.stdout).toMatch(/^Nothing to do: neither an index of ours nor the schema/)
  expect(twice.code).toBe(0)
})

test.each([
  [[], /^Applied migration 1: .*\.$/m],
  [['--json'], /"steps": \[\s+\{\s+"did": "applied",\s+"what": "migration",\s+"version": 1,/],
])(
  'migrate %j shows what it applied before it failed at the index of another role',
  async (flags, applied) => {
    await database.pool.query(`DO $$ BEGIN
    EXECUTE format('GRANT CREATE ON DATABASE %I TO ${ROLE}', current_database()); END $$`)
    const { stdout, stderr, code } = await runCli(['migrate', ...flags, '--database-url', urlOfRole()])
    expect(stdout).toMatch(applied)
    expect(stderr).toMatch(/^error: only the owner of the table breadcrumbs may index it/)
    expect(code).toBe(2)
  },
)

test('migrate repairs an index that was left half built', async () => {
  await migrate()
  await database.pool.query(
    `UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass('${INDEX}')`,
  )
  expect((await migrate()).stdout).toContain('Repaired the index')
})

test('migrate gives up when another transaction keeps it from its lock for 5 s, and can be repeated', async () => {
  const other = await database.pool.connect()
  await other.query('BEGIN; LOCK TABLE breadcrumbs IN ROW EXCLUSIVE MODE')
  const { code, stderr } = await migrate()
  expect(stderr).toContain('held a lock for 5 s')
  expect(code).toBe(1)
  await other.query('ROLLBACK')
  other.release()
  expect((await migrate()).stdout).toMatch(/Repaired|Built/)
})

test('where a statement may not last as long as the index takes, migrate says so', async () => {
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(20_000))
  await database.pool.query(`ALTER ROLE ${ROLE} SUPERUSER; ALTER ROLE ${ROLE} SET statement_timeout = 1`)
  const { code, stderr } = await runCli(['migrate', '--database-url', urlOfRole()])
  await database.pool.query(`ALTER ROLE ${ROLE} NOSUPERUSER; ALTER ROLE ${ROLE} RESET statement_timeout`)
  expect(stderr).toContain('SET statement_timeout = 0')
  expect(code).toBe(1)
})

test('backfill on a large table without the index says that migrate builds it', async () => {
  const large = () => database.pool.query("UPDATE pg_class SET reltuples = 1e6 WHERE relname = 'breadcrumbs'")
  const backfill = () => runCli(['backfill', '--database-url', database.url])
  expect((await backfill()).stderr).not.toContain('migrate')
  await large()
  expect((await backfill()).stderr).toContain('run `rcrt-entities migrate` once')
  await migrate()
  await large()
  expect((await backfill()).stderr).not.toContain('migrate')
})

test('a schema made by a newer release is refused', async () => {
  await migrate()
  await database.pool.query("INSERT INTO rcrt_entities.migrations (version, name) VALUES (999, 'future')")
  const { code, stderr } = await runCli(['backfill', '--database-url', database.url])
  expect(stderr).toContain('upgrade rcrt-entities')
  expect(code).toBe(2)
})

test('a role that may not create the schema is told what to grant', async () => {
  await database.pool.query(`ALTER ROLE ${ROLE} BYPASSRLS; GRANT SELECT ON breadcrumbs TO ${ROLE}`)
  const { code, stderr } = await asRole()
  expect(stderr).toContain('GRANT USAGE ON SCHEMA rcrt_entities')
  expect(code).toBe(2)
})

test('a role without any rights is told to get SELECT, not of row-level security', async () => {
  await database.pool.query(`ALTER ROLE ${ROLE} NOBYPASSRLS`)
  const { code, stderr } = await asRole()
  expect(stderr).toMatch(/^error: this role may not read the table breadcrumbs at /)
  expect(stderr).toContain('GRANT SELECT ON breadcrumbs TO <role>;')
  expect(stderr).not.toMatch(/row-level|--owner/)
  expect(code).toBe(2)
})

test('28: a role under row-level security is refused, and works when it names its tenant', async () => {
  await insertBreadcrumbs(database.pool, [
    ...numberedBreadcrumbs(3),
    { ownerId: '00000000-0000-0000-0000-000000000002' },
  ])
  await migrate()
  await database.pool.query(`ALTER ROLE ${ROLE} NOBYPASSRLS;
    GRANT SELECT ON breadcrumbs TO ${ROLE};
    GRANT UPDATE (entities, entity_keywords) ON breadcrumbs TO ${ROLE};
    GRANT USAGE ON SCHEMA rcrt_entities TO ${ROLE};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rcrt_entities TO ${ROLE}`)
  const refused = await asRole()
  expect(refused.stderr).toContain('row-level security')
  expect(refused.code).toBe(2)
  const scoped = await asRole('--owner', OWNER_ID, '--json')
  expect(scoped.code, scoped.stderr).toBe(0)
  expect(JSON.parse(scoped.stdout)).toMatchObject({ found: 3, processed: 3 })
})

function migrate(...args: string[]) {
  return runCli(['migrate', ...args, '--database-url', database.url])
}

function asRole(...args: string[]) {
  return runCli(['backfill', ...args, '--database-url', urlOfRole()])
}

function urlOfRole(): string {
  const url = new URL(database.url)
  url.username = ROLE
  url.password = 'plain'
  return url.href
}
