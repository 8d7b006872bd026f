import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Check, checked, ok } from '../../../src/commands/doctor/check.ts'
import { databaseChecks } from '../../../src/commands/doctor/database.ts'
import type { Database } from '../../../src/database/connection/connect.ts'
import type { ServerFacts } from '../../../src/database/health/server.ts'
import { BIN } from '../../support/cli.ts'
import { diagnose } from '../../support/doctor.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { type PostgresServer, startPostgresServer } from '../../support/postgres-server.ts'
import { CERTIFICATE, turnOnSsl } from '../../support/ssl.ts'

/** One with SSL and without pgvector. */
let server: PostgresServer
let database: TestDatabase

beforeAll(async () => {
  server = await startPostgresServer({ ssl: true })
  database = await createTestDatabase(server.url)
  await turnOnSsl(server, database)
})
afterAll(async () => {
  await database?.drop()
  await server?.stop({ remove: true })
})

const at = (host: string, parameters: string) => {
  const url = new URL(`${database.url}?${parameters}`)
  url.hostname = host
  return ['--database-url', url.href]
}

test('ssl: ✔ with a checked certificate, ! with any, ✖ database with one that is not trusted', async () => {
  const file = encodeURIComponent(CERTIFICATE)
  const trusted = await diagnose(at('localhost', `sslmode=verify-full&sslrootcert=${file}`))
  const any = await diagnose(at('localhost', 'sslmode=no-verify'))
  const refused = await diagnose(at('localhost', 'sslmode=require'))
  expect([trusted, any, refused].map(({ signs }) => [signs.database, signs.ssl])).toEqual([
    ['✔', '✔'],
    ['✔', '!'],
    ['✖', '-'],
  ])
  expect(refused.words.database).toMatch(/certificate is not trusted.*sslrootcert/)
})

test('! pgvector where the database has none', async () => {
  expect((await diagnose(at('127.0.0.1', ''))).signs.pgvector).toBe('!')
})

test('✖ node on one that is too old', async () => {
  const old =
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } })"
  const { signs, words } = await diagnose(at('127.0.0.1', ''), {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(old)}`,
  })
  expect(signs.node).toBe('✖')
  expect(words.node).toMatch(/20\.18\.3 is too old → install Node 20\.19 or later/)
})

test('✖ language model in an installation that lacks it', async () => {
  const root = join(dirname(BIN), '..')
  const copy = await mkdtemp(join(tmpdir(), 'rcrt-package-'))
  for (const part of ['bin', 'dist', 'package.json'])
    await cp(join(root, part), join(copy, part), { recursive: true })
  await mkdir(join(copy, 'node_modules'))
  for (const name of await readdir(join(root, 'node_modules')))
    if (name !== 'wink-eng-lite-web-model')
      await symlink(join(root, 'node_modules', name), join(copy, 'node_modules', name))
  const found = await diagnose(at('127.0.0.1', ''), {}, join(copy, 'bin', 'rcrt-entities.js'))
  await rm(copy, { recursive: true })
  expect(found.signs['language model']).toBe('✖')
  expect(found.words['language model']).toMatch(/does not load: .*wink-eng-lite-web-model.* → install/)
})

test.each([
  ['✖', 12, 'fault'],
  ['✔', 13, 'ok'],
  ['!', 19, 'warning'],
])('%s server version %s', async (_, major, state) => {
  const facts = { version: `${major}.1`, versionNumber: major * 10_000 + 1 } as ServerFacts
  const checks = databaseChecks({
    database: {} as Database,
    facts: async () => facts,
    env: {},
    owner: undefined,
    maxConnections: 10,
    target: { kind: 'url', url: 'postgresql://localhost/x' },
  })
  const check = checks.find(({ name }) => name === 'server version')
  expect(await check?.look(new AbortController().signal)).toMatchObject({ state })
})

const hung: Check = { group: 'machine', name: 'hung', look: () => new Promise(() => {}) }
const after: Check = { group: 'machine', name: 'after', look: async () => ok('looked at') }

test('a check that hangs is given up, and those that do not need it are made', async () => {
  const found = []
  const checks = [hung, { ...after, name: 'needs it', needs: ['hung'] }, after]
  for await (const one of checked(checks, new AbortController().signal, 20)) found.push(one)
  expect(found.map(({ state, says }) => [state, says])).toEqual([
    ['fault', 'no answer within 0.02 s'],
    ['unseen', 'it needs: hung'],
    ['ok', 'looked at'],
  ])
})

test('a stop ends a check that hangs', async () => {
  const stop = new AbortController()
  const next = checked([hung], stop.signal).next()
  stop.abort()
  await expect(next).rejects.toMatchObject({ name: 'AbortError' })
})
