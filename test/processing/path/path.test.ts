import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { claim } from '../../../src/database/claims/claim.ts'
import { DatabaseFault } from '../../../src/database/connection/fault.ts'
import { Path } from '../../../src/processing/path/path.ts'
import { insertBreadcrumbs, type NewBreadcrumb, updateContent } from '../../support/breadcrumbs.ts'
import { extracted, type OpenPath, openPath } from '../../support/path.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { refuseWrites } from '../../support/refuse-writes.ts'

let server: TestDatabase
let open: OpenPath

beforeEach(async () => {
  server = await createTestDatabase()
  open = await openPath(server.url)
})
afterEach(async () => {
  await open.close()
  await server.drop()
})

test('tells what came of each breadcrumb that it could claim', async () => {
  const ids = await insert([{ title: 'Beacon' }, { title: '' }, { title: 'Broken' }])
  const [done = ''] = await insert([{ title: 'Done', entities: {}, entityKeywords: ['done'] }])
  const settled = await open.path.process([...ids, done])
  expect(settled).toHaveLength(3)
  expect(settled).toEqual(
    expect.arrayContaining([
      {
        id: ids[0],
        status: 'processed',
        ...{ entities: expect.any(String), keywords: ['beacon'], truncated: false, schema: 'note.v1' },
      },
      { id: ids[1], status: 'skipped', reason: 'no-text', schema: 'note.v1' },
      {
        id: ids[2],
        status: 'retrying',
        at: 'extraction',
        error: 'for the test',
        retrySeconds: expect.any(Number),
        schema: 'note.v1',
      },
    ]),
  )
  expect(await claims()).toEqual({ live: 0, expired: 0 })
})

test('a third failure is the last', async () => {
  const [id = ''] = await insert([{ title: 'Broken' }])
  for (const status of ['retrying', 'retrying', 'failed']) {
    expect(await open.path.process([id])).toMatchObject([{ id, status, error: 'for the test' }])
    await server.pool.query("UPDATE rcrt_entities.outcomes SET retry_at = now() WHERE status = 'retrying'")
  }
  expect(await open.path.process([id])).toEqual([])
})

describe('gives back', () => {
  test('all that it claimed, when the work was stopped before it was read', async () => {
    const ids = await insert([{}, {}])
    open.stop.abort()
    expect(await open.path.process(ids)).toEqual(
      expect.arrayContaining(ids.map((id) => ({ id, status: 'returned', schema: null }))),
    )
    expect(await claims()).toEqual({ live: 0, expired: 2 })
  })

  test('what no thread has begun with when the work is stopped, and saves the rest', async () => {
    const [one = '', two = ''] = await insert([{ title: 'One' }, { title: 'Two' }])
    vi.spyOn(open.pool, 'extract').mockImplementation(async (rows) =>
      rows.filter(({ title }) => title === 'One').map(extracted),
    )
    expect(await open.path.process([one, two])).toMatchObject([
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
    expect(await open.path.process([one, busy])).toMatchObject([
      { id: one, status: 'processed' },
      { id: busy, status: 'busy' },
    ])
    expect(await claims()).toEqual({ live: 0, expired: 1 })
    await other.query('ROLLBACK')
    other.release()
  })

  test('what others keep locked, after as many tries as there are', async () => {
    const ids = await insert([{}, {}])
    vi.spyOn(open.work, 'save').mockRejectedValue(fault('contention'))
    expect(await open.path.process(ids)).toMatchObject([{ status: 'returned' }, { status: 'returned' }])
    expect(await claims()).toEqual({ live: 0, expired: 2 })
  })

  test.each(['outage', 'fatal'] as const)(
    'everything, when a fault of class %s ends it',
    async (faultClass) => {
      const ids = await insert([{}, {}])
      vi.spyOn(open.work, 'save').mockRejectedValue(fault(faultClass))
      await expect(open.path.process(ids)).rejects.toThrow(faultClass)
      expect(await claims()).toEqual({ live: 0, expired: 2 })
    },
  )
})

test('a database that is gone for good is told as it is, not as the claims that could not be given back', async () => {
  const ids = await insert([{}])
  vi.spyOn(open.work, 'read').mockRejectedValue(fault('outage'))
  vi.spyOn(open.work, 'release').mockRejectedValue(fault('fatal'))
  await expect(open.path.process(ids)).rejects.toThrow('outage')
})

test('writes nothing for content that changed meanwhile, nor without its claim', async () => {
  const [changed = '', lost = '', broken = ''] = await insert([{}, {}, { title: 'Broken' }])
  vi.spyOn(open.pool, 'extract').mockImplementation(async (rows) => {
    await updateContent(server.pool, changed, { content: 'changed' })
    await server.pool.query(
      'UPDATE rcrt_entities.claims SET token = gen_random_uuid() WHERE breadcrumb_id = ANY ($1)',
      [[lost, broken]],
    )
    return rows.map(extracted)
  })
  expect(await open.path.process([changed, lost, broken])).toEqual(
    expect.arrayContaining([
      { id: changed, status: 'changed', schema: 'note.v1' },
      { id: lost, status: 'lost', schema: 'note.v1' },
      { id: broken, status: 'lost', schema: 'note.v1' },
    ]),
  )
})

describe('a batch that the database refuses', () => {
  test('because of one breadcrumb is halved until that one stands alone', async () => {
    const ids = await insert(Array.from({ length: 5 }, () => ({})))
    await refuseWrites(server.pool, 'RC001', `WHEN (OLD.id = '${ids[4]}')`)
    const read = open.work.read.bind(open.work)
    vi.spyOn(open.work, 'read').mockImplementation(async (...request) =>
      (await read(...request)).toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
    )
    const settled = await open.path.process(ids)
    expect(settled.map(({ id, status }) => [id, status])).toEqual([
      ...ids.slice(0, 4).map((id) => [id, 'processed']),
      [ids[4], 'retrying'],
    ])
    expect(open.saves).toEqual([5, 3, 2, 1, 1])
  })

  test('because it takes too long is halved, too, and who alone takes too long is charged', async () => {
    const ids = await insert([{}, {}])
    vi.spyOn(open.work, 'save').mockRejectedValue(fault('slow'))
    expect(await open.path.process(ids)).toMatchObject([
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
    vi.spyOn(open.work, 'save').mockRejectedValue(fault('data'))
    expect(await open.path.process([id])).toEqual([
      { id, status: 'failed', at: 'saving', error: 'a fault of class data', schema: 'note.v1' },
    ])
  })
})

describe('where every breadcrumb of a batch is refused', () => {
  test('and eight others are, too, for the same cause, the run ends, and nobody is charged', async () => {
    const [first = '', second = '', ...others] = await insert(Array.from({ length: 12 }, () => ({})))
    const ids = [first, second]
    await refuseWithReason(`format('quota %s is exceeded', OLD.id)`)
    const probes = vi.spyOn(open.work, 'probe')
    await expect(open.path.process(ids)).rejects.toMatchObject({
      kind: 'failure',
      message: expect.stringMatching(
        /^the database refuses every update of breadcrumbs: .*quota .* is exceeded/,
      ),
      hint: expect.stringMatching(/^mend what refuses it/),
      cause: { faultClass: 'data' },
    })
    const probed = await Promise.all(probes.mock.results.map(({ value }) => value))
    const tried = new Set(probed.map((probe) => (typeof probe === 'object' ? probe.id : probe)))
    expect(tried.size).toBe(8)
    expect([...tried].filter((id) => !others.includes(id))).toEqual([])
    expect(await charged()).toEqual([])
    expect(await claims()).toEqual({ live: 0, expired: 2 })
  })

  test('and there are no others, the run ends', async () => {
    const ids = await insert([{}, {}])
    await refuseWithReason(`'the quota is exceeded'`)
    await expect(open.path.process(ids)).rejects.toThrow('refuses every update')
    expect(await charged()).toEqual([])
  })

  test.each([
    ['others are taken', `CASE WHEN OLD.title = 'Batch' THEN 'the quota is exceeded' END`],
    [
      'others are refused for another cause',
      `CASE WHEN OLD.title = 'Batch' THEN 'too long' ELSE 'too short' END`,
    ],
    [
      'they are for causes of their own',
      `CASE OLD.description WHEN 'first' THEN 'the quota is exceeded' ELSE 'the text is too long' END`,
    ],
  ])('but %s, each is charged', async (_, reason) => {
    const batch = ['first', 'second'].map((description) => ({ title: 'Batch', description }))
    const ids = await insert(batch)
    await insert([{ title: 'Other', description: 'first' }])
    await refuseWithReason(reason)
    expect(await open.path.process(ids)).toMatchObject([
      { status: 'retrying', at: 'saving' },
      { status: 'retrying', at: 'saving' },
    ])
    expect(await charged()).toEqual(ids.toSorted())
  })

  test('but it is the only one there is, it is charged', async () => {
    const ids = await insert([{}])
    await refuseWithReason(`'the quota is exceeded'`)
    expect(await open.path.process(ids)).toMatchObject([{ status: 'retrying' }])
  })
})

test('keeps to a pace by what it has claimed, and asks for none when it has nothing', async () => {
  const paced: number[] = []
  const path = new Path(open.work, open.pool, open.leases, {
    ...{ isPaused: false, untilResumed: async () => {} },
    take: async (rows) => {
      paced.push(rows)
      return rows
    },
  })
  const ids = await insert([{}, {}, { entities: {}, entityKeywords: ['done'] }])
  await path.process(ids)
  await path.process(ids)
  expect(paced).toEqual([2])
})

test('gives back what a brake does not allow', async () => {
  const path = new Path(open.work, open.pool, open.leases, {
    ...{ isPaused: false, untilResumed: async () => {} },
    take: async () => 1,
  })
  const ids = await insert([{}, {}, {}])
  const settled = await path.process(ids)
  expect(settled.map(({ status }) => status).sort()).toEqual(['processed', 'returned', 'returned'])
  const { rows } = await server.pool.query(
    'SELECT count(*)::int AS live FROM rcrt_entities.claims WHERE expires_at > now()',
  )
  expect(rows).toEqual([{ live: 0 }])
})

test('asks the database for nothing that there is not', async () => {
  const asked = {
    save: vi.spyOn(open.work, 'save'),
    probe: vi.spyOn(open.work, 'probe'),
    recordFailures: vi.spyOn(open.work, 'recordFailures'),
    release: vi.spyOn(open.work, 'release'),
  }
  await open.path.process(await insert([{}]))
  await open.path.process(await insert([{ title: 'Broken' }]))
  expect(Object.values(asked).map(({ mock }) => mock.calls.length)).toEqual([1, 0, 1, 0])
  const ids = await insert([{}, {}])
  await refuseWrites(server.pool, 'RC001', `WHEN (OLD.id = '${ids[0]}')`)
  await open.path.process(ids)
  expect(asked.probe).not.toHaveBeenCalled()
})

test('a defect is told, not taken for a database that is gone', async () => {
  open.stop.abort()
  vi.spyOn(open.work, 'release').mockRejectedValue(new TypeError('a defect'))
  await expect(open.path.process(await insert([{}]))).rejects.toThrow('a defect')
})

test('threads are started when breadcrumbs are about to come', () => {
  const start = vi.spyOn(open.pool, 'start').mockImplementation(() => {})
  open.path.prepare(1)
  expect(start).toHaveBeenCalledOnce()
})

test('content is read so much at a time that memory stays bounded', async () => {
  const ids = await insert([{}, {}, {}, {}])
  await server.pool.query('UPDATE breadcrumbs SET size_bytes = 4000000')
  const read = vi.spyOn(open.work, 'read')
  expect(await open.path.process(ids)).toHaveLength(4)
  expect(read.mock.calls.map(([batch]) => batch.length)).toEqual([2, 2])
})

test('claims are renewed from before they are made until nothing of the batch is in hand', async () => {
  const ids = await insert([{}])
  const story: string[] = []
  const keep = vi.spyOn(open.leases, 'keep').mockImplementation(() => story.push('keep'))
  vi.spyOn(open.work, 'claim').mockImplementation(async (ids, token) => {
    story.push('claim')
    return open.database.transaction((transaction) => claim(transaction, open.work, ids, token))
  })
  const drop = vi
    .spyOn(open.leases, 'drop')
    .mockImplementation(() => story.push(`drop after ${open.saves.length} saves`))
  await open.path.process(ids)
  expect(story).toEqual(['keep', 'claim', 'drop after 1 saves'])
  expect(drop.mock.calls).toEqual(keep.mock.calls)
})

function insert(breadcrumbs: readonly NewBreadcrumb[]): Promise<string[]> {
  return insertBreadcrumbs(server.pool, breadcrumbs)
}

function fault(faultClass: DatabaseFault['faultClass']): DatabaseFault {
  return new DatabaseFault('failure', faultClass, `a fault of class ${faultClass}`, { cause: undefined })
}

/** An update of a breadcrumb for which this SQL expression is not null is refused with that text. */
async function refuseWithReason(reason: string): Promise<void> {
  await server.pool.query(`CREATE FUNCTION refuse_with_reason() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE reason text := ${reason};
    BEGIN IF reason IS NOT NULL THEN RAISE EXCEPTION '%', reason USING ERRCODE = 'RC001'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER refuse_with_reason BEFORE UPDATE ON breadcrumbs FOR EACH ROW
    EXECUTE FUNCTION refuse_with_reason()`)
}

async function charged(): Promise<string[]> {
  const { rows } = await server.pool.query(
    'SELECT breadcrumb_id AS id FROM rcrt_entities.outcomes ORDER BY 1',
  )
  return rows.map(({ id }) => id)
}

async function claims(): Promise<{ live: number; expired: number }> {
  const { rows } = await server.pool.query(
    `SELECT count(*) FILTER (WHERE expires_at > now())::int AS live,
       count(*) FILTER (WHERE expires_at <= now())::int AS expired FROM rcrt_entities.claims`,
  )
  return rows[0]
}

test('what was saved before a fault is told nevertheless', async () => {
  const ids = await insert([{ title: 'One' }, { title: 'Two' }])
  // Each of them is read, and saved, by itself.
  await server.pool.query('UPDATE breadcrumbs SET size_bytes = 8000000')
  vi.spyOn(open.pool, 'extract')
    .mockImplementationOnce(async (rows) => rows.map(extracted))
    .mockRejectedValueOnce(new Error('for the test'))
  const told: string[] = []
  const process = open.path.process(ids, (settled) => {
    for (const { id } of settled) told.push(id)
  })
  await expect(process).rejects.toThrow('for the test')
  const { rows } = await server.pool.query('SELECT id FROM breadcrumbs WHERE entity_keywords IS NOT NULL')
  expect(told).toHaveLength(1)
  expect(rows).toEqual([{ id: told[0] }])
})
