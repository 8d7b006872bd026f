import type { Database, Transaction, TransactionOptions } from '../../database/connection/connect.ts'
import { type InHand, readInHand } from '../../database/scratch/in-hand.ts'
import { drainPart, type Worker } from './drain-part.ts'
import { type Recovery, recovered } from './recovery.ts'

/** Terminates the connection that has written a batch, before it commits: the server takes the batch back. */
export async function cutConnection(worker: Worker): Promise<Recovery> {
  const { scratch } = worker
  const cut = new CutDatabase(scratch)
  await drainPart({ ...worker, scratch: cut }, 'connection')
  return recovered(scratch, 'connection', cut.inHand)
}

/** Its first transaction that writes breadcrumbs loses its connection. */
class CutDatabase implements Database {
  readonly place: string
  readonly #scratch: Database
  /** When that happened, as another connection saw it. */
  inHand: InHand | undefined

  constructor(scratch: Database) {
    this.place = scratch.place
    this.#scratch = scratch
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.#scratch.transaction(async (transaction) => {
      let hasWritten = false
      const result = await work({
        query: (text, values) => {
          hasWritten ||= text.includes('UPDATE breadcrumbs')
          return transaction.query(text, values)
        },
      })
      if (hasWritten && this.inHand === undefined) {
        this.inHand = await readInHand(this.#scratch, 'connection')
        await transaction.query('SELECT pg_terminate_backend(pg_backend_pid())')
      }
      return result
    }, options)
  }

  outsideTransaction(text: string, statementTimeout: number): Promise<void> {
    return this.#scratch.outsideTransaction(text, statementTimeout)
  }

  isPooled(): Promise<boolean> {
    return this.#scratch.isPooled()
  }

  close(): Promise<void> {
    return this.#scratch.close()
  }
}
