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

function read(ids: readonly string[], table = prepared.table): Promise<BreadcrumbRow[]> {
  return workOf(prepared.database, table, batchOf(ids)).read(ids, 'pass by')
}
