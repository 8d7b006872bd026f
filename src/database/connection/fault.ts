import { type ErrorKind, messageOf, ToolError } from '../../errors.ts'
import { type FaultClass, KNOWN_FAULTS, type KnownFault } from './fault-table.ts'

/** An error of the database, in words for a person and classified for the code that retries. */
export class DatabaseFault extends ToolError {
  readonly faultClass: FaultClass
  /** SQLSTATE or Node's error code, when there is one. */
  readonly code: string | undefined

  constructor(
    kind: ErrorKind,
    faultClass: FaultClass,
    message: string,
    details: { code?: string | undefined; hint?: string; cause: unknown },
  ) {
    super(kind, message, details)
    this.faultClass = faultClass
    this.code = details.code
  }

  /** Whether the same may work later. */
  get isPassing(): boolean {
    return ['outage', 'contention', 'slow'].includes(this.faultClass)
  }
}

/**
 * Classifies an error of pg or of the socket below it, and says it in words.
 * @param place `host:port/database`, for the message; never a password.
 */
export function toDatabaseFault(error: unknown, place: string): DatabaseFault {
  if (error instanceof DatabaseFault) return error
  const reason = messageOf(error)
  const { kind, faultClass, words, hint } = knownFault(error, reason)
  return new DatabaseFault(kind, faultClass, `${words.replace('%', () => place)}: ${reason}`, {
    code: codeOf(error),
    cause: error,
    ...(hint !== undefined && { hint }),
  })
}

function knownFault(error: unknown, reason: string): KnownFault {
  const names = namesOf(codeOf(error))
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
