import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type Diagnosis, diagnose } from '../../support/doctor.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { RcrtStandIn, type StandInOptions } from '../../support/rcrt-stand-in.ts'

/** RCRT's default tenant. */
const OWNER = '00000000-0000-0000-0000-000000000001'

let database: TestDatabase
let standIn: RcrtStandIn | undefined
let id = ''

beforeAll(async () => {
  database = await createTestDatabase()
  ;[id = ''] = await insertBreadcrumbs(database.pool, [{ ownerId: OWNER }])
})
afterAll(() => database.drop())
afterEach(async () => {
  await standIn?.close()
  standIn = undefined
})

async function start(options: StandInOptions = {}): Promise<RcrtStandIn> {
  standIn = await RcrtStandIn.start({ pingMs: 200, knows: async (asked) => asked === id, ...options })
  return standIn
}

function look(url = standIn?.url.href, args: readonly string[] = []): Promise<Diagnosis> {
  return diagnose(args, { DATABASE_URL: database.url, ...(url && { RCRT_API_URL: url }) })
}

const streamOf = ({ signs }: Diagnosis) =>
  ['api', 'token', 'ping', 'same database'].map((name) => signs[name]).join('')

test('a server that is sound and has this database passes, with one stream that is closed again', async () => {
  const server = await start()
  const found = await look()
  expect(streamOf(found)).toBe('✔✔✔✔')
  expect(found.words['same database']).toMatch(/knows the newest/)
  expect(server.count('GET /events/stream')).toBe(1)
  await expect.poll(() => server.openStreams).toBe(0)
})

test('✖ api: nobody listens', async () => {
  const server = await start()
  const { href } = server.url
  await server.close()
  standIn = undefined
  const found = await look(href)
  expect(streamOf(found)).toBe('✖---')
  expect(found.words.api).toMatch(/cannot reach 127.* → see whether RCRT/)
})

test.each([
  ['out of order', { health: 503 }, /answered 503/],
  ['frozen', { silent: true }, /no answer within/],
])('✖ api: the server is %s', async (_, faults, words) => {
  Object.assign((await start()).faults, faults)
  const found = await look()
  expect(streamOf(found)).toBe('✖---')
  expect(found.words.api).toMatch(words)
})

test('an API that nobody named and that is not there is not looked at', async () => {
  // Its port is one that this machine may have in use: then it is another server's answer that counts.
  const found = await diagnose([], { DATABASE_URL: database.url })
  if (found.signs.api === '-') expect(found.words.api).toMatch(/neither --api-url nor RCRT_API_URL/)
  expect(found.signs.api).not.toBe('!')
})

test.each([
  ['refuses these ids', 400, /refuses this owner or agent id/],
  ['fails', 500, /answered 500/],
  ['hangs', 'hang' as const, /has not answered within 5000 ms/],
])('✖ token: the server %s', async (_, token, words) => {
  const { faults } = await start()
  faults.token = token
  const found = await look()
  expect(streamOf(found)).toBe('✔✖--')
  expect(found.words.token).toMatch(words)
  expect(found.words.token).toMatch(/OWNER_ID/)
})

test('✖ ping: a token that the server does not take, which is not shown', async () => {
  await start()
  const found = await look(standIn?.url.href, ['--token', 'geheim.token'])
  expect(streamOf(found)).toBe('✔✔✖-')
  expect(found.words.ping).toMatch(/answered 401.* → check --token/)
})

test('✖ ping: a stream that is open and brings none', async () => {
  await start({ pingMs: 1_000_000 })
  const found = await look()
  expect(streamOf(found)).toBe('✔✔✖-')
  expect(found.words.ping).toMatch(/open, and no ping came within 10 s → restart/)
})

test('✖ same database: an API that does not know the newest breadcrumb', async () => {
  await start({ knows: async () => false })
  expect(streamOf(await look())).toBe('✔✔✔✖')
})

test.each([
  ['✔', () => id],
  ['✖', () => randomUUID()],
])('%s same database by an event, where the API does not tell of breadcrumbs', async (sign, spokenOf) => {
  // Long enough for an event to come first, also on a machine under load.
  standIn = await RcrtStandIn.start({ pingMs: 3_000 })
  const server = standIn
  const event = { id: spokenOf(), owner_id: OWNER, version: 1, tags: [], schema_name: null }
  const speak = setInterval(
    () => server.announce({ ...event, updated_at: new Date().toISOString(), context: {} }),
    50,
  )
  const found = await look()
  clearInterval(speak)
  expect(streamOf(found)).toBe(`✔✔✔${sign}`)
})

test('- same database where nothing tells', async () => {
  standIn = await RcrtStandIn.start({ pingMs: 200 })
  expect(streamOf(await look())).toBe('✔✔✔-')
})
