import { pause } from '../../timing/pause.ts'
import type { Database } from '../connection/connect.ts'
import { DatabaseFault } from '../connection/fault.ts'
import { MARK } from './schema.ts'

/** Well within the time that a transaction may be idle. */
const ALIVE_MS = 10_000

/**
 * Marks a scratch schema as in use while work goes on: by the lock of a transaction that does nothing else, which
 * the server gives up by itself when this process is killed. It holds no snapshot, so that it keeps no vacuum back.
 */
export async function whileMarked<T>(database: Database, schema: string, work: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  let marked = (): void => {}
  const isMarked = new Promise<void>((resolve) => {
    marked = resolve
  })
  const mark = database.transaction(async (transaction) => {
    await transaction.query(`SELECT ${MARK}`, [schema])
    marked()
    while (!over.signal.aborted) {
      await pause(ALIVE_MS, over.signal)
      await transaction.query('SELECT')
    }
  })
  await Promise.race([isMarked, mark])
  // Lost with its connection, it is missed only if another drill begins before this one ends.
  const ended = mark.catch((error: unknown) => {
    if (!(error instanceof DatabaseFault)) throw error
  })
  try {
    return await work()
  } finally {
    over.abort()
    await ended
  }
}
