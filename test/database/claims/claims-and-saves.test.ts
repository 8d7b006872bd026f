import { afterEach, beforeEach, expect, test } from 'vitest'
import { claim, renewClaims } from '../../../src/database/claims/claim.ts'
import { joinKeywords, splitKeywords } from '../../../src/database/claims/joined-keywords.ts'
import { readDue } from '../../../src/database/claims/read.ts'
import { recordFailures } from '../../../src/database/claims/record-failures.ts'
import { type Result, save } from '../../../src/database/claims/save.ts'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import type { Due, Selection } from '../../../src/database/due/selection.ts'
import type { TableShape } from '../../../src/database/schema/table.ts'
import { insertBreadcrumbs, numberedBreadcrumbs, updateContent } from '../../support/breadcrumbs.ts'
import { type Batch, batchOf, PENDING, resultFor } from '../../support/claims.ts'
import { somebodyWaits } from '../../support/locks.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let server: TestDatabase
let database: Database
let table: TableShape
let id: string
let another: string

beforeEach(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 4 })
  table = await prepareForWork(database, false)
  const ids = await insertBreadcrumbs(server.pool, numberedBreadcrumbs(2))
  id = ids[0] ?? ''
  another = ids[1] ?? ''
})
afterEach(async () => {
  await database.close()
  await server.drop()
})

test('a breadcrumb that is claimed cannot be claimed by another until the claim expires', async () => {
  const [mine, other] = [batch(), batch()]
  expect(await claimed(mine)).toHaveLength(2)
  expect(await claimed(other)).toHaveLength(0)
  await expireClaims()
  expect(await claimed(other)).toHaveLength(2)
})

test('claiming again with the same token, as after a lost answer, gives the same', async () => {
  const mine = batch()
  await claimed(mine)
  expect(await claimed(mine)).toHaveLength(2)
})

test('whoever lost its claim writes nothing, and cannot renew it', async () => {
  const [late, other] = [batch(), batch()]
  await claimed(late)
  await expireClaims()
  await claimed(other)
  await database.transaction((transaction) => renewClaims(transaction, [late.token]))
  expect(await saved(late, 'late')).toBe('lost')
  expect(await keywords()).toBeNull()
  expect(await saved(other, 'other')).toBe('saved')
  expect(await keywords()).toEqual(['other'])
})

test('a result for an older version writes nothing and gives the claim back', async () => {
  const mine = batch()
  await claimed(mine)
  await updateContent(server.pool, id, { content: 'changed' })
  expect(await saved(mine, 'old')).toBe('changed')
  expect(await keywords()).toBeNull()
  const again = batch()
  expect(await claimed(again)).toMatchObject([{ id }])
})

test('a save whose commit was not acknowledged says saved when it is done again, and writes once', async () => {
  const mine = batch()
  await claimed(mine)
  await saved(mine, 'once')
  const written = await server.pool.query('SELECT xmin FROM breadcrumbs WHERE id = $1', [id])
  expect(await saved(mine, 'once')).toBe('saved')
  expect((await server.pool.query('SELECT xmin FROM breadcrumbs WHERE id = $1', [id])).rows).toEqual(
    written.rows,
  )
})

test('keywords and entities arrive as they are, whatever characters they have', async () => {
  const mine = batch()
  await claimed(mine)
  const keywords = ['a "b" \\c', '{null}', "d'e", '漢字,é', '$1']
  const entities = { 'o"rg': ['a\u001eb\n', '\\u001f'], place: [] }
  await saveAll([resultFor(id, keywords, entities), resultFor(another, ['null'])], mine)
  expect(await stored(id)).toEqual({ entities, keywords })
  expect(await stored(another)).toEqual({ entities: {}, keywords: ['null'] })
})

test('one without keywords gets an empty list, alone in its batch or not', async () => {
  const [first, second] = [batch([id]), batch([another])]
  await claimed(first)
  await saveAll([resultFor(id, [])], first)
  expect(await stored(id)).toEqual({ entities: {}, keywords: [] })

  await claimed(second)
  await saveAll([resultFor(another, []), resultFor(id, ['held by nobody'])], second)
  expect(await stored(another)).toEqual({ entities: {}, keywords: [] })
})

test('the weights are kept beside the outcome, a byte for each keyword, whatever the others of the batch have', async () => {
  const mine = batch()
  await claimed(mine)
  const weighed = { ...resultFor(id, ['a keyword', 'other']), weights: '01ff' }
  await saveAll([weighed, resultFor(another, [])], mine)
  expect(await weights(id)).toEqual(Buffer.from([1, 255]))
  expect(await weights(another)).toBeNull()
})

test('new content brings new weights', async () => {
  const [first, second] = [batch([id]), batch([id])]
  await claimed(first)
  await saveAll([resultFor(id, ['one', 'other'])], first)
  await updateContent(server.pool, id, { content: 'changed' })
  await claimed(second, dueFor(second, { ...PENDING, kinds: ['stale'] }))
  await saveAll([{ ...resultFor(id, ['third']), version: 2, weights: '07' }], second)
  expect(await weights(id)).toEqual(Buffer.from([7]))
})

test('a failed attempt is due again only after its backoff, and counts', async () => {
  const mine = batch()
  await claimed(mine)
  await failed(mine, 1, 3600)
  expect(await claimed(batch([id]))).toEqual([])
  await server.pool.query("UPDATE rcrt_entities.outcomes SET retry_at = now() - interval '1 second'")
  expect(await claimed(batch([id]))).toMatchObject([{ id, attempts: 1 }])
})

test('one whose attempts are used up is left alone until its content changes', async () => {
  const mine = batch()
  await claimed(mine)
  await failed(mine, 3, null)
  expect(await claimed(batch([id]))).toEqual([])
  await updateContent(server.pool, id, { content: 'changed' })
  expect(await claimed(batch([id]))).toMatchObject([{ id, attempts: 0 }])
})

test('a claim neither waits for RCRT nor holds up its updates', async () => {
  const rcrt = await server.pool.connect()
  await rcrt.query('BEGIN')
  await rcrt.query('UPDATE breadcrumbs SET title = title WHERE id = $1', [id])
  expect(await claimed(batch())).toHaveLength(2)
  await rcrt.query('SET LOCAL lock_timeout = 200')
  await rcrt.query('UPDATE breadcrumbs SET title = title WHERE id = $1', [another])
  await rcrt.query('COMMIT')
  rcrt.release()
})

test.each([false, true])(
  'a save (tried before: %s) passes by what RCRT is writing, and keeps its claim',
  async (isAgain) => {
    const mine = batch()
    await claimed(mine)
    const rcrt = await server.pool.connect()
    await rcrt.query('BEGIN')
    await rcrt.query('UPDATE breadcrumbs SET title = title WHERE id = $1', [id])
    expect(await saved(mine, 'meanwhile', isAgain)).toBe('busy')
    await rcrt.query('COMMIT')
    rcrt.release()
    expect(await saved(mine, 'afterwards', isAgain)).toBe('saved')
  },
)

test('what RCRT is writing is left out when it is read', async () => {
  const rcrt = await server.pool.connect()
  await rcrt.query('BEGIN')
  await rcrt.query('SELECT FROM breadcrumbs WHERE id = $1 FOR UPDATE', [id])
  const read = await database.transaction((transaction) =>
    readDue(transaction, dueFor(batch()), [id, another], 'pass by'),
  )
  expect(read).toMatchObject([{ id: another }])
  await rcrt.query('ROLLBACK')
  rcrt.release()
})

test.each(['failed', 'outdated'] as const)(
  'what is %s again since the run began is not due again',
  async (kind) => {
    const mine = batch([id])
    await claimed(mine)
    if (kind === 'failed') await failed(mine, 3, null)
    else await saved(mine, 'old')
    const { rows } = await server.pool.query("SELECT now() - interval '1 minute' AS before, now() AS after")
    const due = (since: Date) => {
      const other = batch([id])
      const run = { ...other.run, extractor: 'newer', since }
      return claimed(other, { table, run, selection: { ...PENDING, kinds: [kind] } })
    }
    expect(await due(rows[0].before)).toEqual([])
    expect(await due(rows[0].after)).toMatchObject([{ id }])
  },
)

test('a renewal passes by a claim that a save is just removing, and renews the others', async () => {
  const mine = batch()
  await claimed(mine)
  await expireClaims()
  const saving = await server.pool.connect()
  await saving.query('BEGIN')
  await saving.query('DELETE FROM rcrt_entities.claims WHERE breadcrumb_id = $1', [id])
  try {
    await database.transaction((transaction) => renewClaims(transaction, [mine.token]))
  } finally {
    await saving.query('ROLLBACK')
    saving.release()
  }
  const { rows } = await server.pool.query(
    'SELECT breadcrumb_id AS id FROM rcrt_entities.claims WHERE expires_at > now()',
  )
  expect(rows).toEqual([{ id: another }])
})

test('a save that was tried before waits until its earlier try is over, and says saved', async () => {
  const mine = batch()
  await claimed(mine)
  const earlier = await server.pool.connect()
  await earlier.query('BEGIN')
  await earlier.query("UPDATE breadcrumbs SET entity_keywords = '{earlier}' WHERE id = $1", [id])
  await earlier.query('DELETE FROM rcrt_entities.claims WHERE breadcrumb_id = $1', [id])
  await earlier.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id)
     VALUES ($1, 1, 'test', 'processed', $2)`,
    [id, mine.run.id],
  )
  const again = saved(mine, 'again', true)
  await somebodyWaits(server.pool)
  await earlier.query('COMMIT')
  earlier.release()
  expect(await again).toBe('saved')
  expect(await keywords()).toEqual(['earlier'])
})

test.each([[[]], [['one']], [['one', 'two words']]])('joined keywords are split again: %j', (keywords) => {
  expect(splitKeywords(joinKeywords(keywords))).toEqual(keywords)
})

test('a keyword that would be taken for two is never joined', () => {
  expect(() => joinKeywords(['left\u001fright'])).toThrow('control character')
  expect(() => joinKeywords(['left\u001eright'])).toThrow('control character')
})

test('a save whose update a trigger leaves out is refused as a whole', async () => {
  await server.pool.query(`CREATE FUNCTION leave_out() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER leave_out BEFORE UPDATE ON breadcrumbs FOR EACH ROW WHEN (OLD.id = '${id}') EXECUTE FUNCTION leave_out()`)
  const mine = batch()
  await claimed(mine)
  const both = [resultFor(id, ['one']), resultFor(another, ['two'])]
  await expect(saveAll(both, mine)).rejects.toMatchObject({
    faultClass: 'data',
    message: 'the database left out an update, as a trigger on breadcrumbs may tell it to',
  })
  expect(await stored(another)).toMatchObject({ keywords: null })
  expect(await saveAll([resultFor(another, ['two'])], mine)).toEqual(new Map([[another, 'saved']]))
})

test('what another process did since it was chosen is left out when it is read', async () => {
  const due = (selection: Selection) =>
    database.transaction((transaction) =>
      readDue(transaction, dueFor(batch(), selection), [id, another], 'pass by'),
    )
  const mine = batch([id])
  await claimed(mine)
  await saved(mine, 'done')
  expect(await due(PENDING)).toMatchObject([{ id: another }])
  expect(await due({ ...PENDING, kinds: ['all'] })).toHaveLength(1)
})

function batch(ids: readonly string[] = [id, another]): Batch {
  return batchOf(ids)
}

function dueFor({ run }: Batch, selection: Selection = PENDING): Due {
  return { table, selection, run }
}

function claimed(mine: Batch, due = dueFor(mine)) {
  return database.transaction((transaction) => claim(transaction, due, mine.ids, mine.token))
}

function saveAll(results: readonly Result[], { token, run }: Batch, isAgain = false) {
  return database.transaction((transaction) => save(transaction, run, { results, token, isAgain }))
}

/** Saves a result for version 1 of the first breadcrumb. */
async function saved(mine: Batch, keyword: string, isAgain = false): Promise<string | undefined> {
  return (await saveAll([resultFor(id, [keyword])], mine, isAgain)).get(id)
}

function failed(
  { token, run }: Batch,
  attempts: number,
  retrySeconds: number | null,
): Promise<ReadonlySet<string>> {
  const failure = { id, version: 1, attempts, error: 'for the test', retrySeconds }
  return database.transaction((transaction) => recordFailures(transaction, run, [failure], token))
}

async function expireClaims(): Promise<void> {
  await server.pool.query("UPDATE rcrt_entities.claims SET expires_at = now() - interval '1 second'")
}

async function keywords(): Promise<string[] | null> {
  return (await stored(id)).keywords
}

async function weights(id: string): Promise<Buffer | null> {
  const query = 'SELECT weights FROM rcrt_entities.outcomes WHERE breadcrumb_id = $1'
  return (await server.pool.query(query, [id])).rows[0].weights
}

async function stored(id: string): Promise<{ entities: object; keywords: string[] | null }> {
  const { rows } = await server.pool.query(
    'SELECT entities, entity_keywords AS keywords FROM breadcrumbs WHERE id = $1',
    [id],
  )
  return rows[0]
}
