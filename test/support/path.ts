import { vi } from 'vitest'
import type { BreadcrumbRow } from '../../src/database/claims/read.ts'
import { connect, type Database } from '../../src/database/connection/connect.ts'
import { prepareForWork } from '../../src/database/connection/open.ts'
import { Leases } from '../../src/processing/path/leases.ts'
import { Path } from '../../src/processing/path/path.ts'
import { Patience } from '../../src/processing/run/patience.ts'
import { ExtractionPool } from '../../src/processing/threads/pool.ts'
import type { Extracted } from '../../src/processing/threads/worker.ts'
import { Work } from '../../src/processing/work.ts'
import { batchOf, PENDING, resultFor } from './claims.ts'

/** The shared path on a real database, without threads: what is in a title decides what comes of it. */
export interface OpenPath {
  readonly database: Database
  readonly work: Work
  readonly leases: Leases
  readonly pool: ExtractionPool
  readonly path: Path
  readonly stop: AbortController
  /** Rows of each try of a save. */
  readonly saves: readonly number[]
  close(): Promise<void>
}

export async function openPath(url: string): Promise<OpenPath> {
  const database = connect({ target: url, maxConnections: 2 })
  const table = await prepareForWork(database, false)
  const stop = new AbortController()
  const observer = { waiting() {}, resumed() {} }
  const patience = new Patience({ outageLimit: 0, observer, stop: stop.signal })
  const saves: number[] = []
  const onSaved = (rows: number) => saves.push(rows)
  const work = new Work({ database, table, selection: PENDING, run: batchOf([]).run, patience, onSaved })
  const leases = new Leases(work)
  const pool = new ExtractionPool({ workerFile: new URL('file:///never/started'), threads: 1, extractor: {} })
  vi.spyOn(pool, 'extract').mockImplementation(async (rows) => rows.map(extracted))
  return {
    ...{ database, work, leases, pool, path: new Path(work, pool, leases), stop, saves },
    close: async () => {
      await leases.close()
      await database.close()
    },
  }
}

/** Nothing of an empty title, an error of `Broken`, the title as a keyword of any other; nothing of what is secret. */
export function extracted({ id, version, title, sensitivity }: BreadcrumbRow): Extracted {
  if (title === 'Broken') return { kind: 'error', id, version, error: 'for the test' }
  if (sensitivity !== 'secret' && title !== '')
    return { kind: 'result', result: { ...resultFor(id, [title.toLowerCase()]), version } }
  const reason = sensitivity === 'secret' ? 'withheld' : 'no-text'
  return { kind: 'result', result: { ...resultFor(id, []), version, reason } }
}
