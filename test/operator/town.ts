import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { startPgbouncer } from '../support/pgbouncer.ts'
import { type Rcrt, startRcrt } from '../support/rcrt.ts'
import { refuseWrites } from '../support/refuse-writes.ts'

/** What the walk looks at by its id. */
export const UNTITLED = '0f8fad5b-d9cb-469f-a165-70867728950e'
export const REFUSED = '7c9e6679-7425-40de-944b-e07fc1f90ae7'

/** RCRT with breadcrumbs of every kind that an operator meets, none of them worked on yet. */
export interface Town {
  readonly rcrt: Rcrt
  /** Variables that lead to its database, through a pooler where there is one, and to its API. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

export async function startTown({ pooled }: { readonly pooled: boolean }): Promise<Town> {
  const rcrt = await startRcrt()
  const pooler = pooled ? await startPgbouncer(rcrt.database.url) : undefined
  await insertBreadcrumbs(rcrt.database.pool, [
    ...numberedBreadcrumbs(40),
    ...numberedBreadcrumbs(10, () => ({ schemaName: 'browser.page.context.v1', title: '' })),
    { id: UNTITLED, title: '', schemaName: 'browser.page.context.v1' },
    { id: REFUSED, schemaName: 'refused.v1' },
    ...numberedBreadcrumbs(3, () => ({ schemaName: 'refused.v1' })),
    { sensitivity: 'secret' },
    { embedding: null },
    { embedding: null, schemaName: 'system.hygiene.v1' },
  ])
  await refuseWrites(rcrt.database.pool, 'P0001', "WHEN (OLD.schema_name = 'refused.v1')")
  return {
    rcrt,
    env: pooler === undefined ? rcrt.env : { ...rcrt.env, DATABASE_URL: pooler.url },
    close: async () => {
      await pooler?.stop()
      await rcrt.close()
    },
  }
}
