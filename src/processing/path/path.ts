import { randomUUID } from 'node:crypto'
import type { Claimed } from '../../database/claims/claim.ts'
import { type BreadcrumbRow, readDue } from '../../database/claims/read.ts'
import { type Failure, recordFailures } from '../../database/claims/record-failures.ts'
import { type Result, type SaveVerdict, save } from '../../database/claims/save.ts'
import type { Database } from '../../database/connection/connect.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import type { Selection } from '../../database/due/selection.ts'
import type { TableShape } from '../../database/schema/table.ts'
import type { Patience } from '../run/patience.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import type { Extracted } from '../threads/worker.ts'
import { failureOf } from './attempts.ts'
import type { Leases } from './leases.ts'
import { isGivenBack, type Settled, settledBy } from './settled.ts'

export interface SharedPathOptions {
  readonly database: Database
  readonly shape: TableShape
  readonly pool: ExtractionPool
  readonly leases: Leases
  readonly patience: Patience
  readonly selection: Selection
  readonly runId: string
  /** Told of each write: rows, and how long the database took, in milliseconds. */
  readonly onSaved?: (rows: number, milliseconds: number) => void
  /** Once aborted, what is in hand is saved and the rest is given back. */
  readonly stop: AbortSignal
}

/** Content read at one time, in bytes: bounds memory whatever the size of a batch. */
const READ_BYTES = 8_388_608

/** The one path that every breadcrumb takes: claim → read → extract → save. Safe to run several times at once. */
export class SharedPath {
  readonly #options: SharedPathOptions

  constructor(options: SharedPathOptions) {
    this.#options = options
  }

  /** Breadcrumbs are about to come: starts what takes a while to start. */
  prepare(): void {
    this.#options.pool.start()
  }

  /**
   * Takes those of the breadcrumbs that are to be done and that nobody else has.
   * @returns what came of each that was claimed. The rest is done, gone, filtered out or in other hands.
   */
  async process(ids: readonly string[]): Promise<Settled[]> {
    const { leases, patience, shape, selection, runId } = this.#options
    const token = randomUUID()
    const settled: Settled[] = []
    let claimed: readonly Claimed[] = []
    try {
      claimed = await patience.retry(() => leases.claim({ ids, shape, selection, token, runId }))
      for (const chunk of chunkedBySize(claimed)) settled.push(...(await this.#processChunk(chunk, token)))
      return settled
    } finally {
      await this.#endBatch(token, settled.length < claimed.length || settled.some(isGivenBack))
    }
  }

  async #processChunk(claimed: readonly Claimed[], token: string): Promise<Settled[]> {
    const { database, shape, selection, pool, patience, stop } = this.#options
    if (stop.aborted) return claimed.map(({ id }) => ({ id, status: 'returned' }))
    const ids = claimed.map(({ id }) => id)
    const rows = await patience.retry(() =>
      database.transaction((session) => readDue(session, shape, selection, ids, 'pass by')),
    )
    const extracted = await pool.extract(rows, stop)
    const attempts = new Map(claimed.map((row) => [row.id, row.attempts]))
    const settled = [
      ...(await this.#save(extracted.flatMap(resultOf), attempts, token)),
      ...(await this.#fail(extracted.flatMap(failureIn(attempts)), token)),
    ]
    return [...settled, ...untouched(rows, settled), ...unread(claimed, rows)]
  }

  /** A batch with a row that the database refuses is halved until that row stands alone; a slow one, until it fits. */
  async #save(
    results: readonly Result[],
    attempts: ReadonlyMap<string, number>,
    token: string,
  ): Promise<Settled[]> {
    if (results.length === 0) return []
    try {
      const verdicts = await this.#options.patience.retry(
        (tries) => this.#timedSave(results, token, tries),
        'throw',
      )
      return results.map((result) => settledBy(result, verdicts.get(result.id)))
    } catch (error) {
      if (isContention(error)) return results.map(({ id }) => ({ id, status: 'returned' }))
      if (!isTooMuchAtOnce(error)) throw error
      const [only] = results
      if (results.length === 1 && only) {
        return this.#fail([failureOf({ ...only, error: error.message }, attempts.get(only.id) ?? 0)], token)
      }
      const middle = Math.ceil(results.length / 2)
      return [
        ...(await this.#save(results.slice(0, middle), attempts, token)),
        ...(await this.#save(results.slice(middle), attempts, token)),
      ]
    }
  }

  /** The server may still be busy with an earlier try: a later one waits for its end. */
  async #timedSave(
    results: readonly Result[],
    token: string,
    tries: number,
  ): Promise<ReadonlyMap<string, SaveVerdict>> {
    const { database, runId, selection, onSaved } = this.#options
    const started = performance.now()
    try {
      const { extractor } = selection
      return await save(database, { results, token, runId, extractor, isAgain: tries > 1 })
    } finally {
      onSaved?.(results.length, performance.now() - started)
    }
  }

  async #fail(failures: readonly Failure[], token: string): Promise<Settled[]> {
    if (failures.length === 0) return []
    const { database, patience, runId, selection } = this.#options
    const { extractor } = selection
    const recorded = await patience.retry(() =>
      recordFailures(database, failures, { token, runId, extractor }),
    )
    return failures.map(({ id, error, retrySeconds }) => {
      if (!recorded.has(id)) return { id, status: 'lost' }
      if (retrySeconds === null) return { id, status: 'failed', error }
      return { id, status: 'retrying', error, retrySeconds }
    })
  }

  /** Gives back what is still claimed. When the database is gone for good, the claims can't be given back: they expire. */
  async #endBatch(token: string, anyLeft: boolean): Promise<void> {
    const { leases, patience } = this.#options
    try {
      await patience.retry(() => leases.end(token, anyLeft))
    } catch (error) {
      if (!(error instanceof DatabaseFault)) throw error
    }
  }
}

/** Still, after as many tries as there are. */
function isContention(error: unknown): boolean {
  return error instanceof DatabaseFault && error.faultClass === 'contention'
}

/** Some row's data is refused, or these rows take longer than a statement may. */
function isTooMuchAtOnce(error: unknown): error is DatabaseFault {
  return error instanceof DatabaseFault && (error.faultClass === 'data' || error.faultClass === 'slow')
}

function resultOf(extracted: Extracted): Result[] {
  return extracted.kind === 'result' ? [extracted.result] : []
}

function failureIn(attempts: ReadonlyMap<string, number>): (extracted: Extracted) => Failure[] {
  return (extracted) =>
    extracted.kind === 'error' ? [failureOf(extracted, attempts.get(extracted.id) ?? 0)] : []
}

/** Those that no thread began with before the stop. */
function untouched(rows: readonly BreadcrumbRow[], settled: readonly Settled[]): Settled[] {
  const done = new Set(settled.map(({ id }) => id))
  return rows.filter(({ id }) => !done.has(id)).map(({ id }) => ({ id, status: 'returned' }))
}

/** Those that another program has locked; the few that it has deleted or done since are found out next time. */
function unread(claimed: readonly Claimed[], rows: readonly BreadcrumbRow[]): Settled[] {
  const read = new Set(rows.map(({ id }) => id))
  return claimed.filter(({ id }) => !read.has(id)).map(({ id }) => ({ id, status: 'busy' }))
}

function chunkedBySize(claimed: readonly Claimed[]): Claimed[][] {
  const chunks: Claimed[][] = []
  let bytes = 0
  for (const row of claimed) {
    const last = chunks.at(-1)
    if (last && bytes + row.sizeBytes <= READ_BYTES) {
      last.push(row)
      bytes += row.sizeBytes
    } else {
      chunks.push([row])
      bytes = row.sizeBytes
    }
  }
  return chunks
}
