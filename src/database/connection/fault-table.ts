import type { ErrorKind } from '../../errors.ts'
import { CONNECTION_FAULTS } from './connection-faults.ts'
import { STATEMENT_FAULTS } from './statement-faults.ts'

/**
 * What a refused or broken statement says about the work in hand:
 * - `outage`: the server is gone, read-only or out of resources; the same statement may work later.
 * - `contention`: a deadlock, a serialization failure, a lock timeout; nobody's fault, try again.
 * - `slow`: a statement took longer than it may; less at once may do.
 * - `data`: the server refuses what was sent; one row of the batch is to blame.
 * - `fatal`: permissions, missing tables, wrong passwords, certificates that are not trusted; trying again is of no use.
 */
export type FaultClass = 'outage' | 'contention' | 'slow' | 'data' | 'fatal'

/** What is known of a kind of error. Where several rows fit, the first counts. */
export interface KnownFault {
  /**
   * SQLSTATEs, their classes (the first two characters) and Node's codes. `sql` stands for any SQLSTATE, `node` for any
   * other code, `none` for errors of pg, which have none.
   */
  readonly codes: readonly string[]
  /** What the error has to say, where its code does not tell enough. */
  readonly says?: RegExp
  /** The server's function that raised it, which PostgreSQL tells beside the code. */
  readonly routine?: string
  readonly faultClass: FaultClass
  readonly kind: ErrorKind
  /** What happened, for a person; `%` stands for host, port and database. */
  readonly words: string
  readonly hint?: string
}

/** From code to class, words and hint. The last row of each category fits any of its errors. */
export const KNOWN_FAULTS: readonly KnownFault[] = [...CONNECTION_FAULTS, ...STATEMENT_FAULTS]
