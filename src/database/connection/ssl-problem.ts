/** What went wrong between a server that was reached and a connection that is encrypted. */
export interface SslProblem {
  /** Goes on after "reached the server at …, but ". */
  readonly what: string
  readonly hint: string
}

const NOT_TRUSTED = new Set([
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
])
const OUT_OF_DATE = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])
const OTHER_HOST = new Set(['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'])

const IN_URL = 'in --database-url (or DATABASE_URL)'
const UNVERIFIED =
  'sslmode=no-verify, which encrypts but lets whoever stands between pose as the server and read the password'

/** By the codes of Node's TLS (https://nodejs.org/api/tls.html#x509-certificate-error-codes), and pg's message. */
export function sslProblem(code: string | undefined, reason: string): SslProblem | undefined {
  if (code === undefined) return reason.includes('does not support SSL') ? WITHOUT_SSL : undefined
  if (NOT_TRUSTED.has(code)) {
    return {
      what: 'its certificate is not trusted',
      hint: `name the certificate of who signed it ${IN_URL}: sslrootcert=<file>; or take any: ${UNVERIFIED}`,
    }
  }
  if (OTHER_HOST.has(code)) {
    return {
      what: 'its certificate is for another host',
      hint: `name the host as the certificate does ${IN_URL}, and with sslrootcert=<file> who signed it; or take any: ${UNVERIFIED}`,
    }
  }
  if (OUT_OF_DATE.has(code)) {
    return {
      what: 'its certificate is not valid today',
      hint: `check the clocks, and let the certificate be renewed; until then, ${IN_URL}: ${UNVERIFIED}`,
    }
  }
  return undefined
}

const WITHOUT_SSL: SslProblem = {
  what: 'it has no SSL',
  hint: `turn on ssl on the server, or, where the network between is trusted, ${IN_URL}: sslmode=disable`,
}
