import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { JetStreamScenario } from '../support/jetstream-scenario.ts'
import { onEachNatsServer } from '../support/on-each-nats-server.ts'
import { CLEAN_END, FAULT_ROWS } from '../support/stage.ts'
import { untilRow } from './figures.ts'

/** Of a watcher: two batches of events and one of a sweep. */
const IN_HAND = 3 * 200

onEachNatsServer((binary) => {
  test('four watchers share the events, each with a tenth at least, and extract none twice', async ({
    task,
  }) => {
    const stage = await JetStreamScenario.start(binary)
    const watchers = await Promise.all([1, 2, 3, 4].map(() => stage.ready()))
    // Ten times a tenth, as they would come: of one heap, who is quick to begin takes most.
    for (let part = 0; part < 10; part++) {
      await stage.insert(FAULT_ROWS / 10)
      await stage.untilAllAcked()
    }
    const shares = watchers.map(({ stdout }) => stdout.match(/"event":"processed"/g)?.length ?? 0)
    stage.note(`shares ${shares.join(', ')}`)
    expect(await stage.end(task.name)).toEqual(CLEAN_END)
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(FAULT_ROWS / 10)
  })

  test('two of four are killed in the middle, and the server restarted', async ({ task }) => {
    const stage = await JetStreamScenario.start(binary)
    const watchers = await Promise.all([1, 2, 3, 4].map(() => stage.ready()))
    const half = Math.ceil(FAULT_ROWS / 2)
    await stage.insert(half)
    for (const dying of watchers.slice(2)) {
      await untilRow(stage.database.pool, 'SELECT FROM rcrt_entities.claims LIMIT 1')
      dying.kill('SIGKILL')
    }
    await stage.insert(half)
    await stage.server.kill()
    await delay(1_000)
    await stage.server.start()
    const { extraExtractions, codes, ...end } = await stage.end(task.name)
    expect(end).toEqual({ lost: 0, doubled: 0, writes: 0 })
    expect(new Set(codes)).toEqual(new Set([0, 'SIGKILL']))
    expect(extraExtractions).toBeLessThanOrEqual(2 * IN_HAND)
  })
})
