import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { HalfOpenProxy } from '../support/half-open-proxy.ts'
import { residentMegabytes } from '../support/resident-memory.ts'
import { FAULT_ROWS } from '../support/stage.ts'
import type { WatchScenario } from '../support/watch-scenario.ts'
import { scenario, THIRD } from './scenario.ts'

// They wait for real time-outs most of the time, so they may as well wait together.
vi.setConfig({ maxConcurrency: FAULT_ROWS > 2_000 ? 5 : 20, testTimeout: 240_000 })

describe.concurrent('a watcher loses nothing and doubles nothing when', () => {
  test(
    '1: the API is down at the start',
    scenario(async (stage) => {
      await stage.stopApi()
      await stage.insert(THIRD)
      const watcher = stage.watch()
      await watcher.waitForStderr(/Disconnected: cannot reach/)
      await stage.insert(THIRD)
      await stage.gapIsSwept()
      expect(watcher.stderr).not.toMatch(/Connected/)
      const returned = stage.eventsReturn(watcher)
      await stage.restartApi()
      await returned
      await watcher.waitForStderr(/Ready/)
      await stage.insert(THIRD)
    }),
  )

  test(
    '2: the stream ends in mid-frame',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      await stage.insert(THIRD)
      await insertUnheard(stage)
      const returned = stage.eventsReturn(watcher)
      stage.standIn.send('data: {"type":"breadcrumb.upd')
      stage.standIn.closeStreams()
      await returned
      expect(watcher.stderr).toMatch(/Disconnected: .*closed the connection/)
      await stage.gapIsSwept()
      await stage.insert(THIRD)
    }),
  )

  test(
    '3: the stream is reset',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      await stage.insert(THIRD)
      await insertUnheard(stage)
      const returned = stage.eventsReturn(watcher)
      stage.standIn.resetStreams()
      await returned
      expect(watcher.stderr).toMatch(/Disconnected: lost the connection/)
      await stage.gapIsSwept()
      await stage.insert(THIRD)
    }),
  )

  test(
    '4: the stream falls silent',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.faults.silent = true
      await stage.insert(THIRD)
      await stage.measure('silence is noticed after', 15, () =>
        watcher.waitForStderr(/Disconnected: nothing came .* for 15 s/),
      )
      await stage.gapIsSwept()
      stage.standIn.faults.silent = false
      await watcher.waitForStderr(/Disconnected[\s\S]*Connected/)
      await stage.insert(THIRD)
      await stage.eventsFlow(watcher)
      expect(stage.standIn.openStreams).toBe(1)
    }),
  )

  test(
    '5: the connection is half open',
    scenario(async (stage) => {
      const proxy = await HalfOpenProxy.start(stage.standIn.port)
      const watcher = await stage.ready([], proxy.url)
      proxy.cutOff()
      await stage.insert(THIRD)
      await stage.measure('the dead line is noticed after', 15, () =>
        watcher.waitForStderr(/Disconnected: nothing came/),
      )
      await watcher.waitForStderr(/Disconnected[\s\S]*Connected/)
      await stage.insert(THIRD)
      await stage.eventsFlow(watcher)
      await stage.gapIsSwept()
      await vi.waitUntil(() => proxy.open === 1, { timeout: 30_000 })
      expect(stage.standIn.openStreams).toBe(1)
      await proxy.close()
    }),
  )

  test(
    '6: pings come and events do not',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.faults.deaf = true
      await stage.insert(THIRD)
      await watcher.waitForStderr(/warning: .* does not announce: connecting anew, and sweeping every 10 s/)
      await stage.processed()
      // Each of these sweeps finds what was not announced, too, and must not connect anew again.
      for (const _ of [1, 2]) {
        await stage.insert(Math.ceil(THIRD / 2))
        await stage.gapIsSwept()
      }
      expect(stage.standIn.count('GET /events/stream')).toBe(2)
      stage.standIn.faults.deaf = false
      await stage.eventsFlow(watcher)
      await watcher.waitForStderr(/brings events again/)
    }),
  )

  test(
    '7: the token has expired when it reconnects',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.revokeTokens()
      const returned = stage.eventsReturn(watcher)
      stage.standIn.closeStreams()
      await stage.insert(THIRD)
      await returned
      expect(stage.standIn.count('POST /auth/token')).toBe(2)
      expect(stage.standIn.count('GET /events/stream')).toBe(3)
      await stage.insert(2 * THIRD)
    }),
  )

  test.for([401, 403])('8: the stream is refused (%i) for good', (status, context) =>
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.faults.stream = { status }
      stage.standIn.closeStreams()
      await watcher.waitForStderr(
        new RegExp(
          `warning: .* refused: .* answered ${status}\\. Check --token or RCRT_TOKEN, .* attempt in 1m [0-3]\\ds`,
        ),
      )
      await stage.insert(FAULT_ROWS)
      await stage.gapIsSwept()
      expect(stage.standIn.count('GET /events/stream')).toBe(3)
      expect(watcher.stderr).not.toMatch(/Bearer|eyJ/)
    })(context),
  )

  test.for([
    [500, 'answered 500'],
    ['hang', 'has not answered within 5000 ms'],
  ] as const)('9: the token endpoint fails (%s)', ([token, reason], context) =>
    scenario(async (stage) => {
      stage.standIn.faults.token = token
      const watcher = stage.watch()
      await watcher.waitForStderr(
        new RegExp(`Disconnected: .*/auth/token ${reason}\\. Next attempt (?:in|within)`),
      )
      await stage.insert(THIRD)
      await stage.gapIsSwept()
      stage.standIn.faults.token = undefined
      await watcher.waitForStderr(/Ready/)
      await stage.insert(2 * THIRD)
      await stage.eventsFlow(watcher)
    })(context),
  )

  test(
    '10: the API answers 204, 429 and 503',
    scenario(async (stage) => {
      const watcher = stage.watch()
      for (const status of [204, 429, 503]) {
        stage.standIn.faults.stream = { status, headers: { 'retry-after': '1' } }
        await watcher.waitForStderr(new RegExp(`Disconnected: .* answered ${status}`))
      }
      await stage.insert(THIRD)
      stage.standIn.faults.stream = { status: 429, headers: { 'retry-after': '12' } }
      await watcher.waitForStderr(/answered 429. Next attempt in (1[2-9]|[2-4]\d)s/)
      stage.standIn.faults.stream = undefined
      const refused = performance.now()
      await watcher.waitForStderr(/Ready/)
      expect(performance.now() - refused).toBeGreaterThan(11_000)
      await stage.insert(2 * THIRD)
      await stage.eventsFlow(watcher)
    }),
  )

  test(
    '11: the server asks for reconnects at once',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      for (const _ of [1, 2, 3]) {
        stage.standIn.send('retry: 0\n\n')
        stage.standIn.closeStreams()
        await delay(1_000)
      }
      expect(stage.standIn.count('GET /events/stream')).toBeLessThan(10)
      await stage.insert(FAULT_ROWS)
      await vi.waitUntil(() => stage.standIn.openStreams === 1, { timeout: 60_000 })
      await stage.eventsFlow(watcher)
    }),
  )

  test(
    '12: a frame has 50 MB',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      const before = (await residentMegabytes(watcher.pid)) ?? 0
      stage.standIn.faults.deaf = true
      await stage.insert(FAULT_ROWS)
      stage.standIn.faults.deaf = false
      stage.standIn.send('data: {"type":"breadcrumb.updated","context":"')
      const part = Buffer.alloc(1024 * 1024, 'x')
      for (let sent = 0; sent < 50; sent++) stage.standIn.send(part)
      stage.standIn.send('"}\n\n')
      await stage.eventsFlow(watcher)
      await stage.gapIsSwept()
      const grown = ((await residentMegabytes(watcher.pid)) ?? 0) - before
      stage.note(`resident memory grown by ${Math.round(grown)} MB`)
      expect(grown).toBeLessThan(250)
      watcher.kill('SIGTERM')
      const { stdout } = await watcher.exit
      expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
        ...{ event: 'stopped', oversizedFrames: 1, badFrames: 0, connections: 1 },
      })
    }),
  )

  test(
    '13: frames make no sense',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.send('data: {"type":\n\ndata: {"type":"bread.baked"}\n\n')
      stage.standIn.send(Buffer.from([...Buffer.from('data: {"type":"ping","ts":"'), 0xff, 0xfe]))
      stage.standIn.send('"}\n\n')
      await stage.insert(FAULT_ROWS)
      await stage.eventsFlow(watcher)
      await stage.processed()
      watcher.kill('SIGTERM')
      const { stdout } = await watcher.exit
      expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
        ...{ event: 'stopped', processed: FAULT_ROWS + 1 },
        ...{ badFrames: 1, unknownTypes: 1, badText: 1, connections: 1 },
      })
    }),
  )

  test(
    '15: every breadcrumb is announced a thousand times',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.faults.announcements = () => 1_000
      await stage.insert(20)
      await stage.processed()
      await stage.eventsFlow(watcher)
    }),
  )

  // Takes minutes: at full size only. What it rests on is tested for itself, see sweep-window.test.ts.
  test.skipIf(FAULT_ROWS < 10_000)(
    'an update commits two minutes after its transaction began, without an event',
    scenario(
      async (stage) => {
        const watcher = await stage.ready()
        const [id = ''] = await stage.insert(1)
        await stage.processed()
        await stage.stopApi()
        const writer = await stage.database.pool.connect()
        await writer.query('BEGIN')
        await writer.query(
          `UPDATE breadcrumbs SET title = 'Grace Hopper', version = version + 1, updated_at = now() WHERE id = $1`,
          [id],
        )
        await delay(135_000)
        await writer.query('COMMIT')
        writer.release()
        await stage.measure('it is found after', 10, () =>
          watcher.waitForStdout(new RegExp(`"processed".*${id}.*grace hopper`)),
        )
      },
      { expected: { writes: 1 } },
    ),
  )
})

/** A gap that is whole before the watcher is back: what comes after the sweep that follows would wait for the next. */
async function insertUnheard(stage: WatchScenario): Promise<void> {
  stage.standIn.faults.deaf = true
  await stage.insert(THIRD)
  stage.standIn.faults.deaf = false
}
