import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { WatchScenario } from '../support/watch-scenario.ts'

const BREADCRUMBS = 10_000
const KILLS = 9

/**
 * 10,000 breadcrumbs, one in twenty never announced and one in ten announced twice; three watchers, each killed
 * three times; the API restarted twice.
 */
test('three watchers that are killed over and over lose nothing and write nothing twice', {
  timeout: 300_000,
}, async () => {
  const stage = await WatchScenario.start()
  const running = await Promise.all([stage.ready(), stage.ready(), stage.ready()])
  const inserting = insertSlowly(stage)
  for (let kill = 0; kill < KILLS; kill++) {
    await delay(500 + 1_000 * Math.random())
    const index = kill % running.length
    running[index]?.kill('SIGKILL')
    running[index] = stage.watch()
    if (kill === 2 || kill === 5) {
      await stage.stopApi()
      await delay(500)
      await stage.restartApi()
    }
  }
  await inserting
  const { extraExtractions, codes, ...end } = await stage.end(
    `three watchers, ${KILLS} SIGKILLs, the API restarted twice`,
  )
  expect(end).toEqual({ lost: 0, doubled: 0, writes: 0 })
  expect(new Set(codes)).toEqual(new Set([0, 'SIGKILL']))
  // A watcher that was killed may have had two batches of events and one of a sweep in hand.
  expect(extraExtractions).toBeLessThanOrEqual(KILLS * 3 * 200)
})

async function insertSlowly(stage: WatchScenario): Promise<void> {
  for (let inserted = 0; inserted < BREADCRUMBS; inserted += 100) {
    await stage.insert(100)
    await delay(100)
  }
}
