import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { installAudit, readAudit } from './audit.ts'
import { insertBreadcrumbs, numberedBreadcrumbs, updateContent } from './breadcrumbs.ts'
import { runCli, startCli } from './cli.ts'
import {
  createPgliteDatabase,
  createTestDatabase,
  startPostgresServer,
  type TestDatabase,
} from './postgres.ts'
import { RcrtStandIn } from './rcrt-stand-in.ts'
import { startTerminal, terminalAvailable } from './terminal.ts'

describe.each([
  ['a PostgreSQL server', () => createTestDatabase(), inject('pgvector')],
  ['PGlite', createPgliteDatabase, true],
])('a test database on %s', (_, create, pgvector) => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await create()
  })
  afterAll(() => database.drop())

  test('has the tables, indexes and policy of RCRT, and no rows', async () => {
    const { rows } = await database.pool.query(`
      SELECT (SELECT count(*)::int FROM breadcrumbs) AS breadcrumbs,
        (SELECT count(*)::int FROM pg_indexes WHERE tablename = 'breadcrumbs') >= 15 AS indexes,
        (SELECT count(*)::int FROM pg_policies WHERE tablename = 'breadcrumbs') AS policies,
        (SELECT relrowsecurity FROM pg_class WHERE relname = 'breadcrumbs') AS secured`)
    expect(rows).toEqual([{ breadcrumbs: 0, indexes: true, policies: 1, secured: true }])
  })

  test('has the embeddings of RCRT, and their index, where there is pgvector', async () => {
    const { rows } = await database.pool.query(`
      SELECT format_type(atttypid, atttypmod) AS type,
        (SELECT indexdef FROM pg_indexes WHERE indexname = 'breadcrumbs_embedding') AS index
      FROM pg_attribute WHERE attrelid = 'breadcrumbs'::regclass AND attname = 'embedding'`)
    expect(rows).toEqual([
      pgvector
        ? { type: 'vector(384)', index: expect.stringContaining('ivfflat (embedding vector_cosine_ops)') }
        : { type: 'real[]', index: null },
    ])
  })

  test('counts what was lost and what was written twice', async () => {
    await installAudit(database.pool)
    const [first, second] = await insertBreadcrumbs(
      database.pool,
      numberedBreadcrumbs(4, (number) => (number === 4 ? { embedding: null } : {})),
    )
    const write = (id: string | undefined, keyword: string) =>
      database.pool.query('UPDATE breadcrumbs SET entity_keywords = $2 WHERE id = $1', [id, [keyword]])
    await write(first, 'agent')
    await write(first, 'agent')
    await write(second, 'agent')
    await write(second, 'tool')
    await updateContent(database.pool, first ?? '', { content: 'changed' })
    await write(first, 'schema')
    expect(await readAudit(database.pool)).toEqual({ lost: 1, doubled: 1, effectiveWrites: 4, writes: 5 })
  })

  test('can be reached by its url', async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
  })
})

test('a server that was killed starts again with what was committed', async () => {
  const server = await startPostgresServer()
  const database = await createTestDatabase(server.url)
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2_500))
  await server.kill()
  await expect(database.pool.query('SELECT 1')).rejects.toThrow()
  await server.start()
  expect((await database.pool.query('SELECT count(*)::int FROM breadcrumbs')).rows).toEqual([
    { count: 2_500 },
  ])
  await database.drop()
  await server.stop({ remove: true })
})

describe('a process', () => {
  let directory: string
  let script: string

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rcrt-support-'))
    script = join(directory, 'script.mjs')
    await writeFile(
      script,
      `process.on('SIGINT', () => { console.log('interrupted'); process.exit(130) })
       console.log('ready', String(process.argv[2]), String(process.stdout.columns), String(process.env.CI))
       setInterval(() => {}, 1000)`,
    )
  })
  afterAll(() => rm(directory, { recursive: true }))

  test('is awaited by what it prints, signalled, and sees no variable of the outside', async () => {
    const running = startCli(['argument'], { script })
    await running.waitForStdout(/ready argument undefined undefined\n/)
    running.kill('SIGINT')
    expect(await running.exit).toEqual({
      stdout: 'ready argument undefined undefined\ninterrupted\n',
      stderr: '',
      code: 130,
      signal: null,
    })
    await expect(running.waitForStdout(/never/)).rejects.toThrow('ended without')
  })

  test.skipIf(!terminalAvailable)('has a terminal of the size asked for, with a Ctrl-C key', async () => {
    const running = startTerminal(['argument'], { script, columns: 40 })
    await running.waitFor(/ready argument 40 undefined/)
    running.write('\x03')
    expect((await running.exit).code).toBe(130)
  })
})

const COMPILER = 'node_modules/typescript/bin/tsc'

describe('rcrt-stand-in says in one line', () => {
  const start = (...args: string[]) => runCli(args, { script: 'test/dist/test/support/rcrt-stand-in-cli.js' })

  beforeAll(() => promisify(execFile)(process.execPath, [COMPILER, '-p', 'tsconfig.support.json']))

  test.each([
    ['a flag that there is not', ['--prot', '1'], /^error: Unknown option '--prot': --help lists them\n$/],
    ['a port that is none', ['--port', 'abc'], /^error: --port is 'abc', but has to be .*\n$/],
    ['seconds that are none', ['--every', 'abc'], /^error: --every is 'abc', but has to be .*\n$/],
    [
      'a database that does not answer',
      ['--port', '0', '--database-url', 'postgresql://u:hunter2@127.0.0.1:1/none'],
      /^error: cannot use the database: .*ECONNREFUSED 127\.0\.0\.1:1\n$/,
    ],
  ])('%s', async (_, args, message) => {
    const { stdout, stderr, code } = await start(...args)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  test('a port that another program has', async () => {
    const other = await RcrtStandIn.start()
    const database = await createTestDatabase()
    const { stderr, code } = await start('--port', String(other.port), '--database-url', database.url)
    await database.drop()
    await other.close()
    expect(stderr).toMatch(/^error: .*EADDRINUSE.*: name another with --port\n$/)
    expect(code).toBe(1)
  })
})
