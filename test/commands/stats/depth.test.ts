import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../../support/cli.ts'
import { expectToFit } from '../../support/json-schemas.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { onEachNatsServer } from '../../support/on-each-nats-server.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

onEachNatsServer((binary) => {
  let database: TestDatabase
  let server: NatsServer
  beforeAll(async () => {
    database = await createTestDatabase()
    server = await NatsServer.start(binary)
  })
  afterAll(async () => {
    await server.remove()
    await database.drop()
  })
  const stats = (...args: string[]) =>
    runCli(['stats', ...args], { env: { DATABASE_URL: database.url, NATS_URL: server.url } })

  test('stats tells what the stream holds where NATS_URL names a server', async () => {
    expect((await stats()).stdout).toMatch(/\nStream BREADCRUMB_EVENTS: .*the stream is not there/)
    await runCli(['stream', 'ensure'], { env: { NATS_URL: server.url } })
    const { nats } = await server.client()
    nats.publish('bc.1.created', '{}')
    await nats.drain()
    const { stdout, stderr } = await stats('--json')
    expectToFit('stats', JSON.parse(stdout), stderr)
    expect(JSON.parse(stdout).jetStream).toEqual({
      ...{ messages: 1, pending: 1, inFlight: 0, redelivered: 0, exhausted: 0 },
    })
    expect((await stats()).stdout).toMatch(
      /\nStream BREADCRUMB_EVENTS: 1 message, 1 pending, 0 in flight, 0 redelivered, 0 exhausted\n$/,
    )
  })

  test('stats says so, and does not fail, when NATS is away', async () => {
    const { stdout, stderr, code } = await stats('--json', '--nats-url', 'nats://127.0.0.1:1')
    expectToFit('stats', JSON.parse(stdout), stderr)
    expect(JSON.parse(stdout).jetStream).toEqual({
      error: 'cannot reach NATS at 127.0.0.1:1: connection refused',
    })
    expect(code).toBe(0)
  })
})
