import type { ErrorKind } from '../../errors.ts'
import { GRANTS } from './grants.ts'

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

const IN_URL = 'in --database-url (or DATABASE_URL)'
const UNVERIFIED =
  'sslmode=no-verify, which encrypts but lets whoever stands between pose as the server and read the password'

/** Codes of Node's TLS: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const SSL_FAULTS: readonly KnownFault[] = [
  {
    codes: [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'CERT_SIGNATURE_FAILURE',
      'CERT_CHAIN_TOO_LONG',
      'CERT_UNTRUSTED',
      'CERT_REJECTED',
      'INVALID_CA',
      'INVALID_PURPOSE',
    ],
    faultClass: 'fatal',
    kind: 'unreachable',
    words: 'reached the server at %, but its certificate is not trusted',
    hint: `name the certificate of who signed it ${IN_URL}: sslrootcert=<file>; or take any: ${UNVERIFIED}`,
  },
  {
    codes: ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
    faultClass: 'fatal',
    kind: 'unreachable',
    words: 'reached the server at %, but its certificate is for another host',
    hint: `name the host as the certificate does ${IN_URL}, and with sslrootcert=<file> who signed it; or take any: ${UNVERIFIED}`,
  },
  {
    codes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    faultClass: 'fatal',
    kind: 'unreachable',
    words: 'reached the server at %, but its certificate is not valid today',
    hint: `check the clocks, and let the certificate be renewed; until then, ${IN_URL}: ${UNVERIFIED}`,
  },
  {
    codes: ['none'],
    says: /does not support SSL/,
    faultClass: 'fatal',
    kind: 'unreachable',
    words: 'reached the server at %, but it has no SSL',
    hint: `turn on ssl on the server, or, where the network between is trusted, ${IN_URL}: sslmode=disable`,
  },
]

const CHECK_ADDRESS = 'check that PostgreSQL runs there and that --database-url (or DATABASE_URL) names it'

const CONNECTION_FAULTS: readonly KnownFault[] = [
  {
    codes: ['none'],
    // A lost connection, a connect timeout, a client that was already closed.
    says: /terminated|timeout exceeded|timeout expired|not queryable|connection error|Query read timeout/i,
    faultClass: 'outage',
    kind: 'unreachable',
    words: 'cannot reach the database at %',
    hint: CHECK_ADDRESS,
  },
  {
    codes: ['node'],
    faultClass: 'outage',
    kind: 'unreachable',
    words: 'cannot reach the database at %',
    hint: CHECK_ADDRESS,
  },
  {
    codes: ['none'],
    faultClass: 'fatal',
    kind: 'unreachable',
    words: "the database at % can't be used",
  },
  {
    codes: ['28'],
    says: /no encryption|SSL off/,
    faultClass: 'fatal',
    kind: 'unreachable',
    words: 'the database at % refused the login',
    hint: 'the server may ask for SSL: add sslmode=require to --database-url (or DATABASE_URL)',
  },
  {
    codes: ['28'],
    faultClass: 'fatal',
    kind: 'unreachable',
    words: 'the database at % refused the login',
    hint: `check the user and password ${IN_URL}`,
  },
  {
    codes: ['3D000'],
    faultClass: 'fatal',
    kind: 'unreachable',
    words: 'there is no such database at %',
    hint: 'check the database name at the end of --database-url (or DATABASE_URL)',
  },
]

const OUT_OF_RESOURCES = {
  faultClass: 'outage',
  kind: 'failure',
  words: 'the database at % is out of resources',
} as const
const REFUSED = 'the database at % refused a statement'

/** SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const STATEMENT_FAULTS: readonly KnownFault[] = [
  {
    codes: ['40001', '40P01', '55P03', '55006'],
    faultClass: 'contention',
    kind: 'failure',
    words: 'the database at % gave up a statement',
  },
  {
    // Seen during a failover.
    codes: ['25006'],
    faultClass: 'outage',
    kind: 'failure',
    words: 'the database at % is read-only',
    hint: 'connect to the primary server',
  },
  {
    codes: ['53100'],
    ...OUT_OF_RESOURCES,
    hint: 'free disk space on the database server, then run the same command again',
  },
  {
    codes: ['53300'],
    ...OUT_OF_RESOURCES,
    hint: 'lower MAX_DB_CONNECTIONS or --concurrency, or raise max_connections on the server',
  },
  {
    codes: ['53'],
    ...OUT_OF_RESOURCES,
    hint: 'run the same command again when the server has recovered',
  },
  {
    // 58030: seen on a damaged or full disk.
    codes: ['08', '25P03', '25P04', '57P01', '57P02', '57P03', '57P04', '57P05', '58030'],
    faultClass: 'outage',
    kind: 'unreachable',
    words: 'lost the database at %',
  },
  {
    codes: ['57014'],
    faultClass: 'slow',
    kind: 'failure',
    words: 'a statement took too long in the database at %',
  },
  {
    // Of a server that is a standby, or was made one meanwhile: it has no unlogged tables.
    codes: ['0A000'],
    faultClass: 'outage',
    kind: 'failure',
    words: "the database at % can't do that",
    hint: 'if it is a standby, connect to the primary server',
  },
  {
    // Refuses a row for a policy of row-level security, by the same code as lacking grants.
    codes: ['42501'],
    routine: 'ExecWithCheckOptions',
    faultClass: 'data',
    kind: 'failure',
    words: REFUSED,
  },
  {
    codes: ['42501'],
    faultClass: 'fatal',
    kind: 'configuration',
    words: REFUSED,
    hint: GRANTS,
  },
  {
    // What is wrong with the statement, the session or the database.
    codes: ['0L', '0P', '25', '26', '2D', '34', '3D', '3F', '42', '55', '58', 'F0', 'HV'],
    faultClass: 'fatal',
    kind: 'configuration',
    words: REFUSED,
  },
  {
    // Any other may be one row's, as from a trigger.
    codes: ['sql'],
    faultClass: 'data',
    kind: 'failure',
    words: REFUSED,
  },
]

/** From code to class, words and hint. The last row of each category fits any of its errors. */
export const KNOWN_FAULTS: readonly KnownFault[] = [...SSL_FAULTS, ...CONNECTION_FAULTS, ...STATEMENT_FAULTS]
