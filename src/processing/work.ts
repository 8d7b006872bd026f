import { type Claimed, claim, releaseClaims, renewClaims } from '../database/claims/claim.ts'
import { type Another, pickAnother, writeOnTrial } from '../database/claims/probe.ts'
import { type BreadcrumbRow, readDue } from '../database/claims/read.ts'
import { type Failure, recordFailures } from '../database/claims/record-failures.ts'
import { leftOut, type Result, type SaveVerdict, save } from '../database/claims/save.ts'
import { type BatchCost, batchOnTrial } from '../database/claims/trial.ts'
import { walOnTrial } from '../database/claims/wal-on-trial.ts'
import type { Database, Transaction, TransactionOptions } from '../database/connection/connect.ts'
import { DatabaseFault } from '../database/connection/fault.ts'
import { type Candidate, countCandidates, findCandidates } from '../database/due/candidates.ts'
import { countDueBySchema, type DueCount } from '../database/due/count-by-schema.ts'
import { findExposed } from '../database/due/exposed.ts'
import type { Lane } from '../database/due/lane.ts'
import { type Remaining, remainingWork } from '../database/due/remaining.ts'
import { type Sampled, sampleDue } from '../database/due/sample.ts'
import { type KnownSchemas, knownSchemas } from '../database/due/schema-names.ts'
import type { CurrentRun, Due, Selection } from '../database/due/selection.ts'
import { findStale, type Stale, type StalePage } from '../database/due/stale.ts'
import type { State } from '../database/due/state.ts'
import { statesOf } from '../database/due/states-of.ts'
import { type TransactionTimes, transactionTimes } from '../database/due/transaction-times.ts'
import { anyUpdatedBetween, type UpdateTimes } from '../database/due/updated-between.ts'
import { readStored, type Stored } from '../database/records/stored.ts'
import type { TableShape } from '../database/schema/table.ts'
import type { Patience } from './run/patience.ts'

/** What came of a write on trial: refused on this breadcrumb, or how else it went. */
export type Probe =
  | { readonly id: string; readonly refusal: DatabaseFault }
  | Exclude<Another, object>
  | 'written'

export interface WorkSettings {
  readonly database: Database
  readonly table: TableShape
  readonly selection: Selection
  readonly run: CurrentRun
  readonly patience: Patience
  /** Told of each try of a save: rows, and how long the database took, in milliseconds. */
  readonly onSaved?: (rows: number, milliseconds: number) => void
}

/** A planner that has to read a very large table for its candidates may take this long. */
const SEARCH = { readOnly: true, statementTimeout: 10 * 60_000 }
const READ_ONLY = { readOnly: true }

/**
 * The work at hand: on which database, what is to be done, by whom. Its methods are the statements that need all of
 * that, each in a transaction of its own, and done again where a fault passes.
 *
 * @throws DatabaseFault, all of them, when a fault does not pass, or patience ends
 */
export class Work implements Due {
  readonly table: TableShape
  readonly selection: Selection
  readonly run: CurrentRun
  readonly patience: Patience
  readonly #settings: WorkSettings

  constructor(settings: WorkSettings) {
    this.#settings = settings
    this.table = settings.table
    this.selection = settings.selection
    this.run = settings.run
    this.patience = settings.patience
  }

  /** The same, of another selection. */
  for(selection: Selection): Work {
    return new Work({ ...this.#settings, selection })
  }

  /** The same, of one lane. */
  inLane(lane: Lane): Work {
    return this.for({ ...this.selection, filters: { ...this.selection.filters, lane } })
  }

  /** Once aborted, no new work is taken. */
  get stop(): AbortSignal {
    return this.patience.stop
  }

  /** Breadcrumbs that are to be done, newest first, after a place in that order. */
  due(limit: number, after?: Candidate): Promise<Candidate[]> {
    return this.#do((transaction) => findCandidates(transaction, this, limit, after), SEARCH)
  }

  knownSchemas(): Promise<KnownSchemas> {
    return this.#do(knownSchemas, SEARCH)
  }

  countDue(limit: number): Promise<number> {
    return this.#do((transaction) => countCandidates(transaction, this, limit), SEARCH)
  }

  countDueBySchema(): Promise<DueCount[]> {
    return this.#do((transaction) => countDueBySchema(transaction, this), SEARCH)
  }

  /** So many of those that are due, whichever. */
  sample(size: number, sampled: Sampled): Promise<string[]> {
    return this.#do((transaction) => sampleDue(transaction, this, size, sampled), SEARCH)
  }

  stored(ids: readonly string[]): Promise<Stored[]> {
    return this.#do((transaction) => readStored(transaction, ids), READ_ONLY)
  }

  /** Those that turned secret, whatever is selected. */
  exposed(limit: number): Promise<string[]> {
    return this.#do((transaction) => findExposed(transaction, this.table, limit), SEARCH)
  }

  stale(page: StalePage): Promise<Stale[]> {
    return this.#do((transaction) => findStale(transaction, this, page), SEARCH)
  }

  /** What can't be taken this moment. */
  remaining(): Promise<Remaining> {
    return this.#do((transaction) => remainingWork(transaction, this), SEARCH)
  }

  states(ids: readonly string[]): Promise<ReadonlyMap<string, State>> {
    return this.#do((transaction) => statesOf(transaction, this.table, ids), READ_ONLY)
  }

  transactionTimes(): Promise<TransactionTimes> {
    return this.#do(transactionTimes, READ_ONLY)
  }

  anyUpdatedBetween(ids: readonly string[], times: UpdateTimes): Promise<boolean> {
    return this.#do((transaction) => anyUpdatedBetween(transaction, ids, times), READ_ONLY)
  }

  claim(ids: readonly string[], token: string): Promise<Claimed[]> {
    return this.#do((transaction) => claim(transaction, this, ids, token))
  }

  read(ids: readonly string[], locked: 'read' | 'pass by'): Promise<BreadcrumbRow[]> {
    const options = locked === 'read' ? SEARCH : {}
    return this.#do((transaction) => readDue(transaction, this, ids, locked), options)
  }

  /** Throws at once when it takes too long: fewer rows may do. */
  save(results: readonly Result[], token: string): Promise<ReadonlyMap<string, SaveVerdict>> {
    return this.patience.retry(async (tries) => {
      const batch = { results, token, isAgain: tries > 1 }
      const started = performance.now()
      try {
        return await this.#settings.database.transaction((transaction) => save(transaction, this.run, batch))
      } finally {
        this.#settings.onSaved?.(results.length, performance.now() - started)
      }
    }, 'throw')
  }

  /** Tries to write another breadcrumb than these, and takes that back. */
  async probe(ids: readonly string[]): Promise<Probe> {
    let another: Another = 'no other'
    const error = await this.#undone(async (transaction) => {
      another = await pickAnother(transaction, ids)
      if (typeof another === 'object' && !(await writeOnTrial(transaction, another.id))) throw leftOut()
    }).catch((thrown: unknown) => thrown)
    const picked = another as Another
    if (error === undefined) return typeof picked === 'object' ? 'written' : picked
    const isRefusal = error instanceof DatabaseFault && error.faultClass === 'data'
    if (isRefusal && typeof picked === 'object') return { id: picked.id, refusal: error }
    throw error
  }

  /** Claims, reads and saves what is due on trial, and takes that back. */
  batchOnTrial(results: readonly Result[], cpuSeconds: () => number): Promise<BatchCost> {
    return this.#undone((transaction) => batchOnTrial(transaction, this, results, cpuSeconds))
  }

  /** Bytes of WAL a breadcrumb that is written; undefined where that can't be told. */
  walOnTrial(results: readonly Result[]): Promise<number | undefined> {
    return this.#undone((transaction) => walOnTrial(transaction, results))
  }

  /** What a statement tells that is rolled back. */
  async #undone<T>(statement: (transaction: Transaction) => Promise<T>): Promise<T> {
    const undone = new Error('to be rolled back')
    let told: { readonly result: T } | undefined
    const error = await this.#do(async (transaction): Promise<never> => {
      told = { result: await statement(transaction) }
      throw undone
    }).catch((thrown: unknown) => thrown)
    if (error !== undone || told === undefined) throw error
    return told.result
  }

  recordFailures(failures: readonly Failure[], token: string): Promise<ReadonlySet<string>> {
    return this.#do((transaction) => recordFailures(transaction, this.run, failures, token))
  }

  /** Tried once: the next renewal is near. */
  renew(tokens: readonly string[]): Promise<void> {
    return this.#settings.database.transaction((transaction) => renewClaims(transaction, tokens))
  }

  release(token: string): Promise<void> {
    return this.#do((transaction) => releaseClaims(transaction, token))
  }

  #do<T>(statement: (transaction: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.patience.retry(() => this.#settings.database.transaction(statement, options))
  }
}
