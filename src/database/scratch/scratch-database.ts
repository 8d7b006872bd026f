import type { Database, Transaction, TransactionOptions } from '../connection/connect.ts'

const OWN_SCHEMA = /\brcrt_entities\b/g

/**
 * A database whose statements see a scratch schema in place of RCRT's table and of the tool's own schema: both are to
 * be found there. Two things see to that. Whatever is named without a schema is looked for there alone, so that what is
 * missing is an error and never RCRT's. And the own schema's name is replaced in each statement's text. Sound behind
 * a transaction-pooling proxy.
 */
export class ScratchDatabase implements Database {
  readonly place: string
  readonly #database: Database
  readonly #schema: string

  /** @param schema a name that needs no quotes */
  constructor(database: Database, schema: string) {
    this.place = database.place
    this.#database = database
    this.#schema = schema
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.#database.transaction(async (transaction) => {
      await transaction.query(`SET LOCAL search_path = ${this.#schema}`)
      return work({
        query: (text, values) => transaction.query(text.replaceAll(OWN_SCHEMA, this.#schema), values),
      })
    }, options)
  }

  /** There, the path could not be set. */
  async outsideTransaction(): Promise<never> {
    throw new Error('a scratch schema is worked on in transactions only')
  }

  isPooled(): Promise<boolean> {
    return this.#database.isPooled()
  }

  /** That which it stands on is closed by whoever opened it. */
  async close(): Promise<void> {}
}
