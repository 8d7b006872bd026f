import { type ErrorKind, messageOf, ToolError } from '../../errors.ts'
import { sslProblem } from './ssl-problem.ts'

/**
 * What a refused or broken statement says about the work in hand:
 * - `outage`: the server is gone, read-only or out of resources; the same statement may work later.
 * - `contention`: a deadlock, a serialization failure, a lock timeout; nobody's fault, try again.
 * - `slow`: a statement took longer than it may; less at once may do.
 * - `data`: the server refuses what was sent; one row of the batch is to blame.
 * - `fatal`: permissions, missing tables, wrong passwords, certificates that are not trusted; trying again is of no use.
 */
export type FaultClass = 'outage' | 'contention' | 'slow' | 'data' | 'fatal'

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

const CONTENTION_CODES = new Set(['40001', '40P01', '55P03', '55006'])
const STATEMENT_TIMEOUT = '57014'
/** Read-only transaction and internal error: seen during a failover and on a damaged or full disk. */
const OUTAGE_CODES = new Set([
  '25006',
  '25P03',
  '25P04',
  '58030',
  '57P01',
  '57P02',
  '57P03',
  '57P04',
  '57P05',
])
/** What is wrong with the statement, the session or the database. Any other code may be one row's, as from a trigger. */
const FATAL_CLASSES = new Set(['0L', '0P', '25', '26', '2D', '34', '3D', '3F', '42', '55', '58', 'F0', 'HV'])
/** Of a server that is a standby, or was made one meanwhile: it has no unlogged tables. */
const NOT_SUPPORTED = '0A000'
/** PostgreSQL's function that refuses a row for a policy of row-level security, by the same code as lacking grants. */
const ROW_POLICY_CHECK = 'ExecWithCheckOptions'
/** pg reports these without a code: a lost connection, a connect timeout, a client that was already closed. */
const LOST_CONNECTION =
  /terminated|timeout exceeded|timeout expired|not queryable|connection error|Query read timeout/i

/**
 * Classifies an error of pg or of the socket below it, by SQLSTATE
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html) and says it in words.
 * @param place `host:port/database`, for the message; never a password.
 */
export function toDatabaseFault(error: unknown, place: string): DatabaseFault {
  if (error instanceof DatabaseFault) return error
  const code = codeOf(error)
  const reason = messageOf(error)
  const fault = (kind: ErrorKind, faultClass: FaultClass, message: string, hint?: string) =>
    new DatabaseFault(kind, faultClass, message, {
      code,
      cause: error,
      ...(hint === undefined ? {} : { hint }),
    })

  const problem = sslProblem(code, reason)
  if (problem) {
    const { what, hint } = problem
    return fault('unreachable', 'fatal', `reached the server at ${place}, but ${what}: ${reason}`, hint)
  }
  if (code === undefined ? LOST_CONNECTION.test(reason) : !isSqlState(code)) {
    return fault(
      'unreachable',
      'outage',
      `cannot reach the database at ${place}: ${reason}`,
      'check that PostgreSQL runs there and that --database-url (or DATABASE_URL) names it',
    )
  }
  if (code === undefined)
    return fault('unreachable', 'fatal', `the database at ${place} can't be used: ${reason}`)
  if (code.startsWith('28'))
    return fault(
      'unreachable',
      'fatal',
      `the database at ${place} refused the login: ${reason}`,
      hintForLogin(reason),
    )
  if (code === '3D000')
    return fault(
      'unreachable',
      'fatal',
      `there is no such database at ${place}: ${reason}`,
      'check the database name at the end of --database-url (or DATABASE_URL)',
    )
  if (CONTENTION_CODES.has(code))
    return fault('failure', 'contention', `the database at ${place} gave up a statement: ${reason}`)
  if (code === '25006')
    return fault(
      'failure',
      'outage',
      `the database at ${place} is read-only: ${reason}`,
      'connect to the primary server',
    )
  if (code.startsWith('53'))
    return fault(
      'failure',
      'outage',
      `the database at ${place} is out of resources: ${reason}`,
      hintForResource(code),
    )
  if (code.startsWith('08') || OUTAGE_CODES.has(code))
    return fault('unreachable', 'outage', `lost the database at ${place}: ${reason}`)
  if (code === STATEMENT_TIMEOUT)
    return fault('failure', 'slow', `a statement took too long in the database at ${place}: ${reason}`)
  if (code === NOT_SUPPORTED)
    return fault(
      'failure',
      'outage',
      `the database at ${place} can't do that: ${reason}`,
      'if it is a standby, connect to the primary server',
    )
  if (code === '42501' && routineOf(error) !== ROW_POLICY_CHECK)
    return fault('configuration', 'fatal', `the database at ${place} refused a statement: ${reason}`, GRANTS)
  if (code !== '42501' && FATAL_CLASSES.has(code.slice(0, 2)))
    return fault('configuration', 'fatal', `the database at ${place} refused a statement: ${reason}`)
  return fault('failure', 'data', `the database at ${place} refused a statement: ${reason}`)
}

/** SQLSTATEs have five characters and a digit; Node's and OpenSSL's codes are longer words. */
export function isSqlState(code: string | undefined): boolean {
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code)
}

/** What the role that runs the tool needs in the schema that another role made. */
export const SCHEMA_GRANTS = [
  'GRANT USAGE ON SCHEMA rcrt_entities TO <role>;',
  'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA rcrt_entities TO <role>;',
]

/** Lines after the first stand below the text that follows `hint: `. */
export const HINT_BREAK = '\n      '

/** All that the role that runs the tool needs, as a hint. */
export const GRANTS = [
  'let the owner of the tables run, for the role of this tool:',
  'GRANT SELECT ON breadcrumbs TO <role>;',
  'GRANT UPDATE (entities, entity_keywords) ON breadcrumbs TO <role>;',
  ...SCHEMA_GRANTS,
].join(HINT_BREAK)

function hintForLogin(reason: string): string {
  if (/no encryption|SSL off/.test(reason))
    return 'the server may ask for SSL: add sslmode=require to --database-url (or DATABASE_URL)'
  return 'check the user and password in --database-url (or DATABASE_URL)'
}

function hintForResource(code: string): string {
  if (code === '53100') return 'free disk space on the database server, then run the same command again'
  if (code === '53300')
    return 'lower MAX_DB_CONNECTIONS or --concurrency, or raise max_connections on the server'
  return 'run the same command again when the server has recovered'
}

/** The server's function that raised the error, which PostgreSQL tells beside the code. */
function routineOf(error: unknown): unknown {
  return error instanceof Error && 'routine' in error ? error.routine : undefined
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== undefined)
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return undefined
}
