import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Diagnosis, diagnose } from '../../support/doctor.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { onEachNatsServer } from '../../support/on-each-nats-server.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

/** One user may do all, the other reads about streams and no more. */
const CONFIGURATION = `
accounts {
  RCRT { jetstream: enabled, users: [
    { user: all, password: hunter2 }
    { user: looker, password: hunter2, permissions: { publish: ["$JS.API.INFO", "$JS.API.*.INFO.>"] } }
  ] }
  OTHER { users: [ { user: other, password: hunter2 } ] }
}`

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const signsOf = ({ signs }: Diagnosis) =>
  ['nats', 'stream', 'consumer', 'nats rights', 'sync_interval'].map((name) => signs[name] ?? '').join('')

test('where no server is named, none is looked for', async () => {
  expect(signsOf(await diagnose([], { DATABASE_URL: database.url }))).toBe('')
})

onEachNatsServer((binary) => {
  let server: NatsServer
  let directory: string
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rcrt-nats-conf-'))
    const file = join(directory, 'nats.conf')
    await writeFile(file, CONFIGURATION)
    server = await NatsServer.start(binary, ['-js', '-c', file])
  })
  afterAll(async () => {
    await server.remove()
    await rm(directory, { recursive: true })
  })
  const look = (user: string, ...args: string[]) =>
    diagnose(args, {
      DATABASE_URL: database.url,
      NATS_URL: server.url.replace('//', `//${user}:hunter2@`),
    })

  test('✖ stream, and then consumer, until both are there', async () => {
    const { manager, nats } = await server.client('all', 'hunter2')
    const bare = await look('all')
    expect(signsOf(bare)).toBe('✔✖---')
    expect(bare.words.stream).toMatch(/stream is not there.* → run `rcrt-entities stream ensure`/)
    await manager.streams.add({ name: 'BREADCRUMB_EVENTS', subjects: ['bc.*.updated'] })
    expect(signsOf(await look('all'))).toBe('✔✔✖--')
    await manager.consumers.add('BREADCRUMB_EVENTS', { durable_name: 'careless', ack_policy: 'none' })
    await manager.consumers.add('BREADCRUMB_EVENTS', {
      durable_name: 'entity-extractor',
      ack_policy: 'explicit',
    })
    nats.publish('bc.1.updated', 'one')
    await nats.flush()
    expect(signsOf(await look('all', '--consumer', 'careless'))).toBe('✔✔✖--')
    const sound = await look('all')
    expect(signsOf(sound)).toBe('✔✔✔✔-')
    expect(sound.words.consumer).toMatch(/with 1 pending/)

    const forbidden = await look('looker')
    expect(signsOf(forbidden)).toBe('✔✔✔✖-')
    expect(forbidden.words['nats rights']).toMatch(/\n\$JS\.API\.CONSUMER\.MSG\.NEXT\.\S+\n\$JS\.ACK\./)
    const { num_ack_pending, num_pending } = await manager.consumers.info(
      'BREADCRUMB_EVENTS',
      'entity-extractor',
    )
    expect({ num_ack_pending, num_pending }).toEqual({ num_ack_pending: 0, num_pending: 1 })
    await manager.streams.delete('BREADCRUMB_EVENTS')
    await nats.close()
  })

  test('✖ a stream of other subjects or without updates, ! one in memory', async () => {
    const { manager, nats } = await server.client('all', 'hunter2')
    await manager.streams.add({ name: 'OTHER', subjects: ['orders.*'] })
    // Newer servers take subjects that reach into JetStream's own only without acknowledgement.
    await manager.streams.add({
      name: 'MEMORY',
      subjects: ['*.*.updated'],
      storage: 'memory',
      no_ack: true,
    })
    await manager.streams.add({ name: 'CREATIONS', subjects: ['bc.*.created'] })
    await nats.close()
    expect((await look('all', '--stream', 'CREATIONS')).words.stream).toMatch(/sweeps alone find them/)
    const other = await look('all', '--stream', 'OTHER')
    expect(other.signs.stream).toBe('✖')
    expect(other.words.stream).toMatch(/captures orders\.\*/)
    expect((await look('all', '--stream', 'MEMORY')).signs.stream).toBe('!')
  })

  test('✖ nats: a wrong password, an account without JetStream, a server that is gone', async () => {
    const wrong = await diagnose([], {
      DATABASE_URL: database.url,
      NATS_URL: server.url.replace('//', '//all:geheim@'),
    })
    expect(signsOf(wrong)).toBe('✖----')
    expect(wrong.words.nats).toMatch(/refuses these credentials/)
    expect(signsOf(await look('other'))).toBe('✖----')
    await server.kill()
    const gone = await look('all')
    expect(signsOf(gone)).toBe('✖----')
    expect(gone.words.nats).toMatch(/connection refused.* → check --nats-url/)
  })
})
