import { expect, test } from 'vitest'
import { missingIndexes, OWN_INDEXES } from '../../../src/database/schema/own-indexes.ts'
import { preparedForEach } from '../../support/prepared.ts'

const prepared = preparedForEach()

test.each(OWN_INDEXES)(
  'the lack of the index on $holds is told of a large table to runs that miss it, and of no other',
  async ({ name, missedBy }) => {
    const { pool } = prepared.server
    for (const index of OWN_INDEXES) await pool.query(`CREATE INDEX ${index.name} ${index.definition}`)
    await pool.query(`DROP INDEX ${name}`)
    expect(await missing()).toEqual([])
    await pool.query("UPDATE pg_class SET reltuples = 50001 WHERE oid = 'breadcrumbs'::regclass")
    expect(await missing()).toEqual([name])
    expect(await missing({ hasLanes: false })).toEqual(missedBy === 'every run' ? [name] : [])
  },
)

async function missing(run = { hasLanes: true }): Promise<string[]> {
  const found = await prepared.database.transaction((transaction) => missingIndexes(transaction, run))
  return found.map(({ name }) => name)
}
