import pg from 'pg'
import { type ErrorKind, messageOf, ToolError } from '../../errors.ts'
import { type FaultClass, KNOWN_FAULTS, type KnownFault } from './fault-table.ts'
import { functionOf, serverText } from './server-text.ts'

/** A function of the database, such as a trigger's, in which a fault arose. */
export interface FaultOrigin {
  readonly signature: string
  /** The same fault, which tells more: what only the function's source can tell from a value. */
  retold(source: string): DatabaseFault
}

/** An error of the database, in words for a person and classified for the code that retries. */
export class DatabaseFault extends ToolError {
  readonly faultClass: FaultClass
  /** SQLSTATE or Node's error code, when there is one. */
  readonly code: string | undefined
  readonly origin: FaultOrigin | undefined

  constructor(
    kind: ErrorKind,
    faultClass: FaultClass,
    message: string,
    details: { code?: string | undefined; hint?: string; cause?: unknown; origin?: FaultOrigin },
  ) {
    super(kind, message, details)
    this.faultClass = faultClass
    this.code = details.code
    this.origin = details.origin
  }

  /** Whether the same may work later. */
  get isPassing(): boolean {
    return ['outage', 'contention', 'slow'].includes(this.faultClass)
  }
}

/**
 * Classifies an error of pg or of the socket below it, and says it in words. What the server says comes out as
 * `serverText` lets it; the error itself, which holds all of it, is no cause of the fault.
 * @param place `host:port/database`, for the message; never a password.
 * @param source of the function of the database in which it arose, once that is known.
 */
export function toDatabaseFault(error: unknown, place: string, source?: string): DatabaseFault {
  if (error instanceof DatabaseFault) return error
  const { kind, faultClass, words, hint } = knownFault(error)
  const signature = functionOf(error)
  const message = `${words.replace('%', () => place)}: ${serverText(error, source)}`
  return new DatabaseFault(kind, faultClass, message, {
    code: codeOf(error),
    ...(hint !== undefined && { hint }),
    ...(!(error instanceof pg.DatabaseError) && { cause: error }),
    ...(signature !== undefined && {
      origin: { signature, retold: (source) => toDatabaseFault(error, place, source) },
    }),
  })
}

function knownFault(error: unknown): KnownFault {
  const names = namesOf(codeOf(error))
  const reason = messageOf(error)
  const known = KNOWN_FAULTS.find(
    ({ codes, says, routine }) =>
      codes.some((code) => names.includes(code)) &&
      (says === undefined || says.test(reason)) &&
      (routine === undefined || routine === routineOf(error)),
  )
  if (known === undefined) throw new Error('the table of faults lacks a row that fits any error')
  return known
}

/** What the table may call an error with this code. */
function namesOf(code: string | undefined): readonly string[] {
  if (code === undefined) return ['none']
  return isSqlState(code) ? [code, code.slice(0, 2), 'sql'] : [code, 'node']
}

/** SQLSTATEs have five characters and a digit; Node's and OpenSSL's codes are longer words. */
export function isSqlState(code: string | undefined): boolean {
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code)
}

function routineOf(error: unknown): unknown {
  return error instanceof Error && 'routine' in error ? error.routine : undefined
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== undefined)
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return undefined
}
