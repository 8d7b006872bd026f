import { randomUUID } from 'node:crypto'
import type { Claimed } from '../../database/claims/claim.ts'
import type { BreadcrumbRow } from '../../database/claims/read.ts'
import type { Failure } from '../../database/claims/record-failures.ts'
import type { Result } from '../../database/claims/save.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import type { Extracted } from '../threads/worker.ts'
import type { Work } from '../work.ts'
import { failureOf } from './attempts.ts'
import { chunked } from './chunked.ts'
import type { Leases } from './leases.ts'
import { isGivenBack, type Settled, settledBy } from './settled.ts'

/** Content read at one time, in bytes: bounds memory whatever the size of a batch. */
const READ_BYTES = 8_388_608

/** The one path that every breadcrumb takes: claim → read → extract → save. Safe to run several times at once. */
export class Path {
  readonly #work: Work
  readonly #pool: ExtractionPool
  readonly #leases: Leases

  constructor(work: Work, pool: ExtractionPool, leases: Leases) {
    this.#work = work
    this.#pool = pool
    this.#leases = leases
  }

  /** Breadcrumbs are about to come: starts what takes a while to start. */
  prepare(): void {
    this.#pool.start()
  }

  /**
   * Takes those of the breadcrumbs that are to be done and that nobody else has. Once the work is stopped, what is in
   * hand is saved and the rest is given back.
   * @returns what came of each that was claimed. The rest is done, gone, filtered out or in other hands.
   */
  async process(ids: readonly string[]): Promise<Settled[]> {
    const token = randomUUID()
    const settled: Settled[] = []
    let claimed: readonly Claimed[] = []
    this.#leases.keep(token)
    try {
      claimed = await this.#work.claim(ids, token)
      const chunks = chunked(claimed, ({ sizeBytes }) => sizeBytes, { size: READ_BYTES })
      for (const chunk of chunks) {
        for (const one of await this.#processChunk(chunk, token)) settled.push(one)
      }
      return settled
    } finally {
      this.#leases.drop(token)
      if (settled.length < claimed.length || settled.some(isGivenBack)) await this.#release(token)
    }
  }

  async #processChunk(claimed: readonly Claimed[], token: string): Promise<Settled[]> {
    const { stop } = this.#work
    if (stop.aborted) return claimed.map(({ id }) => ({ id, status: 'returned' }))
    const rows = await this.#work.read(
      claimed.map(({ id }) => id),
      'pass by',
    )
    const extracted = await this.#pool.extract(rows, stop)
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
      const verdicts = await this.#work.save(results, token)
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

  async #fail(failures: readonly Failure[], token: string): Promise<Settled[]> {
    if (failures.length === 0) return []
    const recorded = await this.#work.recordFailures(failures, token)
    return failures.map(({ id, error, retrySeconds }) => {
      if (!recorded.has(id)) return { id, status: 'lost' }
      if (retrySeconds === null) return { id, status: 'failed', error }
      return { id, status: 'retrying', error, retrySeconds }
    })
  }

  /** When the database is gone for good, the claims can't be given back: they expire. */
  async #release(token: string): Promise<void> {
    try {
      await this.#work.release(token)
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
