import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.ts'
import { refuseWrites } from '../support/refuse-writes.ts'
import { untilRow } from './figures.ts'
import { scenario, THIRD } from './scenario.ts'

vi.setConfig({ maxConcurrency: 20, testTimeout: 240_000 })

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgresServer()
})
afterAll(() => server.stop({ remove: true }))

/** Two batches of events and one of a sweep. */
const IN_HAND = 3 * 200
const atMost = (limit: number) => expect.toSatisfy((count: number) => count <= limit, `at most ${limit}`)
const CLAIM = 'SELECT FROM rcrt_entities.claims LIMIT 1'

describe.concurrent('watchers lose nothing and double nothing when', () => {
  test(
    '25: the database server is killed and down for 10 s',
    scenario(
      async (stage) => {
        const [watcher, stopped] = await Promise.all([stage.ready(), stage.ready()])
        await stage.insert(THIRD)
        await untilRow(stage.database.pool, CLAIM)
        await server.kill()
        await Promise.all([watcher, stopped].map((one) => one?.waitForStderr(/warning: waiting: .*database/)))
        stopped?.kill('SIGTERM')
        const { code, stderr } = (await stopped?.exit) ?? {}
        expect(code, stderr).toBe(0)
        expect(stderr).toMatch(/can be taken over when its claims expire/)
        await delay(10_000)
        // What it finds when it comes back was inserted, and perhaps announced, before.
        watcher?.kill('SIGSTOP')
        await server.start()
        await stage.insert(THIRD)
        watcher?.kill('SIGCONT')
        if (watcher) await stage.measure('events flow after', 5, () => stage.eventsFlow(watcher))
        await stage.gapIsSwept()
        await stage.insert(THIRD)
      },
      { serverUrl: () => server.url, expected: { extraExtractions: atMost(2 * IN_HAND) } },
    ),
  )

  test(
    'three of them run side by side',
    scenario(async (stage) => {
      await stage.insert(THIRD)
      await Promise.all([stage.ready(), stage.ready(), stage.ready()])
      stage.standIn.faults.announcements = () => 2
      await stage.insert(2 * THIRD)
    }),
  )

  test(
    'one is killed with breadcrumbs in hand',
    scenario(
      async (stage) => {
        const dying = await stage.ready()
        await stage.insert(2 * THIRD)
        for (let held = false; !held; ) {
          await untilRow(stage.database.pool, CLAIM)
          dying.kill('SIGSTOP')
          held = (await stage.database.pool.query(CLAIM)).rowCount === 1
          dying.kill(held ? 'SIGKILL' : 'SIGCONT')
        }
        await dying.exit
        await stage.stopApi()
        stage.watch()
        await stage.measure('what a dead watcher had in hand is taken over after', 30 + 10, () =>
          stage.processed(),
        )
        await stage.restartApi()
        await stage.insert(THIRD)
      },
      { expected: { codes: ['SIGKILL', 0], extraExtractions: atMost(IN_HAND) } },
    ),
  )

  test(
    'the database gives up their statements more often than a backfill would bear',
    scenario(async (stage) => {
      const watcher = await stage.ready()
      await refuseWrites(stage.database.pool, '40001')
      await stage.insert(THIRD)
      await untilRow(stage.database.pool, 'SELECT FROM refused WHERE last_value > 40')
      expect(watcher.stderr).toMatch(/warning: waiting: .* gave up a statement/)
      await stage.database.pool.query('DROP TRIGGER refuse ON breadcrumbs')
      await stage.gapIsSwept()
      await stage.eventsFlow(watcher)
    }),
  )

  test(
    '27: content changes while and after it is processed',
    scenario(
      async (stage) => {
        await stage.ready()
        stage.standIn.faults.announcements = () => 1
        const ids = (await stage.insert(THIRD)).slice(0, 100)
        const change = async (name: string) => {
          await stage.database.pool.query(CHANGE, [ids, { content: `Now it is about ${name}.` }])
          await untilRow(stage.database.pool, CURRENT, [ids, name.toLowerCase()])
        }
        await change('Grace Hopper')
        await stage.stopApi()
        await change('Alan Turing')
        await stage.restartApi()
      },
      { expected: { writes: expect.any(Number) } },
    ),
  )
})

const CHANGE =
  'UPDATE breadcrumbs SET context = $2, version = version + 1, updated_at = now() WHERE id = ANY ($1)'
/** All of them have this keyword, and a record of their newest version. */
const CURRENT = `SELECT WHERE (SELECT count(*) FROM breadcrumbs b
  JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id AND o.version = b.version
  WHERE b.id = ANY ($1) AND $2 = ANY (b.entity_keywords)) = cardinality($1::uuid[])`
