import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { claim } from '../../../src/database/claims/claim.ts'
import type { BreadcrumbRow } from '../../../src/database/claims/read.ts'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { DatabaseFault } from '../../../src/database/connection/fault.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import { Leases } from '../../../src/processing/path/leases.ts'
import { Path } from '../../../src/processing/path/path.ts'
import { Patience } from '../../../src/processing/run/patience.ts'
import { ExtractionPool } from '../../../src/processing/threads/pool.ts'
import type { Extracted } from '../../../src/processing/threads/worker.ts'
import { Work } from '../../../src/processing/work.ts'
import { insertBreadcrumbs, type NewBreadcrumb, updateContent } from '../../support/breadcrumbs.ts'
import { batchOf, PENDING, resultFor } from '../../support/claims.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { refuseWrites } from '../../support/refuse-writes.ts'

let server: TestDatabase
let database: Database
let stop: AbortController
let work: Work
let leases: Leases
let pool: ExtractionPool
let path: Path
/** Rows of each try of a save. */
let saves: number[]

beforeEach(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 2 })
  const table = await prepareForWork(database, false)
  stop = new AbortController()
  const observer = { waiting() {}, resumed() {} }
  const patience = new Patience({ outageLimit: 0, observer, stop: stop.signal })
  saves = []
  const onSaved = (rows: number) => saves.push(rows)
  work = new Work({ database, table, selection: PENDING, run: batchOf([]).run, patience, onSaved })
  leases = new Leases(work)
  pool = new ExtractionPool({ workerFile: new URL('file:///never/started'), threads: 1, extractor: {} })
  vi.spyOn(pool, 'extract').mockImplementation(async (rows) => rows.map(extracted))
  path = new Path(work, pool, leases)
})
afterEach(async () => {
  await leases.close()
  await database.close()
  await server.drop()
})

test('tells what came of each breadcrumb that it could claim', async () => {
  const ids = await insert([{ title: 'Beacon' }, { title: '' }, { title: 'Broken' }])
  const [done = ''] = await insert([{ title: 'Done', entities: {}, entityKeywords: ['done'] }])
  const settled = await path.process([...ids, done])
  expect(settled).toHaveLength(3)
  expect(settled).toEqual(
    expect.arrayContaining([
      { id: ids[0], status: 'processed', keywords: ['beacon'], truncated: false },
      { id: ids[1], status: 'skipped', reason: 'no-text' },
      { id: ids[2], status: 'retrying', error: 'for the test', retrySeconds: expect.any(Number) },
    ]),
  )
  expect(await claims()).toEqual({ live: 0, expired: 0 })
})

test('a third failure is the last', async () => {
  const [id = ''] = await insert([{ title: 'Broken' }])
  for (const status of ['retrying', 'retrying', 'failed']) {
    expect(await path.process([id])).toMatchObject([{ id, status, error: 'for the test' }])
    await server.pool.query("UPDATE rcrt_entities.outcomes SET retry_at = now() WHERE status = 'retrying'")
  }
  expect(await path.process([id])).toEqual([])
})

describe('gives back', () => {
  test('all that it claimed, when the work was stopped before it was read', async () => {
    const ids = await insert([{}, {}])
    stop.abort()
    expect(await path.process(ids)).toEqual(
      expect.arrayContaining(ids.map((id) => ({ id, status: 'returned' }))),
    )
    expect(await claims()).toEqual({ live: 0, expired: 2 })
  })

  test('what no thread has begun with when the work is stopped, and saves the rest', async () => {
    const [one = '', two = ''] = await insert([{ title: 'One' }, { title: 'Two' }])
    vi.spyOn(pool, 'extract').mockImplementation(async (rows) =>
      rows.filter(({ title }) => title === 'One').map(extracted),
    )
    expect(await path.process([one, two])).toMatchObject([
      { id: one, status: 'processed' },
      { id: two, status: 'returned' },
    ])
    expect(await claims()).toEqual({ live: 0, expired: 1 })
  })

  test('what another program is writing', async () => {
    const [one = '', busy = ''] = await insert([{}, {}])
    const other = await server.pool.connect()
    await other.query('BEGIN')
    await other.query('SELECT FROM breadcrumbs WHERE id = $1 FOR UPDATE', [busy])
    expect(await path.process([one, busy])).toMatchObject([
      { id: one, status: 'processed' },
      { id: busy, status: 'busy' },
    ])
    expect(await claims()).toEqual({ live: 0, expired: 1 })
    await other.query('ROLLBACK')
    other.release()
  })

  test('what others keep locked, after as many tries as there are', async () => {
    const ids = await insert([{}, {}])
    vi.spyOn(work, 'save').mockRejectedValue(fault('contention'))
    expect(await path.process(ids)).toMatchObject([{ status: 'returned' }, { status: 'returned' }])
    expect(await claims()).toEqual({ live: 0, expired: 2 })
  })

  test.each(['outage', 'fatal'] as const)(
    'everything, when a fault of class %s ends it',
    async (faultClass) => {
      const ids = await insert([{}, {}])
      vi.spyOn(work, 'save').mockRejectedValue(fault(faultClass))
      await expect(path.process(ids)).rejects.toThrow(faultClass)
      expect(await claims()).toEqual({ live: 0, expired: 2 })
    },
  )
})

test('a database that is gone for good is told as it is, not as the claims that could not be given back', async () => {
  const ids = await insert([{}])
  vi.spyOn(work, 'read').mockRejectedValue(fault('outage'))
  vi.spyOn(work, 'release').mockRejectedValue(fault('fatal'))
  await expect(path.process(ids)).rejects.toThrow('outage')
})

test('writes nothing for content that changed meanwhile, nor without its claim', async () => {
  const [changed = '', lost = '', broken = ''] = await insert([{}, {}, { title: 'Broken' }])
  vi.spyOn(pool, 'extract').mockImplementation(async (rows) => {
    await updateContent(server.pool, changed, { content: 'changed' })
    await server.pool.query(
      'UPDATE rcrt_entities.claims SET token = gen_random_uuid() WHERE breadcrumb_id = ANY ($1)',
      [[lost, broken]],
    )
    return rows.map(extracted)
  })
  expect(await path.process([changed, lost, broken])).toEqual(
    expect.arrayContaining([
      { id: changed, status: 'changed' },
      { id: lost, status: 'lost' },
      { id: broken, status: 'lost' },
    ]),
  )
})

describe('a batch that the database refuses', () => {
  test('because of one breadcrumb is halved until that one stands alone', async () => {
    const ids = await insert(Array.from({ length: 5 }, () => ({})))
    await refuseWrites(server.pool, 'RC001', `WHEN (OLD.id = '${ids[4]}')`)
    const read = work.read.bind(work)
    vi.spyOn(work, 'read').mockImplementation(async (...request) =>
      (await read(...request)).toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
    )
    const settled = await path.process(ids)
    expect(settled.map(({ id, status }) => [id, status])).toEqual([
      ...ids.slice(0, 4).map((id) => [id, 'processed']),
      [ids[4], 'retrying'],
    ])
    expect(saves).toEqual([5, 3, 2, 1, 1])
  })

  test('because it takes too long is halved, too, and who alone takes too long is charged', async () => {
    const ids = await insert([{}, {}])
    vi.spyOn(work, 'save').mockRejectedValue(fault('slow'))
    expect(await path.process(ids)).toMatchObject([
      { status: 'retrying', error: 'a fault of class slow' },
      { status: 'retrying' },
    ])
  })

  test('counts with the attempts before it', async () => {
    const [id = ''] = await insert([{}])
    await server.pool.query(
      `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, attempts, retry_at, run_id)
       VALUES ($1, 1, 'test', 'retrying', 2, now(), gen_random_uuid())`,
      [id],
    )
    vi.spyOn(work, 'save').mockRejectedValue(fault('data'))
    expect(await path.process([id])).toEqual([{ id, status: 'failed', error: 'a fault of class data' }])
  })
})

test('content is read so much at a time that memory stays bounded', async () => {
  const ids = await insert([{}, {}, {}, {}])
  await server.pool.query('UPDATE breadcrumbs SET size_bytes = 4000000')
  const read = vi.spyOn(work, 'read')
  expect(await path.process(ids)).toHaveLength(4)
  expect(read.mock.calls.map(([batch]) => batch.length)).toEqual([2, 2])
})

test('claims are renewed from before they are made until nothing of the batch is in hand', async () => {
  const ids = await insert([{}])
  const story: string[] = []
  const keep = vi.spyOn(leases, 'keep').mockImplementation(() => story.push('keep'))
  vi.spyOn(work, 'claim').mockImplementation(async (ids, token) => {
    story.push('claim')
    return database.transaction((session) => claim(session, work, ids, token))
  })
  const drop = vi
    .spyOn(leases, 'drop')
    .mockImplementation(() => story.push(`drop after ${saves.length} saves`))
  await path.process(ids)
  expect(story).toEqual(['keep', 'claim', 'drop after 1 saves'])
  expect(drop.mock.calls).toEqual(keep.mock.calls)
})

function insert(breadcrumbs: readonly NewBreadcrumb[]): Promise<string[]> {
  return insertBreadcrumbs(server.pool, breadcrumbs)
}

function extracted({ id, version, title }: BreadcrumbRow): Extracted {
  if (title === 'Broken') return { kind: 'error', id, version, error: 'for the test' }
  return { kind: 'result', result: { ...resultFor(id, title === '' ? [] : [title.toLowerCase()]), version } }
}

function fault(faultClass: DatabaseFault['faultClass']): DatabaseFault {
  return new DatabaseFault('failure', faultClass, `a fault of class ${faultClass}`, { cause: undefined })
}

async function claims(): Promise<{ live: number; expired: number }> {
  const { rows } = await server.pool.query(
    `SELECT count(*) FILTER (WHERE expires_at > now())::int AS live,
       count(*) FILTER (WHERE expires_at <= now())::int AS expired FROM rcrt_entities.claims`,
  )
  return rows[0]
}
