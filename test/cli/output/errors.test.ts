import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertBreadcrumbs, OWNER_ID } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { runMain } from '../../support/main.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

describe('usage errors end with 2, before anything connects', () => {
  const unreachable = ['--database-url', 'postgresql://nobody@localhost:1/none']

  test.each([
    [['backfill', '--limit', '0'], /--limit is '0', but has to be a whole number from 1 to/],
    [['backfill', '--limit', '-5'], /--limit is '-5'/],
    [['backfill', '--limit', 'abc'], /--limit is 'abc'/],
    [['backfill', '--batch-size', '1e3'], /--batch-size is '1e3'/],
    [
      ['backfill', '--max-keywords', '257'],
      /--max-keywords is '257', but has to be a whole number from 1 to 256/,
    ],
    [['backfill', '--max-duration', '4'], /--max-duration is '4', but has to be a time such as/],
    [['backfill', '--since', 'yesterday'], /--since is 'yesterday', but has to be a moment such as/],
    [
      ['backfill', '--since', '2026-02-31'],
      /--since is '2026-02-31', but has to be a moment such as 2026-11-23/,
    ],
    [['backfill', '--until', '2026-11-23 (x)'], /--until is '2026-11-23 \(x\)', but has to be a moment/],
    [['backfill', '--since', '99999999d'], /--since is '99999999d', but .* a time back from now such as 7d/],
    [
      ['backfill', '--since', '1d', '--until', '2d'],
      /--since is 20\S+Z, but has to be before --until, 20\S+Z\nhint: /,
    ],
    [
      ['backfill', '--since', '2026-11-01', '--until', '2026-11-01'],
      /--since is 2026-11-01T\S+, but has to be before --until, 2026-11-01T/,
    ],
    [['backfill', '--owner', 'me'], /--owner is 'me', but has to be a uuid/],
    [['inspect'], /the id of a breadcrumb is missing/],
    [['inspect', 'xyz1'], /the id is 'xyz1', but has to be a uuid/],
    [['inspect', 'abc'], /the id is 'abc'/],
    [['stats', '--runs', '--limit', '0'], /--limit is '0', but has to be a whole number from 1 to/],
    [['stats', '--limit', '5'], /--limit is for --runs only/],
    [['backfil'], /unknown command 'backfil'\n\(Did you mean backfill\?\)/],
    [['help', 'backfil'], /^error: unknown command 'backfil'\n\(Did you mean backfill\?\)/],
    [['help', 'nothing'], /^error: unknown command 'nothing'\n\(rcrt-entities --help/],
    [['backfill', '--limt', '5'], /unknown option '--limt'\n\(Did you mean --limit\?\)/],
    [['stats', '--embedded'], /--embedded and --database-url exclude each other/],
    [['backfill', '--force'], /hint: add --yes/],
    [['backfill', '--force', '--stale', '--yes'], /'--force' cannot be used with option '--stale'/],
  ])('%j', async (args, message) => {
    const { stdout, stderr, code } = await runMain([...args, ...unreachable])
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  test('the executable ends with what main says', async () => {
    const { stdout, stderr, code } = await runCli(['backfill', '--limit', '0', ...unreachable])
    expect(stderr).toMatch(/^error: --limit is '0', but has to be a whole number from 1 to/)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  test('no database at all: both ways to name one, and --embedded, are told', async () => {
    const { stderr, code } = await runCli(['backfill'], { cwd: tmpdir() })
    expect(stderr).toMatch(/no database is given/)
    expect(stderr).toMatch(/--database-url or DATABASE_URL.*--embedded/)
    expect(code).toBe(2)
  })

  test('a variable that is wrong is named', async () => {
    const env = { MAX_DB_CONNECTIONS: 'many', DATABASE_URL: 'postgresql://localhost:1/none' }
    const { stderr, code } = await runCli(['stats'], { env })
    expect(stderr).toMatch(/MAX_DB_CONNECTIONS is 'many', but has to be a whole number from 2 to 1000/)
    expect(code).toBe(2)
  })
})

describe('settings come from flag, then environment, then .env', () => {
  const place = (port: number) => `postgresql://nobody@127.0.0.1:${port}/none`
  let directory: string

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rcrt-env-'))
    await writeFile(join(directory, '.env'), `DATABASE_URL=${place(3)}\n`)
  })
  afterAll(() => rm(directory, { recursive: true }))

  test.each([
    ['a flag', ['--database-url', place(1)], { DATABASE_URL: place(2) }, '127.0.0.1:1/none'],
    ['the environment', [], { DATABASE_URL: place(2) }, '127.0.0.1:2/none'],
    ['.env', [], {}, '127.0.0.1:3/none'],
    ['an empty variable, which hides .env', [], { DATABASE_URL: '' }, 'no database is given'],
  ])('%s', async (_, args, env, expected) => {
    const { stderr } = await runCli(['stats', ...args], { env, cwd: directory })
    expect(stderr).toContain(expected)
  })

  test('global flags work before and after the command', async () => {
    for (const args of [
      ['--database-url', place(1), 'stats'],
      ['stats', '--database-url', place(1)],
    ]) {
      const { stderr, code } = await runCli(args)
      expect(stderr).toContain('127.0.0.1:1/none')
      expect(code).toBe(4)
    }
  })
})

describe('a database that can not be used', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  test('nobody listens: 4, with host, port and database, a hint, and no password', async () => {
    const { stdout, stderr, code } = await runCli([
      'stats',
      '--database-url',
      'postgresql://u:hunter2@localhost:1/crumbs',
    ])
    expect(stderr).toMatch(/error: cannot reach the database at localhost:1\/crumbs/)
    expect(stderr).toMatch(/hint: /)
    expect(stderr).not.toContain('hunter2')
    expect(stdout).toBe('')
    expect(code).toBe(4)
  })

  test('a server that accepts and then says nothing: 4, not a hang', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0)
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : 0
    const { stderr, code } = await runCli([
      'stats',
      '--database-url',
      `postgresql://u@127.0.0.1:${port}/crumbs`,
    ])
    silent.close()
    expect(stderr).toContain('cannot reach the database')
    expect(code).toBe(4)
  })

  test('a wrong password: 4, without showing it, even with --verbose', async () => {
    const url = new URL(database.url)
    url.password = 'hunter2'
    const { stderr, code } = await runCli(['stats', '--verbose', '--database-url', url.href])
    expect(stderr).toMatch(/refused the login/)
    expect(stderr).not.toContain('hunter2')
    expect(code).toBe(4)
  })

  test('no such database: 4', async () => {
    const url = new URL(database.url)
    url.pathname = '/no_such_database'
    const { stderr, code } = await runCli(['stats', '--database-url', url.href])
    expect(stderr).toMatch(/no such database/)
    expect(code).toBe(4)
  })

  test.each([
    ['a bracket', 'hunter2@[bad', /malformed\n/],
    ['a % that encodes nothing', 'hunter2%zz@localhost:1', /malformed: a % in it/],
  ])(
    'a URL malformed by %s: 2, with the names of flag and variable, without showing it',
    async (_, middle, message) => {
      const { stderr, code } = await runCli(['stats', '--database-url', `postgresql://u:${middle}/crumbs`])
      expect(stderr).toMatch(/^error: the database URL \(--database-url or DATABASE_URL\) is malformed/)
      expect(stderr).toMatch(message)
      expect(stderr).not.toContain('hunter2')
      expect(code).toBe(2)
    },
  )

  test('a missing table: 2', async () => {
    const empty = await createTestDatabase()
    await empty.pool.query('DROP TABLE breadcrumbs CASCADE')
    const { stderr, code } = await runCli(['backfill', '--database-url', empty.url])
    await empty.drop()
    expect(stderr).toMatch(/there is no table breadcrumbs/)
    expect(code).toBe(2)
  })

  test('missing columns: 2, with the RCRT migration that adds them', async () => {
    const old = await createTestDatabase()
    await old.pool.query('ALTER TABLE breadcrumbs DROP COLUMN entity_keywords CASCADE')
    const { stderr, code } = await runCli(['backfill', '--database-url', old.url])
    await old.drop()
    expect(stderr).toMatch(/lacks: entity_keywords/)
    expect(stderr).toMatch(/RCRT's migration 6/)
    expect(code).toBe(2)
  })

  test('a database older than migration 8, without descriptions, works', async () => {
    const old = await createTestDatabase()
    await insertBreadcrumbs(old.pool, [{ title: 'The Bell Rock Lighthouse' }])
    await old.pool.query('ALTER TABLE breadcrumbs DROP COLUMN description CASCADE')
    const { stdout, stderr, code } = await runCli(['backfill', '--database-url', old.url])
    await old.drop()
    expect(stdout, stderr).toMatch(/1\/1 breadcrumbs processed/)
    expect(code).toBe(0)
  })

  test('a role under row-level security is told so, and sees its tenant with --owner', async () => {
    await insertBreadcrumbs(database.pool, [{ title: 'The Bell Rock Lighthouse' }])
    await insertBreadcrumbs(database.pool, [
      { title: 'Somebody else', ownerId: '00000000-0000-0000-0000-0000000000ff' },
    ])
    await database.pool.query(`
      CREATE ROLE rls_role LOGIN PASSWORD 'pass';
      GRANT SELECT, UPDATE ON breadcrumbs TO rls_role;
      DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO rls_role', current_database()); END $$`)
    const url = new URL(database.url)
    url.username = 'rls_role'
    url.password = 'pass'
    const refused = await runCli(['backfill', '--database-url', url.href])
    expect(refused.stderr).toMatch(/row-level security hides the breadcrumbs/)
    expect(refused.stderr).toMatch(/--owner/)
    expect(refused.code).toBe(2)
    const scoped = await runCli(['backfill', '--database-url', url.href, '--owner', OWNER_ID])
    expect(scoped.stdout, scoped.stderr).toMatch(/1\/1 breadcrumbs processed/)
    await database.pool.query(
      'REASSIGN OWNED BY rls_role TO CURRENT_USER; DROP OWNED BY rls_role; DROP ROLE rls_role',
    )
  })
})
