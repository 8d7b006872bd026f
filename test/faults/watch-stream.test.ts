import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { HalfOpenProxy } from '../support/half-open-proxy.ts'
import type { StandInOptions } from '../support/rcrt-stand-in.ts'
import { CLEAN_END, FAULT_ROWS, WatchScenario } from '../support/watch-scenario.ts'

// They wait for real time-outs most of the time, so they may as well wait together.
vi.setConfig({ maxConcurrency: 20, testTimeout: 240_000 })

const THIRD = Math.ceil(FAULT_ROWS / 3)

/** Breadcrumbs appear before, during and after a fault; each has to be processed once. */
async function scenario(
  play: (scenario: WatchScenario) => Promise<void>,
  standInOptions?: StandInOptions,
): Promise<void> {
  const stage = await WatchScenario.start(standInOptions)
  await play(stage)
  expect(await stage.end()).toEqual(CLEAN_END)
}

describe.concurrent('a watcher loses nothing and doubles nothing when', () => {
  test('1: the API is down at the start', () =>
    scenario(async (stage) => {
      await stage.stopApi()
      await stage.insert(THIRD)
      const watcher = stage.watch()
      await watcher.waitForStderr(/Disconnected: cannot reach/)
      await stage.insert(THIRD)
      await stage.processed()
      expect(watcher.stderr).not.toMatch(/Connected/)
      await stage.restartApi()
      await watcher.waitForStderr(/Ready/)
      await stage.insert(THIRD)
      await stage.eventsFlow(watcher)
    }))

  test('2: the stream ends in mid-frame', () =>
    scenario(async (stage) => {
      const watcher = await stage.ready()
      await stage.insert(THIRD)
      stage.standIn.send('data: {"type":"breadcrumb.upd')
      stage.standIn.closeStreams()
      await stage.insert(THIRD)
      await watcher.waitForStderr(/Disconnected: .*closed the connection[\s\S]*Connected/)
      await stage.insert(THIRD)
      await stage.eventsFlow(watcher)
    }))

  test('3: the stream is reset', () =>
    scenario(async (stage) => {
      const watcher = await stage.ready()
      await stage.insert(THIRD)
      stage.standIn.resetStreams()
      await stage.insert(THIRD)
      await watcher.waitForStderr(/Disconnected: lost the connection[\s\S]*Connected/)
      await stage.insert(THIRD)
      await stage.eventsFlow(watcher)
    }))

  test('4: the stream falls silent', () =>
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.faults.silent = true
      await stage.insert(THIRD)
      await watcher.waitForStderr(/Disconnected: nothing came/)
      await stage.insert(THIRD)
      await stage.processed()
      stage.standIn.faults.silent = false
      await watcher.waitForStderr(/Disconnected[\s\S]*Connected/)
      await stage.insert(THIRD)
      await stage.eventsFlow(watcher)
      expect(stage.standIn.openStreams).toBe(1)
    }))

  test('5: the connection is half open', () =>
    scenario(async (stage) => {
      const proxy = await HalfOpenProxy.start(stage.standIn.port)
      const watcher = await stage.ready([], proxy.url)
      proxy.cutOff()
      await stage.insert(THIRD)
      await watcher.waitForStderr(/Disconnected: nothing came[\s\S]*Connected/)
      await stage.insert(THIRD)
      await stage.eventsFlow(watcher)
      await vi.waitUntil(() => proxy.open === 1, { timeout: 10_000 })
      expect(stage.standIn.openStreams).toBe(1)
      await stage.insert(THIRD)
      await stage.processed()
      await proxy.close()
    }))

  test('6: pings come and events do not', () =>
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.faults.deaf = true
      await stage.insert(THIRD)
      await watcher.waitForStderr(/does not announce: connecting anew/)
      await stage.insert(THIRD)
      await stage.processed()
      expect(stage.standIn.count('GET /events/stream')).toBe(2)
      stage.standIn.faults.deaf = false
      await stage.insert(THIRD)
      await stage.eventsFlow(watcher)
      await watcher.waitForStderr(/brings events again/)
    }))

  test('7: the token has expired when it reconnects', () =>
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.revokeTokens()
      stage.standIn.closeStreams()
      await stage.insert(THIRD)
      await watcher.waitForStderr(/Disconnected[\s\S]*Connected/)
      expect(stage.standIn.count('POST /auth/token')).toBe(2)
      await stage.insert(2 * THIRD)
      await stage.eventsFlow(watcher)
    }))

  test.each([401, 403])('8: the stream is refused (%i) for good', (status) =>
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.faults.stream = { status }
      stage.standIn.closeStreams()
      await watcher.waitForStderr(new RegExp(`warning: .* is refused: .* answered ${status}`))
      await stage.insert(FAULT_ROWS)
      await stage.processed()
      expect(stage.standIn.count('GET /events/stream')).toBe(3)
      expect(watcher.stderr).not.toMatch(/Bearer|eyJ/)
    }),
  )

  test.each([500, 'hang'] as const)('9: the token endpoint fails (%s)', (token) =>
    scenario(async (stage) => {
      stage.standIn.faults.token = token
      const watcher = stage.watch()
      await watcher.waitForStderr(/Disconnected: .*auth\/token/)
      await stage.insert(THIRD)
      await stage.processed()
      stage.standIn.faults.token = undefined
      await watcher.waitForStderr(/Ready/)
      await stage.insert(2 * THIRD)
      await stage.eventsFlow(watcher)
    }),
  )

  test('10: the API answers 204, 429 and 503', () =>
    scenario(async (stage) => {
      const watcher = stage.watch()
      for (const status of [204, 429, 503]) {
        stage.standIn.faults.stream = { status, headers: { 'retry-after': '1' } }
        stage.standIn.closeStreams()
        await watcher.waitForStderr(new RegExp(`Disconnected: .* answered ${status}`))
      }
      await stage.insert(THIRD)
      stage.standIn.faults.stream = { status: 429, headers: { 'retry-after': '12' } }
      await watcher.waitForStderr(/answered 429. Next attempt in (1[2-9]|[2-4]\d)s/)
      stage.standIn.faults.stream = undefined
      await watcher.waitForStderr(/Ready/)
      await stage.insert(2 * THIRD)
      await stage.eventsFlow(watcher)
    }))

  test('11: the server asks for reconnects at once', () =>
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
    }))

  test('12: a frame has 50 MB', () =>
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.send('data: {"type":"breadcrumb.updated","context":"')
      const part = Buffer.alloc(1024 * 1024, 'x')
      for (let sent = 0; sent < 50; sent++) stage.standIn.send(part)
      stage.standIn.send('"}\n\n')
      await stage.insert(FAULT_ROWS)
      await stage.eventsFlow(watcher)
      expect(stage.standIn.count('GET /events/stream')).toBe(1)
    }))

  test('13: frames make no sense', () =>
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
    }))

  test('15: every breadcrumb is announced a thousand times', () =>
    scenario(async (stage) => {
      const watcher = await stage.ready()
      stage.standIn.faults.announcements = () => 1_000
      await stage.insert(20)
      await stage.processed()
      await stage.eventsFlow(watcher)
    }))

  test('its content changes while and after it is processed', () =>
    scenario(async (stage) => {
      await stage.ready()
      const ids = await stage.insert(THIRD)
      const change =
        'UPDATE breadcrumbs SET context = $2, version = version + 1, updated_at = now() WHERE id = ANY ($1)'
      await stage.database.pool.query(change, [
        ids.slice(0, 100),
        { content: 'Now it is about Grace Hopper.' },
      ])
      const stale = `SELECT FROM breadcrumbs b JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id
        WHERE b.id = ANY ($1) AND (o.version <> b.version OR NOT 'grace hopper' = ANY (b.entity_keywords))`
      await stage.processed()
      await vi.waitUntil(
        async () => (await stage.database.pool.query(stale, [ids.slice(0, 100)])).rowCount === 0,
        { timeout: 120_000, interval: 500 },
      )
    }))
})
