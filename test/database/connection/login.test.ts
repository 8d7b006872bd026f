import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../../support/cli.ts'
import { pgbouncerAvailable, startPgbouncer } from '../../support/pgbouncer.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { type PostgresServer, startPostgresServer } from '../../support/postgres-server.ts'
import { authentication, message, startStubbornServer } from '../../support/stubborn-server.ts'

/** The tool is not to wait for a server that never hangs up; PostgreSQL itself hangs up after 60 s. */
const AT_ONCE = { timeout: 30_000 }

describe.each(['scram-sha-256', 'md5', 'password'])('a server that asks for a password by %s', (method) => {
  let server: PostgresServer
  let database: TestDatabase
  let directory: string

  beforeAll(async () => {
    server = await startPostgresServer({
      settings: { password_encryption: method === 'md5' ? 'md5' : 'scram-sha-256' },
    })
    database = await createTestDatabase(server.url)
    await database.pool.query("CREATE ROLE asked LOGIN SUPERUSER PASSWORD 'hunter2'")
    await writeFile(
      join(server.dataDir, 'pg_hba.conf'),
      `host all postgres all trust\nhost all all all ${method}\n`,
    )
    await database.pool.query('SELECT pg_reload_conf()')
    directory = await mkdtemp(join(tmpdir(), 'rcrt-login-'))
  })
  afterAll(async () => {
    await database?.drop()
    await server?.stop({ remove: true })
    await rm(directory, { recursive: true, force: true })
  })

  function stats(env: Readonly<Record<string, string>> = {}) {
    const url = new URL(database.url)
    url.username = 'asked'
    url.password = ''
    return runCli(['stats', '--database-url', url.href], { cwd: directory, env: { HOME: directory, ...env } })
  }

  test('and gets none: 4 at once, with the places to write it', AT_ONCE, async () => {
    const { stderr, code } = await stats()
    expect(stderr).toMatch(
      /^error: the database at \S+ refused the login: it asks for a password, and none is given\nhint: .*--database-url.*PGPASSWORD.*\.pgpass\n$/,
    )
    expect(code).toBe(4)
  })

  test('gets that of PGPASSWORD, from the environment or .env', async () => {
    expect(await stats({ PGPASSWORD: 'hunter2' })).toMatchObject({ stderr: '', code: 0 })
    await writeFile(join(directory, '.env'), 'PGPASSWORD=hunter2\n')
    expect(await stats()).toMatchObject({ stderr: '', code: 0 })
    await rm(join(directory, '.env'))
    const { stderr, code } = await stats({ PGPASSWORD: 'wrong' })
    expect(stderr).toMatch(
      /refused the login: password authentication failed for user "asked"\nhint: check the user/,
    )
    expect(code).toBe(4)
  })

  test('gets that of the password file, without a warning', async () => {
    const file = join(directory, '.pgpass')
    await writeFile(file, `127.0.0.1:${server.port}:*:asked:hunter2\n`)
    await chmod(file, 0o600)
    expect(await stats()).toMatchObject({ stderr: '', code: 0 })
    const elsewhere = join(directory, 'passwords')
    await writeFile(elsewhere, await readFile(file))
    await chmod(elsewhere, 0o600)
    await rm(file)
    expect(await stats({ PGPASSFILE: elsewhere })).toMatchObject({ stderr: '', code: 0 })
  })
})

describe('a server that never hangs up is left at once, with 4 and one line that says why', () => {
  const mysql = Buffer.from(`4a0000000a${Buffer.from('8.0.35').toString('hex')}00`, 'hex')
  const nobody = message('E', Buffer.from('SFATAL\0C28000\0Mnobody gets in\0\0'))
  test.each([
    ['GSSAPI', 'when asked', authentication(7), /cannot log in: it asks for GSSAPI, which is not supported$/],
    ['GSSAPI', 'encrypted', authentication(7), /cannot log in: it asks for GSSAPI, which is not supported$/],
    ['SSPI', 'when asked', authentication(9), /cannot log in: it asks for SSPI, which is not supported$/],
    ['an unknown method', 'when asked', authentication(99), /it asks for method 99, which is not supported$/],
    [
      'SCRAM-PLUS alone',
      'encrypted',
      authentication(10, 'SCRAM-SHA-256-PLUS'),
      /it asks for SCRAM-SHA-256-PLUS, /,
    ],
    ['OAUTHBEARER', 'when asked', authentication(10, 'OAUTHBEARER'), /it asks for OAUTHBEARER, /],
    ['an error', 'when asked', nobody, /refused the login: nobody gets in$/],
    ['MySQL', 'at once', mysql, /^error: the server at \S+ is no PostgreSQL server: /],
    ['SSH', 'at once', 'SSH-2.0-OpenSSH_9.2p1\r\n', /^error: the server at \S+ is no PostgreSQL server: /],
    [
      'HTTP',
      'when asked',
      'HTTP/1.1 400 Bad Request\r\n\r\n',
      /^error: the server at \S+ is no PostgreSQL server: /,
    ],
    [
      'other words',
      'encrypted',
      'HTTP/1.1 400 Bad Request\r\n\r\n',
      /^error: the server at \S+ is no PostgreSQL/,
    ],
  ] as const)('%s, said %s', AT_ONCE, async (_, how, words, expected) => {
    await expectRefusal(words, how, how === 'encrypted' ? '?sslmode=no-verify' : '', expected)
  })

  test('whatever it answers when asked for SSL', AT_ONCE, async () => {
    await expectRefusal(
      mysql,
      'at once',
      '?sslmode=require',
      /^error: the server at \S+ is no PostgreSQL server: /,
    )
  })

  async function expectRefusal(
    words: Buffer | string,
    how: Parameters<typeof startStubbornServer>[1],
    query: string,
    expected: RegExp,
  ): Promise<void> {
    const server = await startStubbornServer(words, how)
    const url = `postgresql://u:hunter2@127.0.0.1:${server.port}/crumbs${query}`
    const { stdout, stderr, code } = await runCli(['backfill', '--database-url', url])
    server.close()
    const [error, hint, ...more] = stderr.trimEnd().split('\n')
    expect(error).toMatch(expected)
    expect(hint).toMatch(/^hint: /)
    expect(more).toEqual([])
    expect(stderr).not.toContain('hunter2')
    expect(stdout).toBe('')
    expect(code).toBe(4)
  }
})

describe.runIf(pgbouncerAvailable)('a pooler', () => {
  let database: TestDatabase
  let pooler: Awaited<ReturnType<typeof startPgbouncer>>

  beforeAll(async () => {
    database = await createTestDatabase()
    pooler = await startPgbouncer(database.url, { strict: true })
  })
  afterAll(async () => {
    await pooler?.stop()
    await database?.drop()
  })

  test.each([
    [
      'a wrong password',
      { password: 'wrong' },
      /refused the login: .*authentication failed.*\nhint: check the user and/,
    ],
    ['no such user', { username: 'nobody' }, /refused the login: .*\nhint: check the user and/],
    [
      'no such database',
      { pathname: '/nowhere' },
      /there is no such database at .*\nhint: check the database name/,
    ],
  ])('with %s: 4 at once, as without the pooler', AT_ONCE, async (_, change, expected) => {
    const url = Object.assign(new URL(pooler.url), { password: new URL(database.url).password }, change)
    const { stderr, code } = await runCli(['backfill', '--database-url', url.href])
    expect(stderr).toMatch(expected)
    expect(code).toBe(4)
  })
})
