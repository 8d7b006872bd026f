import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { runCli } from '../../support/cli.ts'
import { diagnose } from '../../support/doctor.ts'
import { pgbouncerAvailable, startPgbouncer } from '../../support/pgbouncer.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
const at = (url = database.url) => ['--database-url', url]
const ROLE = `doctor_${process.pid}`
const asRole = () => database.url.replace(/\/\/[^@]*@/, `//${ROLE}:hunter2@`)

beforeAll(async () => {
  database = await createTestDatabase()
  await runCli(['migrate', ...at()])
  await database.pool.query("INSERT INTO tenants (id, name) VALUES (gen_random_uuid(), 'One')")
  await database.pool.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD 'hunter2'`)
})
afterAll(async () => {
  await database.pool.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`)
  await database.drop()
})

function insertRows(count: number): string {
  return `INSERT INTO breadcrumbs (id, owner_id, title, context, visibility, sensitivity, checksum, size_bytes, entity_keywords)
    SELECT gen_random_uuid(), t.id, 'Row', '{}', 'team', 'low', '', 2, '{row}'
    FROM (SELECT id FROM tenants LIMIT 1) t, generate_series(1, ${count})`
}

/** Does it, looks, and undoes it. */
async function broken(sql: string, undone: string, args = at()) {
  await database.pool.query(sql)
  try {
    return await diagnose(args)
  } finally {
    await database.pool.query(undone)
  }
}

test('a database that is set up passes every check but what the server itself lacks', async () => {
  const { signs, code } = await diagnose(at())
  const lacking = inject('pgvector') ? [] : ['pgvector']
  const bad = Object.entries(signs).filter(([name, sign]) => '!✖'.includes(sign) && !lacking.includes(name))
  expect(bad).toEqual([])
  expect(code).toBe(0)
  expect(Object.keys(signs)).toEqual(expect.arrayContaining(['node', 'pooler', 'claims', 'rights']))
})

describe('✖ database says why nobody gets in, and what needs it is passed by', () => {
  test.each([
    ['nobody listens', () => 'postgresql://u:geheim@127.0.0.1:1/x', /cannot reach.*→ check that PostgreSQL/],
    ['a wrong password', () => asRole().replace('hunter2', 'geheim'), /refused the login.*→ check the user/],
    ['no such database', () => `${database.url}_x`, /does not exist/],
  ])('%s', async (_, url, words) => {
    const found = await diagnose(at(url()))
    expect(found.signs.database).toBe('✖')
    expect(found.words.database).toMatch(words)
    expect(found.words.encoding).toMatch(/^it needs: database/)
    expect(found.signs.claims).toBe('-')
  })

  test('a server that accepts and says nothing is given up in time', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const { port } = silent.address() as { port: number }
    const { signs, words } = await diagnose(at(`postgresql://u:geheim@127.0.0.1:${port}/x`))
    silent.close()
    expect(signs.database).toBe('✖')
    expect(words.database).toMatch(/timeout|no answer/)
  })
})

test('a password file that others may read is a fault, and one of our own is read', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rcrt-pgpass-'))
  const file = join(directory, '.pgpass')
  await writeFile(file, '*:*:*:*:hunter2\n')
  const url = asRole().replace(':hunter2', '')
  await chmod(file, 0o644)
  const open = await diagnose(at(url), { PGPASSFILE: file })
  await chmod(file, 0o600)
  const own = await diagnose(at(url), { PGPASSFILE: file })
  const none = await diagnose(at(url), { PGPASSFILE: join(directory, 'none') })
  await rm(directory, { recursive: true })
  expect([open, own, none].map(({ signs }) => [signs['password file'], signs.database])).toEqual([
    ['✖', '✖'],
    ['✔', '✔'],
    ['✔', '✖'],
  ])
  expect(open.words['password file']).toMatch(/chmod 600 \S+\.pgpass/)
})

test.each(['/dev/null', '/dev/null/.pgpass'])('a password file at %s is none', async (path) => {
  const { signs, words } = await diagnose(at(asRole().replace(':hunter2', '')), { PGPASSFILE: path })
  expect(signs['password file']).toBe('✔')
  expect(words['password file']).toContain('none is read at')
})

test.each([
  ['✖', '90_000', /1m 30s ahead/],
  ['!', '-20_000', /20s behind/],
])('%s clock: a machine whose clock is off by %s ms', async (sign, by, words) => {
  const shifted = `const now = Date.now; Date.now = () => now() + ${by}`
  const { signs, words: found } = await diagnose(at(), {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shifted)}`,
  })
  expect(signs.clock).toBe(sign)
  expect(found.clock).toMatch(words)
})

test('✖ encoding', async () => {
  const latin = await createTestDatabase(undefined, 'LATIN1')
  const { signs, words } = await diagnose(at(latin.url))
  await latin.drop()
  expect(signs).toMatchObject({ encoding: '✖', breadcrumbs: '-' })
  expect(words.encoding).toMatch(/LATIN1.*\n.*ENCODING UTF8/)
})

test('✖ writable', async () => {
  const set = (value: string) =>
    `DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' ${value}'; END $$`
  const { signs } = await broken(
    set('SET default_transaction_read_only = on'),
    `BEGIN READ WRITE; ${set('RESET default_transaction_read_only')}; COMMIT`,
  )
  expect(signs.writable).toBe('✖')
})

test('connections: ✖ where fewer than two are left, ! where fewer than a run takes', async () => {
  await database.pool.query(`GRANT SELECT ON breadcrumbs TO ${ROLE}`)
  const limited = (limit: number) =>
    broken(
      `ALTER ROLE ${ROLE} CONNECTION LIMIT ${limit}`,
      `ALTER ROLE ${ROLE} CONNECTION LIMIT -1`,
      at(asRole()),
    )
  const [tight, few] = [await limited(2), await limited(6)]
  expect([tight, few].map(({ signs }) => signs.connections)).toEqual(['✖', '!'])
  expect(tight.words.connections).toMatch(/1 free of the 2 of this role.*ALTER ROLE/)
})

test.runIf(pgbouncerAvailable)('pooler: one in between is told, and none is', async () => {
  const pooler = await startPgbouncer(database.url)
  const through = await diagnose(at(pooler.url))
  await pooler.stop()
  expect(through.words.pooler).toMatch(/^one is in between/)
  expect((await diagnose(at())).words.pooler).toMatch(/^none/)
})

describe("RCRT's table", () => {
  test.each([
    ['✖', 'ALTER TABLE breadcrumbs DROP COLUMN entities', /lacks: entities → run RCRT's migration 6/],
    ['!', 'ALTER TABLE breadcrumbs DROP COLUMN description', /migration 8/],
    ['✖', 'DROP TABLE breadcrumbs CASCADE', /there is no table breadcrumbs/],
  ])('%s breadcrumbs after %s', async (sign, sql, found) => {
    const other = await createTestDatabase()
    await other.pool.query(sql)
    const { signs, words } = await diagnose(at(other.url))
    await other.drop()
    expect(signs.breadcrumbs).toBe(sign)
    expect(words.breadcrumbs).toMatch(found)
  })

  test('✖ rights names the statements that give what is lacking, which then do', async () => {
    await database.pool.query(`REVOKE ALL ON breadcrumbs FROM ${ROLE}`)
    const { signs, words } = await diagnose(at(asRole()))
    expect(signs.rights).toBe('✖')
    const grants = words.rights?.match(/GRANT .*;/g) ?? []
    expect(grants).toHaveLength(4)
    await database.pool.query(grants.join('\n'))
    const after = await diagnose([...at(asRole()), '--owner', '00000000-0000-0000-0000-000000000001'])
    expect(after.words.rights).toMatch(/may do all that is needed/)
    expect(after.signs['row-level security']).toBe('✔')
  })

  test('✖ row-level security hides the rows from a role of its kind that names no tenant', async () => {
    await database.pool.query(`GRANT SELECT, UPDATE ON breadcrumbs TO ${ROLE};
      GRANT USAGE ON SCHEMA rcrt_entities TO ${ROLE};
      GRANT ALL ON ALL TABLES IN SCHEMA rcrt_entities TO ${ROLE}`)
    const { signs, words } = await diagnose(at(asRole()))
    expect(signs['row-level security']).toBe('✖')
    expect(words['row-level security']).toMatch(/--owner/)
  })

  test('✖ functions that this role may not call', async () => {
    const { signs } = await broken(
      'REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA rcrt_entities FROM PUBLIC',
      'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA rcrt_entities TO PUBLIC',
      at(asRole()),
    )
    expect(signs.functions).toBe('✖')
  })
})

describe('what migrate makes', () => {
  test('! schema, functions and indexes where it never ran; ✖ schema where this role may not make it', async () => {
    const bare = await createTestDatabase()
    await bare.pool.query(`GRANT SELECT, UPDATE ON breadcrumbs TO ${ROLE}`)
    const { signs, code } = await diagnose(at(bare.url))
    const refused = await diagnose(at(new URL(`/${new URL(bare.url).pathname.slice(1)}`, asRole()).href))
    await bare.drop()
    expect(signs).toMatchObject({ schema: '!', functions: '!', 'pending index': '!', 'secret index': '!' })
    expect(signs['lane index']).toBe('✔')
    expect(signs).toMatchObject({ 'index in use': '-', claims: '-' })
    expect(code).toBe(0)
    expect(refused.signs.schema).toBe('✖')
    expect(refused.words.schema).toMatch(/GRANT CREATE/)
  })

  test('✖ schema of a later release', async () => {
    const { signs, words } = await broken(
      "INSERT INTO rcrt_entities.migrations (version, name) VALUES (99, 'later')",
      'DELETE FROM rcrt_entities.migrations WHERE version = 99',
    )
    expect(signs.schema).toBe('✖')
    expect(words.schema).toMatch(/version 99.*upgrade/)
  })

  test('✖ pending index that was left half built', async () => {
    const valid = (is: boolean) =>
      `UPDATE pg_index SET indisvalid = ${is} WHERE indexrelid = 'breadcrumbs_rcrt_entities_pending'::regclass`
    const { signs } = await broken(valid(false), valid(true))
    expect(signs).toMatchObject({ 'pending index': '✖', 'secret index': '✔', 'index in use': '-' })
  })

  test('! claims that expired long ago, and ✖ where their table answers nobody', async () => {
    const { signs, words } = await broken(
      `WITH one AS (${insertRows(1)} RETURNING id)
       INSERT INTO rcrt_entities.claims SELECT id, id, id, now() - interval '20 min' FROM one`,
      'DELETE FROM rcrt_entities.claims; DELETE FROM breadcrumbs',
    )
    expect(signs.claims).toBe('!')
    expect(words.claims).toMatch(/1 claim expired, the oldest 20m ago/)

    const client = await database.pool.connect()
    await client.query('BEGIN; LOCK TABLE rcrt_entities.claims')
    const locked = await diagnose(at())
    await client.query('ROLLBACK')
    client.release()
    expect(locked.signs.claims).toBe('✖')
    expect(locked.words.claims).toMatch(/too long|gave up/)
  })

  test('✖ index in use: a planner that may not take it; ✖ pending index: none on a large table', async () => {
    await database.pool.query(insertRows(60_000))
    await database.pool.query('ANALYZE breadcrumbs')
    expect((await diagnose(at())).words['index in use']).toMatch(/^the planner takes it/)
    const each = (what: string) =>
      ['indexscan', 'bitmapscan', 'indexonlyscan']
        .map((scan) => `ALTER ROLE ${ROLE} ${what.replace('*', `enable_${scan}`)};`)
        .join('')
    await database.pool.query(`ALTER ROLE ${ROLE} BYPASSRLS`)
    const { signs } = await broken(each('SET * = off'), each('RESET *'), at(asRole()))
    expect(signs['index in use']).toBe('✖')
    await database.pool.query('DROP INDEX breadcrumbs_rcrt_entities_pending')
    expect((await diagnose(at())).signs).toMatchObject({ 'pending index': '✖', 'lane index': '✔' })
  })
})
