import { type JetStreamManager, jetstream } from '@nats-io/jetstream'
import { type NatsConnection, nanos } from '@nats-io/transport-node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'
import { expectToFit } from '../support/json-schemas.ts'
import { NatsServer } from '../support/nats-server.ts'
import { onEachNatsServer } from '../support/on-each-nats-server.ts'

onEachNatsServer((binary) => {
  let server: NatsServer
  let nats: NatsConnection
  let manager: JetStreamManager
  beforeAll(async () => {
    server = await NatsServer.start(binary)
  })
  afterAll(() => server.remove())
  beforeEach(async () => {
    const client = await server.client()
    nats = client.nats
    manager = client.manager
  })
  afterEach(async () => {
    for await (const { config } of manager.streams.list()) await manager.streams.delete(config.name)
    await nats.close()
  })
  const cli = (...args: string[]) => runCli(['stream', ...args], { env: { NATS_URL: server.url } })

  test('ensure creates a stream that leaves other readers alone, and a consumer for workers', async () => {
    const { stdout, code } = await cli('ensure')
    expect(stdout).toBe('Stream BREADCRUMB_EVENTS is created.\nConsumer entity-extractor is created.\n')
    expect(code).toBe(0)
    const stream = await manager.streams.info('BREADCRUMB_EVENTS')
    expect(stream.config).toMatchObject({
      subjects: ['bc.*.created', 'bc.*.updated'],
      retention: 'limits',
      storage: 'file',
      max_age: nanos(86_400_000),
    })
    const { config } = await manager.consumers.info('BREADCRUMB_EVENTS', 'entity-extractor')
    expect(config).toMatchObject({
      durable_name: 'entity-extractor',
      deliver_policy: 'all',
      ack_policy: 'explicit',
      ack_wait: nanos(30_000),
      max_deliver: 3,
    })
  })

  test("ensure can keep to RCRT's first design", async () => {
    expect((await cli('ensure', '--retention', 'workqueue', '--subjects', 'bc.*.created')).code).toBe(0)
    const { config } = await manager.streams.info('BREADCRUMB_EVENTS')
    expect(config).toMatchObject({ subjects: ['bc.*.created'], retention: 'workqueue' })
  })

  test('ensure does nothing where all is there already', async () => {
    await cli('ensure')
    const { stdout, code } = await cli('ensure')
    expect(stdout).toBe('Stream BREADCRUMB_EVENTS is there.\nConsumer entity-extractor is there.\n')
    expect(code).toBe(0)
  })

  test('ensure shows what a stream has other than wanted, and leaves it alone', async () => {
    await manager.streams.add({ name: 'BREADCRUMB_EVENTS', subjects: ['bc.>'], storage: 'memory' })
    const { stdout, stderr, code } = await cli('ensure')
    expect(code).toBe(2)
    expect(stdout).toMatch(/stream +subjects +bc\.\*\.created, bc\.\*\.updated +bc\.>\n/)
    expect(stdout).toMatch(/stream +storage +file +memory\n/)
    expect(stdout).toMatch(/stream +max_age +86400 s +0 s\n/)
    expect(stderr).toMatch(/Nothing of it was changed/)
    const { config, state } = await manager.streams.info('BREADCRUMB_EVENTS')
    expect(config).toMatchObject({ subjects: ['bc.>'], storage: 'memory' })
    expect(state.consumer_count).toBe(0)
  })

  test('ensure never changes the ack wait of a consumer that is there, which the server would', async () => {
    await cli('ensure', '--ack-wait', '10s')
    const { stdout, stderr, code } = await cli('ensure', '--json')
    expectToFit('stream-ensure', JSON.parse(stdout), stderr)
    expect(JSON.parse(stdout)).toMatchObject({
      stream: 'found',
      consumer: 'found',
      differences: [{ of: 'consumer', setting: 'ack_wait', wanted: '30 s', found: '10 s' }],
    })
    expect(code).toBe(2)
    const { config } = await manager.consumers.info('BREADCRUMB_EVENTS', 'entity-extractor')
    expect(config.ack_wait).toBe(nanos(10_000))
  })

  test('a second reader of a work queue is told why it is refused', async () => {
    await cli('ensure', '--retention', 'workqueue')
    const { stderr, code } = await cli('ensure', '--retention', 'workqueue', '--consumer', 'other')
    expect(stderr).toMatch(/WorkQueue retention and another consumer reads it already.*10099/)
    expect(code).toBe(1)
  })

  test('subjects that another stream has are told', async () => {
    await manager.streams.add({ name: 'OTHER', subjects: ['bc.>'] })
    const { stderr, code } = await cli('ensure')
    expect(stderr).toMatch(/another stream has these subjects already.*10065/)
    expect(code).toBe(1)
  })

  test('status counts what is pending, in flight, redelivered and exhausted', async () => {
    await cli('ensure', '--ack-wait', '1s', '--max-deliver', '2')
    for (let number = 0; number < 8; number++) nats.publish(`bc.${number}.created`, '{}')
    await nats.flush()
    const consumer = await jetstream(nats).consumers.get('BREADCRUMB_EVENTS', 'entity-extractor')
    const deliveries = await consumer.fetch({ max_messages: 20, expires: 4_000 })
    for await (const message of deliveries) if (message.seq > 2) message.ack()
    for (let number = 8; number < 10; number++) nats.publish(`bc.${number}.created`, '{}')
    await nats.flush()
    const { stdout, stderr } = await cli('status', '--json')
    expectToFit('stream-status', JSON.parse(stdout), stderr)
    expect(JSON.parse(stdout)).toMatchObject({
      stream: { messages: 10, bytes: expect.any(Number), oldest: expect.stringMatching(/^\d{4}-.*Z$/) },
      consumer: { pending: 2, inFlight: 0, redelivered: 2, exhausted: 2, maxDeliver: 2, ackWaitSeconds: 1 },
    })
    expect((await cli('status')).stdout).toMatch(
      /\npending +2\n[\s\S]*\nexhausted +2 or more, past 2 deliveries/,
    )
  })

  test('status of what is not there says what creates it', async () => {
    const { stderr, code } = await cli('status')
    expect(stderr).toMatch(/the stream is not there[\s\S]*hint: `rcrt-entities stream ensure`/)
    expect(code).toBe(1)
  })

  test('a server without JetStream is told from one that is not there', async () => {
    const bare = await NatsServer.start(binary, [])
    const ensure = () => runCli(['stream', 'ensure', '--nats-url', bare.url])
    expect((await ensure()).stderr).toMatch(/error: NATS at 127\.0\.0\.1:\d+ runs without JetStream/)
    await bare.remove()
    const { stderr, code } = await ensure()
    expect(stderr).toMatch(
      /error: cannot reach NATS at 127\.0\.0\.1:\d+: connection refused\nhint: check --nats-url/,
    )
    expect(code).toBe(4)
  })

  test.each([
    ['--user', 'worker', '--pass', 'geheim!'],
    ['--auth', 'geheim!'],
  ])('the URL gives what %s asks for, and no message shows it', async (...auth) => {
    const guarded = await NatsServer.start(binary, ['-js', ...auth])
    try {
      const login = auth[0] === '--auth' ? 'geheim!' : 'worker:geheim!'
      const ensure = (url: string) => runCli(['stream', 'ensure', '--nats-url', url])
      const url = guarded.url.replace('//', `//${login}@`)
      expect((await ensure(url)).stderr).toBe('')
      const { stderr, code } = await ensure(url.replace('geheim!', 'GEHEIM'))
      expect(stderr).toMatch(
        /error: NATS at 127\.0\.0\.1:\d+ refuses these credentials[\s\S]*hint: check the user/,
      )
      expect(stderr).not.toContain('GEHEIM')
      expect(code).toBe(2)
    } finally {
      await guarded.remove()
    }
  })
})
