import { expect, test } from 'vitest'
import type { BreadcrumbRow } from '../../../src/database/claims/read.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import { insertBreadcrumbs, type NewBreadcrumb } from '../../support/breadcrumbs.ts'
import { batchOf, workOf } from '../../support/claims.ts'
import { preparedForEach } from '../../support/prepared.ts'

const LIGHTHOUSE: NewBreadcrumb = {
  id: '00000000-0000-4000-8000-000000000001',
  title: 'The Bell Rock',
  description: 'A lighthouse',
  context: { content: 'It stands on a reef.' },
  tags: ['coast', 'area:north'],
  schemaName: 'knowledge.v1',
  version: 7,
}

const prepared = preparedForEach()

test.each(['low', 'pii'] as const)('a breadcrumb of sensitivity %s is read whole', async (sensitivity) => {
  const ids = await insertBreadcrumbs(prepared.server.pool, [{ ...LIGHTHOUSE, sensitivity }])
  expect(await read(ids)).toEqual([
    {
      id: LIGHTHOUSE.id,
      version: 7,
      title: 'The Bell Rock',
      description: 'A lighthouse',
      context: '{"content": "It stands on a reef."}',
      tags: ['coast', 'area:north'],
      schemaName: 'knowledge.v1',
      sensitivity,
    },
  ])
})

test('no text of a secret breadcrumb leaves the database', async () => {
  const ids = await insertBreadcrumbs(prepared.server.pool, [{ ...LIGHTHOUSE, sensitivity: 'secret' }])
  expect(await read(ids)).toEqual([
    {
      id: LIGHTHOUSE.id,
      version: 7,
      title: '',
      description: null,
      context: null,
      tags: [],
      schemaName: 'knowledge.v1',
      sensitivity: 'secret',
    },
  ])
})

test('a table that is older than descriptions is read without them', async () => {
  const ids = await insertBreadcrumbs(prepared.server.pool, [LIGHTHOUSE])
  await prepared.server.pool.query('ALTER TABLE breadcrumbs DROP COLUMN description CASCADE')
  const table = await prepareForWork(prepared.database, false)
  expect(await read(ids, table)).toMatchObject([{ title: 'The Bell Rock', description: null }])
})

test('what others gave up or finished is left out, and what nobody asked for is not read', async () => {
  const [given = '', failed = '', unasked = ''] = await insertBreadcrumbs(prepared.server.pool, [{}, {}, {}])
  await prepared.server.pool.query(
    `INSERT INTO rcrt_entities.outcomes (breadcrumb_id, version, extractor, status, run_id)
     VALUES ($1, 1, 'test', 'failed', gen_random_uuid()), ($2, 1, 'test', 'processed', gen_random_uuid())`,
    [failed, unasked],
  )
  expect(await read([given, failed])).toMatchObject([{ id: given }])
})

test('what another program is writing is read by those who only look, and passed by before work', async () => {
  const ids = await insertBreadcrumbs(prepared.server.pool, [LIGHTHOUSE])
  const other = await prepared.server.pool.connect()
  await other.query('BEGIN')
  await other.query('SELECT FROM breadcrumbs FOR UPDATE')
  const work = workOf(prepared.database, prepared.table, batchOf(ids))
  expect(await work.read(ids, 'read')).toHaveLength(1)
  expect(await work.read(ids, 'pass by')).toEqual([])
  await other.query('ROLLBACK')
  other.release()
})

function read(ids: readonly string[], table = prepared.table): Promise<BreadcrumbRow[]> {
  return workOf(prepared.database, table, batchOf(ids)).read(ids, 'pass by')
}
