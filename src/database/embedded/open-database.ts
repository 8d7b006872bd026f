import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { rcrtSchema } from './rcrt-schema.ts'

/** A PGlite that holds RCRT's tables. */
export interface OpenedDatabase {
  readonly database: PGlite
  /** True when there was no database in the directory before. */
  readonly created: boolean
  /** How many sample breadcrumbs were put in now. */
  readonly samples: number
}

/** Fills a new database, within the transaction that makes its tables; returns the number of breadcrumbs. */
export type Seed = (database: Pick<PGlite, 'query' | 'exec'>) => Promise<number>

/**
 * Opens the directory's database, or creates one with RCRT's tables and the seed. Only the owner of the
 * directory may call it.
 *
 * A first start that was killed leaves a mark behind and is done over: PGlite cannot open half a cluster.
 */
export async function openDatabase(directory: string, seed: Seed): Promise<OpenedDatabase> {
  const data = join(directory, 'data')
  const mark = join(directory, 'creating')
  if (existsSync(mark)) {
    await rm(data, { recursive: true, force: true })
  }
  if (existsSync(data)) {
    return { database: await openPGlite(data), created: false, samples: 0 }
  }
  await writeFile(mark, '')
  const database = await openPGlite(data)
  const samples = await database.transaction(async (transaction) => {
    await transaction.exec(rcrtSchema({ vector: true }))
    return seed(transaction)
  })
  await rm(mark)
  return { database, created: true, samples }
}

async function openPGlite(data: string): Promise<PGlite> {
  const [{ PGlite }, { vector }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite-pgvector'),
  ])
  return PGlite.create(data, { extensions: { vector } })
}
