import type { KnownFault } from './fault-table.ts'
import { GRANTS } from './grants.ts'

const OUT_OF_RESOURCES = {
  faultClass: 'outage',
  kind: 'failure',
  words: 'the database at % is out of resources',
} as const
const REFUSED = 'the database at % refused a statement'

/** SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const STATEMENT_FAULTS: readonly KnownFault[] = [
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
