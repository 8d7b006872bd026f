import type { KnownFault } from './fault-table.ts'

/** Nobody gets in, however often they try. */
const CLOSED = { faultClass: 'fatal', kind: 'unreachable' } as const
/** Nobody answers, for the moment. */
const AWAY = {
  faultClass: 'outage',
  kind: 'unreachable',
  words: 'cannot reach the database at %',
  hint: 'check that PostgreSQL runs there and that --database-url (or DATABASE_URL) names it',
} as const

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
    ...CLOSED,
    words: 'reached the server at %, but its certificate is not trusted',
    hint: `name the certificate of who signed it ${IN_URL}: sslrootcert=<file>; or take any: ${UNVERIFIED}`,
  },
  {
    codes: ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
    ...CLOSED,
    words: 'reached the server at %, but its certificate is for another host',
    hint: `name the host as the certificate does ${IN_URL}, and with sslrootcert=<file> who signed it; or take any: ${UNVERIFIED}`,
  },
  {
    codes: ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    ...CLOSED,
    words: 'reached the server at %, but its certificate is not valid today',
    hint: `check the clocks, and let the certificate be renewed; until then, ${IN_URL}: ${UNVERIFIED}`,
  },
  {
    codes: ['none'],
    says: /does not support SSL/,
    ...CLOSED,
    words: 'reached the server at %, but it has no SSL',
    hint: `turn on ssl on the server, or, where the network between is trusted, ${IN_URL}: sslmode=disable`,
  },
]

const NOT_POSTGRESQL = {
  ...CLOSED,
  words: 'the server at % is no PostgreSQL server',
  hint: `check host and port ${IN_URL}`,
}

/** By `LoginProblem` and by what pg says of the server's first words. */
const METHOD_FAULTS: readonly KnownFault[] = [
  { codes: ['NOT_POSTGRESQL'], ...NOT_POSTGRESQL },
  // Asked for SSL, a server answers with one of two letters.
  { codes: ['none'], says: /error establishing an SSL connection/, ...NOT_POSTGRESQL },
  {
    codes: ['LOGIN_METHOD'],
    ...CLOSED,
    words: 'reached the server at %, but cannot log in',
    hint: 'let pg_hba.conf on the server ask this role for scram-sha-256 or a certificate',
  },
]

const REFUSED_LOGIN = { ...CLOSED, words: 'the database at % refused the login' }
const CHECK_LOGIN = `check the user and password ${IN_URL}`
/** Of pgbouncer, for what PostgreSQL has codes of its own for. */
const PROTOCOL_VIOLATION = '08P01'

const LOGIN_FAULTS: readonly KnownFault[] = [
  {
    codes: ['NO_PASSWORD'],
    ...REFUSED_LOGIN,
    hint: `write the password into --database-url (or DATABASE_URL), PGPASSWORD, or ~/.pgpass`,
  },
  { codes: ['none'], says: /^SASL: /, ...REFUSED_LOGIN, hint: CHECK_LOGIN },
  {
    codes: ['28', PROTOCOL_VIOLATION],
    says: /no encryption|SSL off|SSL required/,
    ...REFUSED_LOGIN,
    hint: `the server may ask for SSL: add sslmode=require to --database-url (or DATABASE_URL)`,
  },
  { codes: ['28'], ...REFUSED_LOGIN, hint: CHECK_LOGIN },
  {
    codes: [PROTOCOL_VIOLATION],
    says: /authentication failed|auth failed|no such user|login rejected/i,
    ...REFUSED_LOGIN,
    hint: CHECK_LOGIN,
  },
]

const NO_DATABASE = {
  ...CLOSED,
  words: 'there is no such database at %',
  hint: 'check the database name at the end of --database-url (or DATABASE_URL)',
}

/** Of a server that can't be reached or used, whatever it is asked for. */
export const CONNECTION_FAULTS: readonly KnownFault[] = [
  ...SSL_FAULTS,
  ...METHOD_FAULTS,
  ...LOGIN_FAULTS,
  { codes: ['3D000'], ...NO_DATABASE },
  { codes: [PROTOCOL_VIOLATION], says: /no such database|database .* does not exist/, ...NO_DATABASE },
  {
    codes: ['none'],
    // A lost connection, a connect timeout, a client that was already closed.
    says: /terminated|timeout exceeded|timeout expired|not queryable|connection error|Query read timeout/i,
    ...AWAY,
  },
  { codes: ['node'], ...AWAY },
  { codes: ['none'], ...CLOSED, words: "the database at % can't be used" },
]
