import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { type PostgresServer, startPostgresServer } from '../../support/postgres-server.ts'
import { CERTIFICATE, turnOnSsl } from '../../support/ssl.ts'

describe('a server with a self-signed certificate for localhost', () => {
  let server: PostgresServer
  let database: TestDatabase

  beforeAll(async () => {
    server = await startPostgresServer({ ssl: true })
    database = await createTestDatabase(server.url)
  })
  afterAll(async () => {
    await database?.drop()
    await server?.stop({ remove: true })
  })

  const stats = (host: string, parameters: string, env = {}) => {
    const url = new URL(`${database.url}?${parameters}`)
    url.hostname = host
    return runCli(['stats', '--database-url', url.href], { env })
  }

  test('before it has any: 4, with a hint at sslmode=disable', async () => {
    const { stderr, code } = await stats('localhost', 'sslmode=require')
    expect(stderr).toMatch(/^error: reached the server at \S+, but it has no SSL/)
    expect(stderr).toMatch(/\nhint: .*sslmode=disable/)
    expect(code).toBe(4)
    await turnOnSsl(server, database)
  })

  test.each(['allow', 'prefer', 'require', 'verify-ca', 'verify-full'])(
    'sslmode=%s: 4, which says that it was reached and is not trusted, and how to trust it',
    async (mode) => {
      const { stdout, stderr, code } = await stats('localhost', `sslmode=${mode}`)
      expect(stderr).toMatch(
        /^error: reached the server at localhost:\d+\/\w+, but its certificate is not trusted: .*self-signed/,
      )
      expect(stderr).toMatch(/\nhint: .*sslrootcert=<file>.*sslmode=no-verify, which .*pose as the server/)
      expect(stderr).not.toMatch(/warning|check that PostgreSQL runs/i)
      expect(stderr.trimEnd().split('\n')).toHaveLength(2)
      expect(stdout).toBe('')
      expect(code).toBe(4)
    },
  )

  test.each([
    ['localhost', 'sslmode=require&sslrootcert=FILE'],
    ['localhost', 'sslmode=verify-full&sslrootcert=FILE'],
    ['127.0.0.1', 'sslmode=no-verify'],
    ['127.0.0.1', 'sslmode=require&uselibpqcompat=true'],
    ['127.0.0.1', 'sslmode=disable'],
  ])('%s with %s is connected to without a word', async (host, parameters) => {
    const file = encodeURIComponent(CERTIFICATE)
    const { stdout, stderr, code } = await stats(host, parameters.replace('FILE', file))
    expect(stderr).toBe('')
    expect(stdout).toContain('0')
    expect(code).toBe(0)
  })

  test('a trusted certificate for another host: 4, which says so', async () => {
    const file = encodeURIComponent(CERTIFICATE)
    const { stderr, code } = await stats('127.0.0.1', `sslmode=require&sslrootcert=${file}`)
    expect(stderr).toMatch(/its certificate is for another host: .*127\.0\.0\.1/)
    expect(stderr).toMatch(/hint: name the host as the certificate does/)
    expect(code).toBe(4)
  })

  test('a server that refuses what is not encrypted: the hint is sslmode=require', async () => {
    const rules = join(server.dataDir, 'pg_hba.conf')
    const before = await readFile(rules, 'utf8')
    await writeFile(rules, before.replaceAll(/^host /gm, 'hostssl '))
    await database.pool.query('SELECT pg_reload_conf()')
    try {
      const stderr = expect.poll(async () => (await stats('127.0.0.1', '')).stderr, { timeout: 60_000 })
      await stderr.toMatch(/refused the login: no pg_hba\.conf entry[^\n]*\nhint: .*sslmode=require/)
    } finally {
      await writeFile(rules, before)
      await database.pool.query('SELECT pg_reload_conf()')
    }
  })
})

test.each(['requird', ''])("sslmode='%s' is refused with 2, and those there are are named", async (mode) => {
  const url = `postgresql://u:hunter2@localhost:1/crumbs?sslmode=${mode}`
  const { stderr, code } = await runCli(['stats', '--database-url', url])
  expect(stderr).toContain(`sslmode that there is not: '${mode}'`)
  expect(stderr).toMatch(/hint: .*disable, no-verify, allow, prefer, require, verify-ca, verify-full/)
  expect(stderr).not.toContain('hunter2')
  expect(code).toBe(2)
})

test('an sslrootcert that is not there: 2, with its path and where it is named', async () => {
  const url = 'postgresql://u:hunter2@localhost:1/crumbs?sslmode=require&sslrootcert=/nowhere/ca.crt'
  const { stderr, code } = await runCli(['stats', '--database-url', url])
  expect(stderr).toMatch(
    /^error: the database URL \(--database-url or DATABASE_URL\) can't be used: .*\/nowhere\/ca\.crt/,
  )
  expect(stderr).not.toContain('hunter2')
  expect(code).toBe(2)
})
