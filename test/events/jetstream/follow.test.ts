import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DESIGN, JetStreamListener } from '../../support/jetstream-listener.ts'
import { publishOnNats } from '../../support/nats-publisher.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { onEachNatsServer } from '../../support/on-each-nats-server.ts'

onEachNatsServer((binary) => {
  let server: NatsServer
  let nats: NatsConnection
  let manager: JetStreamManager
  let listeners: JetStreamListener[]
  beforeEach(async () => {
    server = await NatsServer.start(binary)
    const client = await server.client()
    nats = client.nats
    manager = client.manager
    listeners = []
  })
  afterEach(async () => {
    await Promise.all(listeners.map((listener) => listener.stop()))
    await nats.close()
    await server.remove()
  })

  async function listen(options?: ConstructorParameters<typeof JetStreamListener>[1]) {
    const listener = new JetStreamListener(server, options)
    listeners.push(listener)
    await listener.connected()
    return listener
  }

  async function publish(version = 1, id: string = randomUUID()): Promise<string> {
    const rest = { owner_id: randomUUID(), tags: [], schema_name: null, updated_at: '', context: {} }
    publishOnNats(nats, { id, version, ...rest })
    await nats.flush()
    return id
  }

  function consumer(): Promise<ConsumerInfo> {
    return manager.consumers.info(DESIGN.stream, DESIGN.consumer)
  }

  async function untilConsumer(holds: (info: ConsumerInfo) => boolean): Promise<void> {
    // Where the server was killed, this client has to come back, too.
    await vi.waitUntil(() => consumer().then(holds, () => false), { timeout: 30_000 })
  }

  describe('a stream in good health', () => {
    test('brings what is published, a creation once, and what was before anybody read it', async () => {
      await new JetStreamListener(server).stop()
      await vi.waitUntil(async () => (await manager.streams.names().next()).length === 1)
      const early = await publish()
      const listener = await listen()
      const late = await publish()
      await listener.until(() => listener.ids.length === 2)
      expect(listener.ids).toEqual([early, late])
      expect(listener.gaps).toEqual(['connected'])
      expect(listener.source.counts).toMatchObject({ events: 4, connections: 1 })
    })

    test('has messages acked once their breadcrumbs are done, and not before', async () => {
      const listener = await listen({ ackWaitMs: 30_000 })
      await publish()
      await listener.until(() => listener.ids.length === 1)
      await untilConsumer(({ num_ack_pending }) => num_ack_pending === 1)
      await listener.acknowledge()
      await untilConsumer(
        ({ num_ack_pending, ack_floor }) => num_ack_pending === 0 && ack_floor.stream_seq === 2,
      )
    })

    test('delivers again what was not done', async () => {
      const listener = await listen({ ackWaitMs: 30_000 })
      const id = await publish()
      await listener.until(() => listener.ids.length === 1)
      await listener.acknowledge(() => false)
      await listener.until(() => listener.ids.length === 2)
      expect(listener.ids).toEqual([id, id])
    })

    test('acks what is of no interest, and counts it', async () => {
      const unwanted = randomUUID()
      const listener = await listen({ accept: ({ id }) => id !== unwanted })
      await publish(1, unwanted)
      const wanted = await publish()
      await listener.until(() => listener.ids.length === 1)
      expect(listener.ids).toEqual([wanted])
      expect(listener.source.counts.filtered).toBe(1)
      await untilConsumer(({ ack_floor }) => ack_floor.stream_seq >= 2)
    })

    test('terminates what cannot be read, and asks for a sweep', async () => {
      const listener = await listen()
      for (const text of ['no JSON', '{"type":"breadcrumb.updated","breadcrumb_id":7}', '{"type":"other"}'])
        nats.publish('bc.x.updated', text)
      await listener.until(() => listener.gaps.includes('unreadable'))
      await untilConsumer(
        ({ num_ack_pending, ack_floor }) => num_ack_pending === 0 && ack_floor.stream_seq === 3,
      )
      expect(listener.source.counts).toMatchObject({ badFrames: 2, unknownTypes: 1, events: 0 })
    })

    test('20: keeps alive what takes longer than the ack wait', async () => {
      const listener = await listen()
      await publish()
      await listener.until(() => listener.ids.length === 1)
      await delay(3 * DESIGN.ackWaitMs)
      await listener.acknowledge()
      await untilConsumer(({ ack_floor }) => ack_floor.stream_seq === 2)
      expect(await consumer()).toMatchObject({ num_redelivered: 0, delivered: { consumer_seq: 2 } })
    })

    test('never has more in hand than a batch, so that others get their share', async () => {
      const both = [await listen({ ackWaitMs: 30_000 }), await listen({ ackWaitMs: 30_000 })]
      for (let number = 0; number < 600; number++) publishOnNats(nats, breadcrumb())
      await nats.flush()
      await Promise.all(both.map((listener) => listener.until(() => listener.ids.length > 100)))
      await untilConsumer(({ num_waiting }) => num_waiting === 0)
      for (const { ids } of both) expect(ids.length).toBeLessThanOrEqual(200)
      expect((await consumer()).num_pending).toBeGreaterThan(0)
    })

    test('workers that get the two messages of each creation in turn never get the same breadcrumb', async () => {
      const both = [await listen({ ackWaitMs: 30_000 }), await listen({ ackWaitMs: 30_000 })]
      const ids = await Promise.all(Array.from({ length: 60 }, () => publish()))
      await vi.waitUntil(() => both.flatMap((listener) => listener.ids).length === ids.length)
      expect(new Set(both.flatMap((listener) => listener.ids))).toEqual(new Set(ids))
      await Promise.all(both.map((listener) => listener.acknowledge()))
      await untilConsumer(({ num_ack_pending }) => num_ack_pending === 0)
    })
  })

  describe('when it is stopped', () => {
    test('what is done is acked by the time it has ended', async () => {
      const listener = await listen({ ackWaitMs: 30_000 })
      await publish()
      await listener.until(() => listener.ids.length === 1)
      await listener.stop()
      expect(await consumer()).toMatchObject({ num_ack_pending: 0, ack_floor: { stream_seq: 2 } })
    })

    /** Servers of 2.9 put off what is given back while nobody else asks for messages until the ack wait is over. */
    async function listenBeside(): Promise<JetStreamListener> {
      const other = await listen({ ackWaitMs: 3_600_000 })
      await untilConsumer(({ num_waiting }) => num_waiting === 2)
      return other
    }

    test('what is not goes to others at once', async () => {
      const listener = await listen({ ackWaitMs: 3_600_000 })
      const id = await publish()
      await listener.until(() => listener.ids.length === 1)
      const other = await listenBeside()
      await listener.stop(() => false)
      await other.until(() => other.ids.length === 1)
      expect(other.ids).toEqual([id])
    })

    test('what it has not begun goes to others at once', async () => {
      const idle = new EventEmitter()
      const listener = await listen({
        ackWaitMs: 3_600_000,
        busyUntil: once(idle, 'idle').then(() => undefined),
      })
      await publish()
      await listener.until(() => listener.ids.length === 1)
      const waiting = await publish()
      // What is on its way when it stops comes again after the ack wait only.
      await vi.waitUntil(() => listener.source.counts.events === 4, { timeout: 30_000 })
      const other = await listenBeside()
      const stopped = listener.stop()
      await other.until(() => other.ids.length === 1)
      expect(other.ids).toEqual([waiting])
      idle.emit('idle')
      await stopped
    })
  })

  describe('when something breaks', () => {
    test('a server that is killed and comes back delivers again what was not acked', async () => {
      const listener = await listen()
      const id = await publish()
      await listener.until(() => listener.ids.length === 1)
      await server.kill()
      await listener.until(() => listener.count('disconnected') > 0)
      // Lost with the connection: it is acked when it comes again.
      await listener.acknowledge()
      await server.start()
      await listener.connected(2)
      await listener.until(() => listener.ids.length === 2)
      await listener.acknowledge()
      await untilConsumer(({ num_ack_pending }) => num_ack_pending === 0)
      expect(listener.ids).toEqual([id, id])
    })

    test('17: a server that is frozen is noticed, and followed again', async () => {
      const listener = await listen()
      server.signal('SIGSTOP')
      await listener.until(() => listener.count('disconnected') > 0)
      server.signal('SIGCONT')
      await listener.connected(2)
      const id = await publish()
      await listener.until(() => listener.ids.includes(id))
    })

    test.each([
      ['18: stream', () => manager.streams.delete(DESIGN.stream)],
      ['19: consumer', () => manager.consumers.delete(DESIGN.stream, DESIGN.consumer)],
    ])('a %s that is deleted is created again', async (_, remove) => {
      const listener = await listen()
      await remove()
      await listener.connected(2)
      const id = await publish()
      await listener.until(() => listener.ids.includes(id))
    })

    test('a stream that is not there is waited for, unless it is to be created', async () => {
      const listener = new JetStreamListener(server, { ensure: false })
      listeners.push(listener)
      await listener.until(() => listener.count('disconnected') > 0)
      expect(listener.statuses).toContainEqual(
        expect.objectContaining({
          state: 'disconnected',
          reason: expect.stringMatching(/the stream is not there.*`rcrt-entities stream ensure`/),
        }),
      )
      const { ensureStream } = await import('../../../src/events/jetstream/ensure.ts')
      await ensureStream(manager, DESIGN)
      await listener.connected()
    })
  })

  function breadcrumb() {
    const rest = { owner_id: randomUUID(), tags: [], schema_name: null, updated_at: '', context: {} }
    return { id: randomUUID(), version: 1, ...rest }
  }
})
