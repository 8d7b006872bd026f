import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { HalfOpenProxy } from '../support/half-open-proxy.ts'
import { DESIGN } from '../support/jetstream-listener.ts'
import type { JetStreamScenario } from '../support/jetstream-scenario.ts'
import { onEachNatsServer } from '../support/on-each-nats-server.ts'
import { refuseWrites } from '../support/refuse-writes.ts'
import { unreliably } from '../support/stage.ts'
import { untilRow } from './figures.ts'
import { jetStreamScenario, THIRD } from './scenario.ts'

// They wait for sweeps most of the time, so they may as well wait together.
vi.setConfig({ maxConcurrency: 4, testTimeout: 240_000 })

const CLAIM = 'SELECT FROM rcrt_entities.claims LIMIT 1'
const LOCK_CLAIMS = 'BEGIN; LOCK TABLE rcrt_entities.claims IN ACCESS EXCLUSIVE MODE'

onEachNatsServer((binary) => {
  describe.concurrent('a watcher of JetStream loses nothing and doubles nothing when', () => {
    const scenario = (play: (stage: JetStreamScenario) => Promise<void>, expected?: object) =>
      jetStreamScenario(binary, play, expected)

    test(
      '16: the server is killed in mid-batch',
      scenario(async (stage) => {
        const watcher = await stage.ready()
        await stage.insert(THIRD)
        await untilRow(stage.database.pool, CLAIM)
        await stage.server.kill()
        await watcher.waitForStderr(/Disconnected: /)
        await stage.insert(THIRD)
        const returned = stage.eventsReturn(watcher)
        await stage.server.start()
        await returned
        await stage.gapIsSwept()
        await stage.insert(THIRD)
        await stage.untilAllAcked()
      }),
    )

    test(
      '17: the server is frozen',
      scenario(async (stage) => {
        const watcher = await stage.ready()
        await stage.insert(THIRD)
        stage.server.signal('SIGSTOP')
        await stage.measure('it is noticed after', 6, () => watcher.waitForStderr(/Disconnected: /))
        await stage.insert(THIRD)
        await stage.gapIsSwept()
        const returned = stage.eventsReturn(watcher)
        stage.server.signal('SIGCONT')
        await returned
        await stage.insert(THIRD)
        await stage.untilAllAcked()
      }),
    )

    const deleted = (remove: (stage: JetStreamScenario) => Promise<unknown>) =>
      scenario(async (stage) => {
        const watcher = await stage.ready(['--ack-wait', '3s'])
        await stage.insert(THIRD)
        const returned = stage.eventsReturn(watcher)
        await remove(stage)
        await stage.insert(THIRD)
        await returned
        await stage.gapIsSwept()
        await stage.insert(THIRD)
        await stage.untilAllAcked()
      })

    test(
      '18: stream is deleted with messages in it',
      deleted(({ manager }) => manager.streams.delete(DESIGN.stream)),
    )

    test(
      '19: consumer is deleted with messages in it',
      deleted(({ manager }) => manager.consumers.delete(DESIGN.stream, DESIGN.consumer)),
    )

    test(
      '20: work takes longer than the ack wait',
      scenario(async (stage) => {
        const watcher = await stage.ready(['--ack-wait', '3s'])
        const claims = await stage.database.pool.connect()
        await claims.query(LOCK_CLAIMS)
        await stage.insert(THIRD)
        await stage.untilConsumer(({ num_ack_pending }) => num_ack_pending > 0)
        await delay(9_000)
        await claims.query('ROLLBACK')
        claims.release()
        await stage.eventsFlow(watcher)
        await stage.untilAllAcked()
        const { delivered } = await stage.consumer()
        expect(delivered.consumer_seq).toBe(delivered.stream_seq)
      }),
    )

    test(
      '21: three of them are killed with messages in hand, so that the server delivers these no more',
      scenario(
        async (stage) => {
          await stage.ready(['--ack-wait', '3s']).then(killed)
          const claims = await stage.database.pool.connect()
          await claims.query(LOCK_CLAIMS)
          const ids = await stage.insert(20)
          const announced = ids.reduce((sum, id) => sum + unreliably({ id }), 0)
          for (const kill of [1, 2, 3]) {
            const watcher = stage.watch(['--ack-wait', '3s'])
            // Of the two messages of each, one is acked the first time.
            await stage.untilConsumer(({ delivered }) => delivered.consumer_seq >= (1 + kill) * announced)
            await killed(watcher)
          }
          await claims.query('ROLLBACK')
          claims.release()
          const watcher = await stage.ready(['--ack-wait', '3s'])
          await stage.gapIsSwept()
          // The server counts those that it delivers no more as redelivered, and no longer as waiting for an ack.
          await stage.untilConsumer(
            ({ num_ack_pending, num_redelivered }) => num_ack_pending === 0 && num_redelivered > 0,
          )
          await stage.eventsFlow(watcher)
        },
        { codes: ['SIGKILL', 0], extraExtractions: expect.any(Number) },
      ),
    )

    test(
      '22: one breadcrumb is poison, and one message makes no sense',
      scenario(
        async (stage) => {
          const watcher = await stage.ready()
          const { pool } = stage.database
          await refuseWrites(pool, '22000', "WHEN (new.title = 'Poison')")
          const [id] = await stage.insert(1, { id: POISON, title: 'Poison' })
          stage.nats.publish('bc.nonsense.updated', 'no JSON')
          await stage.insert(THIRD)
          await stage.untilAllAcked()
          await watcher.waitForStdout(new RegExp(`"failed".*${id}`))
          await untilRow(pool, "SELECT FROM rcrt_entities.outcomes WHERE status = 'failed' AND attempts = 3")
          expect(watcher.stdout.match(new RegExp(`"(failed|retrying)".*${id}`, 'g'))).toHaveLength(3)
          await pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
        },
        { writes: -1, extraExtractions: 2 },
      ),
    )

    test(
      '23: acks are lost after the commit',
      scenario(async (stage) => {
        const proxy = await HalfOpenProxy.start(Number(new URL(stage.server.url).port))
        const watcher = await stage.ready(['--ack-wait', '10s'], `nats://127.0.0.1:${proxy.url.port}`)
        await stage.insert(THIRD)
        await untilRow(stage.database.pool, CLAIM)
        const returned = stage.eventsReturn(watcher)
        proxy.cutOff()
        await stage.untilConsumer(({ num_ack_pending }) => num_ack_pending > 0)
        await returned
        await stage.untilAllAcked()
        const { delivered } = await stage.consumer()
        expect(delivered.consumer_seq).toBeGreaterThan(delivered.stream_seq)
        await proxy.close()
      }),
    )
  })
})

async function killed(watcher: {
  kill(signal: NodeJS.Signals): void
  exit: Promise<unknown>
}): Promise<void> {
  watcher.kill('SIGKILL')
  await watcher.exit
}

/** Announced once. */
const POISON = 'f0f0f0f0-0000-4000-8000-000000000000'
