import { describe, expect, test } from 'vitest'
import { connectionConfig } from '../../../src/database/connection/url.ts'
import { runCli } from '../../support/cli.ts'
import { startPostgresServer } from '../../support/postgres-server.ts'

const SECRETS = /hunter2|s3cret/

describe('both of libpq’s forms lead to the same place', () => {
  const all = { host: 'db', port: 5433, database: 'crumbs', user: 'ada', password: 'hunter2' }
  const socket = { ...all, host: '/run/pg' }

  test.each([
    ['postgresql://ada:hunter2@db:5433/crumbs', all],
    ['postgres://ada:hunter2@db:5433/crumbs', all],
    ['postgresql://db/crumbs?user=ada&password=hunter2&port=5433', all],
    ['postgresql://ada:hunter2@elsewhere/?host=db&port=5433&dbname=crumbs', all],
    ['postgresql://ada:hunter2@/crumbs?host=/run/pg&port=5433', socket],
    ['postgresql:///crumbs?host=/run/pg&port=5433&user=ada&password=hunter2', socket],
    ['postgresql://ada:hunter2@%2Frun%2Fpg:5433/crumbs', socket],
    ['host=db port=5433 dbname=crumbs user=ada password=hunter2', all],
    ['postgresql://ada:hunter2@db:5433/crumbs?target_session_attrs=read-write', all],
    ["  host = 'db'\n port=5433 dbname='crumbs' user=ada password=hunter2 ", all],
    ['host=/run/pg port=5433 dbname=crumbs user=ada password=hunter2', socket],
    ['postgresql://ada:hunter2@[::1]:5433/crumbs', { ...all, host: '::1' }],
    ['postgresql://ada@db/a%2Fb%3F%20%25', { ...all, port: 5432, database: 'a/b? %', password: '' }],
    ['postgresql://a%40b:p%3A%2F%3F%23%25%2B@db:5433/crumbs', { ...all, user: 'a@b', password: 'p:/?#%+' }],
    ['postgresql://ada:p:q@db:5433/crumbs', { ...all, password: 'p:q' }],
    [
      String.raw`host=db port=5433 dbname=crumbs user=ada password='a\'b\\ =c'`,
      { ...all, password: "a'b\\ =c" },
    ],
    [String.raw`host=db port=5433 dbname=crumbs user=ada password=a\ b\'c`, { ...all, password: "a b'c" }],
    ['host=db port=5433 dbname=crumbs user=ada password=pä&ß+x', { ...all, password: 'pä&ß+x' }],
  ])('%s', (text, expected) => {
    expect(connectionConfig(text)).toMatchObject(expected)
  })

  test('what else they ask for counts, too', () => {
    expect(connectionConfig("host=db options='-c geqo=off' sslmode=no-verify")).toMatchObject({
      options: '-c geqo=off',
      ssl: { rejectUnauthorized: false },
    })
  })
})

describe('what is not supported, or makes no sense, is named, and no password with it', () => {
  test.each([
    ['postgresql://u:hunter2@db1,db2/crumbs', /names several hosts, and only one is supported/],
    ['postgresql://u:hunter2@db1:1,db2:2/crumbs?target_session_attrs=read-write', /names several hosts/],
    ['postgresql://u:hunter2@/crumbs?host=db1,db2', /names several hosts/],
    ['host=db1,db2 password=hunter2', /names several hosts/],
    ['hostaddr=10.0.0.1 dbname=crumbs password=hunter2', /has hostaddr=…, which is not supported/],
    [
      'postgresql://u:hunter2@db/crumbs?target_session_attrs=standby',
      /asks for a target_session_attrs that is not supported/,
    ],
    ['service=rcrt password=hunter2', /has service=…, which is not supported/],
    ['postgresql://u@db/crumbs?passfile=/s3cret', /has passfile=…, which is not supported/],
    ['postgresql://u:hun#ter2/s3cret@db/crumbs', /is malformed$/],
    ['postgresql://u:hunter2?s3cret@db/crumbs', /is malformed$/],
    ['postgresql://u:hunter2@db:s3cret/crumbs', /is malformed$/],
    ['postgresql://u:hunter2@db:65536/crumbs', /is malformed: its port is none/],
    [
      'postgresql://u:hunter2%zz@db/crumbs',
      /is malformed: a % in it is not followed by two hexadecimal digits/,
    ],
    ['postgresql://u:hunter2%ff@db/crumbs', /is malformed: what its % stand for is not UTF-8/],
    ["host=db password='hunter2", /is malformed$/],
    ['host=db hunter2', /is malformed$/],
    // Digits, since a `/` after letters leaves no port behind and is malformed for everybody.
    ['postgresql://u:54/32hunter2@db:1/crumbs', /is malformed$/],
    ['postgresql://u:54?32hunter2@db:1/crumbs', /is malformed$/],
    ['postgresql://u:54#32hunter2@db:1/crumbs', /is malformed$/],
    ['postgresql://u:hunter2@db/crumbs#s3cret', /is malformed$/],
    ['mysql://u:hunter2@db/crumbs?a=b', /is malformed$/],
    ['xpostgres://u:hunter2@db/crumbs', /is malformed$/],
    ['postgresx://u:hunter2@db/crumbs', /is malformed$/],
    ['', /is malformed$/],
  ])('%s', (text, message) => {
    const refused = () => connectionConfig(text)
    expect(refused).toThrow(message)
    expect(refused).toThrow(expect.objectContaining({ kind: 'configuration', hint: expect.any(String) }))
    expect(refused).not.toThrow(SECRETS)
  })
})

test('several hosts in PGHOST are refused, too, but where the URL names one', async () => {
  const env = { PGHOST: 'db1,db2' }
  const refused = await runCli(['stats', '--database-url', 'postgresql:///crumbs'], { env })
  expect(refused.stderr).toMatch(/^error: PGHOST names several hosts, and only one is supported\nhint: /)
  expect(refused.code).toBe(2)
  const reached = await runCli(['stats', '--database-url', 'postgresql://127.0.0.1:1/crumbs'], { env })
  expect(reached.stderr).toContain('cannot reach the database at 127.0.0.1:1/crumbs')
})

test('a server behind a Unix socket is reached with user and password in the URL', async () => {
  const server = await startPostgresServer({ settings: { unix_socket_directories: '.' } })
  const host = encodeURIComponent(server.dataDir)
  for (const url of [
    `postgresql://postgres:postgres@/postgres?host=${host}&port=${server.port}`,
    `host=${server.dataDir} port=${server.port} dbname=postgres user=postgres password=postgres`,
  ]) {
    const { stderr } = await runCli(['stats', '--database-url', url])
    expect(stderr).toContain(`there is no table breadcrumbs at ${server.dataDir}:${server.port}/postgres`)
  }
  await server.stop({ remove: true })
})
