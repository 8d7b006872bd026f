import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { OWNER_ID } from '../support/breadcrumbs.ts'
import { residentMegabytes } from '../support/resident-memory.ts'
import { CLEAN_END, FAULT_ROWS } from '../support/stage.ts'
import { WatchScenario } from '../support/watch-scenario.ts'

/** FLOOD_SECONDS=60 for the length that is promised. */
const SECONDS = Number(process.env.FLOOD_SECONDS ?? 15)
const EVENTS_PER_SECOND = 10_000

test('14: 10,000 events a second are bounded in memory, and what overflows is swept', {
  timeout: 300_000,
}, async () => {
  const stage = await WatchScenario.start()
  const watcher = await stage.ready()
  await stage.eventsFlow(watcher)
  const memory: number[] = []
  let swept: Promise<void> | undefined
  const table = await stage.database.pool.connect()
  for (let second = 0; second < SECONDS; second++) {
    const started = performance.now()
    // Its work stands still, so that ids pile up, while RCRT goes on.
    if (second === 2) await table.query('BEGIN; LOCK TABLE rcrt_entities.outcomes IN ACCESS EXCLUSIVE MODE')
    if (second === 4) await stage.insert(FAULT_ROWS)
    if (second === 5) {
      await table.query('ROLLBACK')
      swept = stage.gapIsSwept()
    }
    for (let part = 0; part < 10; part++) {
      stage.standIn.send(strangers(EVENTS_PER_SECOND / 10))
      await delay(started + (part + 1) * 100 - performance.now())
    }
    memory.push((await residentMegabytes(watcher.pid)) ?? 0)
  }
  table.release()
  await stage.eventsFlow(watcher)
  await swept
  watcher.kill('SIGTERM')
  const { stdout } = await watcher.exit
  const stopped = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  stage.note(`${stopped.events} events, ${stopped.overflowed} ids dropped`)
  stage.note(`resident memory, MB a second: ${memory.map(Math.round).join(' ')}`)
  expect(stopped).toMatchObject({ event: 'stopped', connections: 1 })
  expect(stopped.overflowed).toBeGreaterThan(0)
  expect(stopped.events).toBeGreaterThan(SECONDS * EVENTS_PER_SECOND)
  expect(Math.max(...memory)).toBeLessThan(300)
  expect(await stage.end(`14: ${EVENTS_PER_SECOND} events/s for ${SECONDS} s`)).toEqual(CLEAN_END)
})

/** Frames about breadcrumbs that are not in the database. */
function strangers(count: number): string {
  const frames = Array.from({ length: count }, () => {
    const event = { type: 'breadcrumb.updated', breadcrumb_id: randomUUID(), owner_id: OWNER_ID, version: 1 }
    return `data: ${JSON.stringify({ ...event, tags: [], schema_name: 'note.v1', context: { content: 'x'.repeat(200) } })}\n\n`
  })
  return frames.join('')
}
