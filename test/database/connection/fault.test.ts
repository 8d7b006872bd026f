import { DatabaseError } from 'pg'
import { describe, expect, test } from 'vitest'
import { toDatabaseFault } from '../../../src/database/connection/fault.ts'

const PLACE = 'db.example:5432/rcrt'

/** As pg makes it of what the server sends. */
function sqlError(code: string, message = 'the reason', routine?: string): Error {
  return Object.assign(new DatabaseError(message, message.length, 'error'), { code, routine })
}

/** Of a socket, of TLS, or of pg itself, which gives no code. */
function plainError(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}

const GONE = /^cannot reach the database at db\.example:5432\/rcrt: /
const LOST = /^lost the database at db\.example:5432\/rcrt: the reason$/
const REFUSED = /^the database at db\.example:5432\/rcrt refused a statement: the reason$/

describe('what an error means for the run, and in words', () => {
  test.each([
    [
      'nobody listens',
      plainError('connect ECONNREFUSED', 'ECONNREFUSED'),
      'outage',
      4,
      GONE,
      /check that PostgreSQL runs/,
    ],
    [
      'all addresses refuse',
      new AggregateError([plainError('a', 'ECONNREFUSED'), plainError('b', 'ECONNREFUSED')]),
      'outage',
      4,
      /: a; b$/,
      /check/,
    ],
    ['pg lost it', plainError('Connection terminated unexpectedly'), 'outage', 4, GONE, /check/],
    ['pg waited too long', plainError('timeout exceeded when trying to connect'), 'outage', 4, GONE, /check/],
    ['a server without words', plainError('Query read timeout'), 'outage', 4, GONE, /check/],
    [
      'pg knows no further',
      plainError('something else'),
      'fatal',
      4,
      /^the database at \S+ can't be used: something else$/,
      undefined,
    ],
    [
      'no SSL',
      plainError('The server does not support SSL connections'),
      'fatal',
      4,
      /^reached the server at \S+, but it has no SSL: /,
      /sslmode=disable/,
    ],
    [
      'a stranger signed',
      plainError('self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
      'fatal',
      4,
      /but its certificate is not trusted: self-signed/,
      /sslrootcert=<file>/,
    ],
    [
      'another host',
      plainError('altnames', 'ERR_TLS_CERT_ALTNAME_INVALID'),
      'fatal',
      4,
      /but its certificate is for another host: /,
      /name the host as/,
    ],
    [
      'expired',
      plainError('expired', 'CERT_HAS_EXPIRED'),
      'fatal',
      4,
      /but its certificate is not valid today: /,
      /check the clocks/,
    ],
    [
      'a wrong password',
      sqlError('28P01'),
      'fatal',
      4,
      /^the database at \S+ refused the login: the reason$/,
      /check the user and password/,
    ],
    [
      'no entry without SSL',
      sqlError('28000', 'no pg_hba.conf entry for host, no encryption'),
      'fatal',
      4,
      /refused the login/,
      /sslmode=require/,
    ],
    [
      'no such database',
      sqlError('3D000'),
      'fatal',
      4,
      /^there is no such database at \S+: the reason$/,
      /database name at the end/,
    ],
    [
      'serialization',
      sqlError('40001'),
      'contention',
      1,
      /^the database at \S+ gave up a statement: the reason$/,
      undefined,
    ],
    ['a deadlock', sqlError('40P01'), 'contention', 1, /gave up a statement/, undefined],
    ['a lock timeout', sqlError('55P03'), 'contention', 1, /gave up a statement/, undefined],
    ['in use', sqlError('55006'), 'contention', 1, /gave up a statement/, undefined],
    [
      'read-only',
      sqlError('25006'),
      'outage',
      1,
      /^the database at \S+ is read-only: the reason$/,
      /primary server/,
    ],
    [
      'a full disk',
      sqlError('53100'),
      'outage',
      1,
      /^the database at \S+ is out of resources: the reason$/,
      /free disk space/,
    ],
    ['too many connections', sqlError('53300'), 'outage', 1, /is out of resources/, /MAX_DB_CONNECTIONS/],
    ['out of memory', sqlError('53200'), 'outage', 1, /is out of resources/, /run the same command again/],
    ['a broken connection', sqlError('08006'), 'outage', 4, LOST, undefined],
    ['an idle transaction', sqlError('25P03'), 'outage', 4, LOST, undefined],
    ['a damaged disk', sqlError('58030'), 'outage', 4, LOST, undefined],
    ['shutting down', sqlError('57P01'), 'outage', 4, LOST, undefined],
    ['starting up', sqlError('57P03'), 'outage', 4, LOST, undefined],
    [
      'a statement timeout',
      sqlError('57014'),
      'slow',
      1,
      /^a statement took too long in the database at \S+: the reason$/,
      undefined,
    ],
    [
      'a standby',
      sqlError('0A000'),
      'outage',
      1,
      /^the database at \S+ can't do that: the reason$/,
      /if it is a standby/,
    ],
    ['no grant', sqlError('42501'), 'fatal', 2, REFUSED, /GRANT SELECT ON breadcrumbs/],
    ['a row policy', sqlError('42501', 'the reason', 'ExecWithCheckOptions'), 'data', 1, REFUSED, undefined],
    ['no such table', sqlError('42P01'), 'fatal', 2, REFUSED, undefined],
    ['an aborted transaction', sqlError('25P02'), 'fatal', 2, REFUSED, undefined],
    ['a wrong state', sqlError('55000'), 'fatal', 2, REFUSED, undefined],
    ['a damaged file', sqlError('58P01'), 'fatal', 2, REFUSED, undefined],
    ['a value that is no such value', sqlError('22P02'), 'data', 1, REFUSED, undefined],
    ['a duplicate', sqlError('23505'), 'data', 1, REFUSED, undefined],
    ['an internal error', sqlError('XX000'), 'data', 1, REFUSED, undefined],
    [
      'a code that nobody knows',
      sqlError('U0001'),
      'data',
      1,
      /refused a statement: an exception/,
      undefined,
    ],
  ])('%s', (_, error, faultClass, exitCode, message, hint) => {
    const fault = toDatabaseFault(error, PLACE)
    expect(fault.message).toMatch(message)
    expect(fault).toMatchObject({ faultClass, exitCode })
    if (hint === undefined) expect(fault.hint).toBeUndefined()
    else expect(fault.hint).toMatch(hint)
  })
})
