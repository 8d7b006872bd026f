import { expect, test } from 'vitest'
import { backlog } from '../../../src/database/records/backlog.ts'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { preparedForEach } from '../../support/prepared.ts'

const prepared = preparedForEach()

test.each([
  ['-infinity', Number.POSITIVE_INFINITY],
  ['infinity', 0],
])('counts what was created at %s', async (createdAt, seconds) => {
  const [id] = await insertBreadcrumbs(prepared.server.pool, [{ title: 'Timeless' }])
  await prepared.server.pool.query('UPDATE breadcrumbs SET created_at = $2 WHERE id = $1', [id, createdAt])
  const found = await prepared.database.transaction((transaction) => backlog(transaction, prepared.table))
  expect(found).toEqual({ pending: [{ schema: 'note.v1', pending: 1, oldestSeconds: seconds }], claims: 0 })
})
