import pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'
import { messageOf, ToolError } from '../../errors.ts'
import type { Login } from './password.ts'

/** By libpq's names: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS */
type ConnectionParameters = Readonly<Record<string, string>>

/**
 * What a connection string asks for, in either of libpq's forms: `postgresql://user:password@host:port/database` or
 * `host=… dbname=…`.
 *
 * @throws ToolError (configuration) that never shows the string, which may hold a password
 */
export function connectionConfig(text: string): pg.ClientConfig & Login {
  const given = /^postgres(ql)?:\/\//.test(text) ? fromUrl(text) : fromPairs(text)
  refuseUnsupported(given)
  const config = parsedByPg({ ...given, ...strictSsl(given) })
  return { ...config, ...loginOf(config) }
}

function parsedByPg({ dbname, ...others }: ConnectionParameters): pg.ClientConfig {
  try {
    const config = parseIntoClientConfig(`postgresql:///?${new URLSearchParams(others)}`)
    // Of a database's name in a URL pg does not decode all.
    return dbname === undefined ? config : { ...config, database: dbname }
  } catch (error) {
    // A certificate that can't be read, say.
    throw new ToolError(
      'configuration',
      `the database URL (--database-url or DATABASE_URL) can't be used: ${messageOf(error)}`,
      { cause: error },
    )
  }
}

/** With what pg takes where nothing is given: PGHOST and its like, or its own defaults. */
function loginOf(config: pg.ClientConfig): Login {
  const { host, port, user = '', database = user } = new pg.Client(config)
  if (host.includes(',')) throw severalHosts('PGHOST')
  return { host, port, user, database }
}

/** A password with a plain `/`, `?` or `#` would be taken apart, and shown as part of the host or the path. */
const URL_PARTS =
  /^\w+:\/\/(?:(?<login>[^/?#]*)@)?(?<hosts>[^@/?#]*)(?:\/(?<database>[^@?#]*))?(?:\?(?<query>[^@#]*))?$/

function fromUrl(text: string): ConnectionParameters {
  // pg would take such a % for itself, and half of what follows, too.
  if (/%(?![\da-f]{2})/i.test(text)) throw malformed(': a % in it is not followed by two hexadecimal digits')
  const parts = URL_PARTS.exec(text)?.groups
  if (parts === undefined) throw malformed()
  const { login = '', hosts = '', database = '', query = '' } = parts
  const [user = '', ...password] = login.split(':')
  return {
    ...decoded({ user, password: password.join(':'), ...hostAndPort(hosts), dbname: database }),
    ...Object.fromEntries(new URLSearchParams(query)),
  }
}

function hostAndPort(text: string): ConnectionParameters {
  if (text.includes(',')) throw severalHosts()
  const { host = '', port = '' } =
    /^(?<host>\[[\da-f:.]+\]|[^[\]:]*)(?::(?<port>\d*))?$/i.exec(text)?.groups ?? {}
  if (host === '' && port === '' && text !== '') throw malformed()
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port }
}

/** Of those that are given. */
function decoded(parameters: ConnectionParameters): ConnectionParameters {
  const given = Object.entries(parameters).filter(([, value]) => value !== '')
  try {
    return Object.fromEntries(given.map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    throw malformed(': what its % stand for is not UTF-8')
  }
}

/** `name = value`; a value with spaces stands in single quotes, and a backslash comes before what would end it. */
const PAIR = /\s*(\w+)\s*=\s*(?:'((?:\\.|[^'\\])*)'|((?:\\.|[^\s'\\])*))(?=\s|$)/gs

function fromPairs(text: string): ConnectionParameters {
  if (text.trim() === '' || text.replace(PAIR, '').trim() !== '') throw malformed()
  const pairs = [...text.matchAll(PAIR)].map(([, name = '', quoted, plain = '']) => [
    name,
    (quoted ?? plain).replace(/\\(.)/gs, '$1'),
  ])
  return Object.fromEntries(pairs)
}

/** All but `disable` and `no-verify` ask for a certificate that is trusted and names the host. */
const SSL_MODES = ['disable', 'no-verify', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']

/** ConnectionParameters of libpq's that would change where, or as whom, to connect; and what to do instead. */
const UNSUPPORTED: ConnectionParameters = {
  service: 'write into it what the service file says: host, port, dbname, user',
  passfile: 'name the password file with PGPASSFILE',
  hostaddr: 'write the address as the host',
}

/** What one server can give: whoever writes to a standby is refused anyway. */
const SESSION_ATTRIBUTES = ['any', 'read-write', 'primary', 'prefer-standby']

function refuseUnsupported(given: ConnectionParameters): void {
  const { host = '', port = '', sslmode, target_session_attrs: attributes = 'any' } = given
  if (host.includes(',') || port.includes(',')) throw severalHosts()
  if (port !== '' && !(/^\d+$/.test(port) && Number(port) <= 65_535)) throw malformed(': its port is none')
  for (const [name, hint] of Object.entries(UNSUPPORTED)) {
    if (given[name] === undefined) continue
    throw new ToolError('configuration', `the database URL has ${name}=…, which is not supported`, {
      hint: `in place of ${name} in --database-url (or DATABASE_URL), ${hint}`,
    })
  }
  if (!SESSION_ATTRIBUTES.includes(attributes)) {
    throw new ToolError(
      'configuration',
      'the database URL asks for a target_session_attrs that is not supported',
      {
        hint: `in --database-url (or DATABASE_URL), leave it out, or take one of ${SESSION_ATTRIBUTES.join(', ')}`,
      },
    )
  }
  if (sslmode !== undefined && !SSL_MODES.includes(sslmode)) {
    throw new ToolError('configuration', `the database URL has an sslmode that there is not: '${sslmode}'`, {
      hint: `in --database-url (or DATABASE_URL), sslmode is one of ${SSL_MODES.join(', ')}`,
    })
  }
}

/** What pg takes for `verify-full`, with a warning of nine lines that it will not do so for ever. */
const STRICTER_THAN_NAMED = ['allow', 'prefer', 'require', 'verify-ca']

/** Which certificates are accepted stays as it is when pg takes the names of its SSL modes for something weaker. */
function strictSsl({ sslmode = '', uselibpqcompat }: ConnectionParameters): ConnectionParameters {
  // With this parameter pg does as libpq does, and warns of nothing.
  const asLibpq = uselibpqcompat === 'true'
  return !asLibpq && STRICTER_THAN_NAMED.includes(sslmode) ? { sslmode: 'verify-full' } : {}
}

function severalHosts(where = 'the database URL'): ToolError {
  return new ToolError('configuration', `${where} names several hosts, and only one is supported`, {
    hint: 'in --database-url (or DATABASE_URL), name the primary server, or a proxy or DNS name that leads to it',
  })
}

function malformed(what = ''): ToolError {
  return new ToolError(
    'configuration',
    `the database URL (--database-url or DATABASE_URL) is malformed${what}`,
    {
      hint: "write it as postgresql://user:password@host:5432/database, with special characters percent-encoded (% as %25), or as libpq's host=… port=… dbname=… user=… password=…",
    },
  )
}
