import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { WatchScenario } from '../support/watch-scenario.ts'
import { untilRow } from './figures.ts'

const KILLS = 9
const BREADCRUMBS_A_KILL = 1_000

/**
 * 10,000 breadcrumbs, one in seventeen never announced and one in ten announced twice; three watchers, each killed
 * three times while work is in hand; the API restarted twice.
 */
test('three watchers that are killed over and over lose nothing and write nothing twice', {
  timeout: 300_000,
}, async () => {
  const stage = await WatchScenario.start()
  const running = await Promise.all([stage.ready(), stage.ready(), stage.ready()])
  for (let kill = 0; kill < KILLS; kill++) {
    await stage.insert(BREADCRUMBS_A_KILL)
    await untilRow(stage.database.pool, 'SELECT FROM rcrt_entities.claims LIMIT 1')
    await delay(100 * Math.random())
    const index = kill % running.length
    running[index]?.kill('SIGKILL')
    running[index] = stage.watch()
    if (kill === 2 || kill === 5) {
      await stage.stopApi()
      await delay(500)
      await stage.restartApi()
    }
    await delay(1_000 * Math.random())
  }
  await stage.insert(BREADCRUMBS_A_KILL)
  const { extraExtractions, codes, ...end } = await stage.end(
    `three watchers, ${KILLS} SIGKILLs, the API restarted twice`,
  )
  expect(end).toEqual({ lost: 0, doubled: 0, writes: 0 })
  expect(new Set(codes)).toEqual(new Set([0, 'SIGKILL']))
  // A watcher that was killed may have had two batches of events and one of a sweep in hand.
  expect(extraExtractions).toBeLessThanOrEqual(KILLS * 3 * 200)
})
