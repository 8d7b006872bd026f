import { randomUUID } from 'node:crypto'
import type { Claimed } from '../../database/claims/claim.ts'
import type { Failure } from '../../database/claims/record-failures.ts'
import type { Result } from '../../database/claims/save.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import type { ExtractionPool } from '../threads/pool.ts'
import type { Extracted } from '../threads/worker.ts'
import type { Work } from '../work.ts'
import { failureOf } from './attempts.ts'
import { chunked } from './chunked.ts'
import { EveryWriteRefused } from './every-write-refused.ts'
import { kindOf } from './kind-of-failure.ts'
import type { Leases } from './leases.ts'
import { type Ending, type FailedAt, isGivenBack, type Settled, settledBy, settledOf } from './settled.ts'

/** Content read at one time, in bytes: bounds memory whatever the size of a batch. */
const READ_BYTES = 8_388_608
/** Other breadcrumbs, at random, that have to be refused, too. */
const PROBES = 8

/** What holds work back from outside. */
export interface Brake {
  /** Nothing new is claimed then, and what is claimed and not read yet is given back. */
  readonly isPaused: boolean
  untilResumed(): Promise<void>
  /**
   * Waits until more rows may be worked on; what nobody could claim is not asked for.
   * @returns how many: the rest of them is given back.
   */
  take(rows: number): Promise<number>
}

const NO_BRAKE: Brake = { isPaused: false, untilResumed: async () => {}, take: async (rows) => rows }

type OnSettled = (settled: readonly Settled[]) => void

/** The one path that every breadcrumb takes: claim → read → extract → save. Safe to run several times at once. */
export class Path {
  readonly #work: Work
  readonly #pool: ExtractionPool
  readonly #leases: Leases
  readonly #brake: Brake

  constructor(work: Work, pool: ExtractionPool, leases: Leases, brake: Brake = NO_BRAKE) {
    this.#work = work
    this.#pool = pool
    this.#leases = leases
    this.#brake = brake
  }

  /** So many breadcrumbs are about to come: starts what takes a while to start. */
  prepare(rows: number): void {
    this.#pool.start(rows)
  }

  /**
   * Takes those of the breadcrumbs that are to be done and that nobody else has. Once the work is stopped or paused,
   * what is in hand is saved and the rest is given back.
   * @param onSettled told of it part by part: also of what came before an error.
   * @returns what came of each that was claimed. The rest is done, gone, filtered out or in other hands.
   */
  async process(ids: readonly string[], onSettled: OnSettled = () => {}): Promise<Settled[]> {
    const token = randomUUID()
    const settled: Settled[] = []
    let claimed: readonly Claimed[] = []
    await this.#brake.untilResumed()
    this.#leases.keep(token)
    try {
      claimed = await this.#work.claim(ids, token)
      const allowed = claimed.length > 0 ? await this.#brake.take(claimed.length) : 0
      const settle = (part: readonly Settled[]): void => {
        for (const one of part) settled.push(one)
        onSettled(part)
      }
      if (allowed < claimed.length) settle(claimed.slice(allowed).map(returned))
      const rows = claimed.slice(0, allowed)
      const chunks = chunked(rows, ({ sizeBytes }) => sizeBytes, { size: READ_BYTES })
      for (const chunk of chunks) settle(await this.#processChunk(chunk, token))
      return settled
    } finally {
      this.#leases.drop(token)
      if (settled.length < claimed.length || settled.some(isGivenBack)) await this.#release(token)
    }
  }

  async #processChunk(claimed: readonly Claimed[], token: string): Promise<Settled[]> {
    const { stop } = this.#work
    if (stop.aborted || this.#brake.isPaused) return claimed.map(returned)
    const rows = await this.#work.read(
      claimed.map(({ id }) => id),
      'pass by',
    )
    const extracted = await this.#pool.extract(rows, stop)
    const attempts = new Map(claimed.map((row) => [row.id, row.attempts]))
    return settledOf(claimed, rows, [
      ...(await this.#save(extracted.flatMap(resultOf), attempts, token)),
      ...(await this.#fail(extracted.flatMap(failureIn(attempts)), token, 'extraction')),
    ])
  }

  /** Charges those that the database refuses, unless it refuses every write. */
  async #save(results: readonly Result[], attempts: Attempts, token: string): Promise<Ending[]> {
    const { settled, refused } = await this.#saveWhatMaybe(results, token)
    if (refused.length === results.length) await this.#endIfEveryWriteIsRefused(refused)
    const failures = refused.map(({ result, fault }) =>
      failureOf({ ...result, error: fault.message }, attempts.get(result.id) ?? 0),
    )
    for (const one of await this.#fail(failures, token, 'saving')) settled.push(one)
    return settled
  }

  /** A batch with a row that the database refuses is halved until that row stands alone; a slow one, until it fits. */
  async #saveWhatMaybe(results: readonly Result[], token: string): Promise<SavedSoFar> {
    if (results.length === 0) return { settled: [], refused: [] }
    try {
      const verdicts = await this.#work.save(results, token)
      return { settled: results.map((result) => settledBy(result, verdicts.get(result.id))), refused: [] }
    } catch (error) {
      if (isContention(error))
        return { settled: results.map(({ id }) => ({ id, status: 'returned' })), refused: [] }
      if (!isTooMuchAtOnce(error)) throw error
      const [only] = results
      if (results.length === 1 && only) return { settled: [], refused: [{ result: only, fault: error }] }
      const middle = Math.ceil(results.length / 2)
      const first = await this.#saveWhatMaybe(results.slice(0, middle), token)
      const second = await this.#saveWhatMaybe(results.slice(middle), token)
      return {
        settled: [...first.settled, ...second.settled],
        refused: [...first.refused, ...second.refused],
      }
    }
  }

  /**
   * A broken trigger or a full quota is the database's fault, not these breadcrumbs': then it refuses others for the
   * same cause, wherever they are, or there are no others.
   */
  async #endIfEveryWriteIsRefused(refused: readonly Refused[]): Promise<void> {
    const [first] = refused
    if (first?.fault.faultClass !== 'data') return
    if (new Set(refused.map(({ fault }) => kindOf(fault.message))).size > 1) return
    const tried = refused.map(({ result }) => result.id)
    for (let probes = 0; probes < PROBES; probes += 1) {
      const probe = await this.#work.probe(tried)
      if (probe === 'no other' && tried.length > 1) break
      if (typeof probe === 'string' || kindOf(probe.refusal.message) !== kindOf(first.fault.message)) return
      tried.push(probe.id)
    }
    throw new EveryWriteRefused(first.fault)
  }

  async #fail(failures: readonly Failure[], token: string, at: FailedAt): Promise<Ending[]> {
    if (failures.length === 0) return []
    const recorded = await this.#work.recordFailures(failures, token)
    return failures.map(({ id, error, retrySeconds }) => {
      if (!recorded.has(id)) return { id, status: 'lost' }
      if (retrySeconds === null) return { id, status: 'failed', at, error }
      return { id, status: 'retrying', at, error, retrySeconds }
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

function returned({ id }: Claimed): Settled {
  return { id, status: 'returned', schema: null }
}

type Attempts = ReadonlyMap<string, number>

interface Refused {
  readonly result: Result
  readonly fault: DatabaseFault
}

interface SavedSoFar {
  readonly settled: Ending[]
  readonly refused: readonly Refused[]
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
