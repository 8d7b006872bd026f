import { type Stats, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { formatDuration } from '../../cli/output/format.ts'
import type { Environment } from '../../cli/output/terminal.ts'
import type { DatabaseSettings } from '../../cli/settings/database.ts'
import type { Database, Transaction } from '../../database/connection/connect.ts'
import { connectionConfig } from '../../database/connection/url.ts'
import { connectionLimits } from '../../database/health/connections.ts'
import { type ServerFacts, serverClock } from '../../database/health/server.ts'
import { type Check, fault, ok, unseen, type Verdict, warning } from './check.ts'

export interface DatabaseToCheck extends DatabaseSettings {
  readonly database: Database
  /** Read once. */
  readonly facts: () => Promise<ServerFacts>
  readonly env: Environment
}

/** A statement of a check, which is to hang no longer than this. */
const QUICK = { readOnly: true, statementTimeout: 5_000 }

export function looked<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return database.transaction(work, QUICK)
}

/** Whether the database is reached, by whom, and what kind of server it is. */
export function databaseChecks(place: DatabaseToCheck): readonly Check[] {
  const { database } = place
  const facts = (verdict: (facts: ServerFacts) => Verdict) => async () => verdict(await place.facts())
  const needs = ['database']
  return [
    { group: 'database', name: 'password file', look: async () => passwordFileVerdict(place) },
    { group: 'database', name: 'database', look: facts(() => ok(`reached at ${database.place}`)) },
    { group: 'database', name: 'ssl', needs, look: async () => sslVerdict(place) },
    { group: 'database', name: 'server version', needs, look: facts(versionVerdict) },
    { group: 'database', name: 'encoding', needs, look: facts(encodingVerdict) },
    { group: 'database', name: 'writable', needs, look: facts(writableVerdict) },
    { group: 'database', name: 'clock', needs, look: () => clockVerdict(database) },
    { group: 'database', name: 'connections', needs, look: () => connectionsVerdict(place) },
    { group: 'database', name: 'pooler', needs, look: () => poolerVerdict(database) },
  ]
}

/** Others than the owner may not read it: libpq and pg pass it by otherwise. */
function passwordFileVerdict({ target, env }: DatabaseToCheck): Verdict {
  if (target.kind === 'embedded') return unseen('the embedded database asks for no password')
  if (connectionConfig(target.url).password) return ok('not needed: the URL holds a password')
  if (env.PGPASSWORD) return ok('not needed: PGPASSWORD is set')
  const path = env.PGPASSFILE || join(homedir(), '.pgpass')
  const file = fileAt(path)
  if (file === undefined) return ok(`none is read at ${path}, nor is another password given`)
  if ((file.mode & 0o077) === 0) return ok(`${path} is read`)
  return fault(`${path} is passed by, since others may read it`, `chmod 600 ${path}`)
}

/** Undefined where there is none to be read, be it that this user may not look, or that something else is there. */
function fileAt(path: string): Stats | undefined {
  try {
    const found = statSync(path)
    return found.isFile() ? found : undefined
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined
    throw error
  }
}

function sslVerdict({ target }: DatabaseToCheck): Verdict {
  if (target.kind === 'embedded') return ok('not needed: it is on this machine')
  const { ssl, host = 'localhost' } = connectionConfig(target.url)
  const name = 'in --database-url (or DATABASE_URL)'
  if (ssl && typeof ssl === 'object' && ssl.rejectUnauthorized === false)
    return warning(
      'encrypted, but whoever stands between can pose as the server',
      `${name}: sslmode=verify-full&sslrootcert=<file>`,
    )
  if (ssl) return ok('encrypted, and the certificate is checked')
  if (isHere(host)) return ok('not needed: it is on this machine')
  return warning(
    'whoever stands between can read along',
    `where the network is not trusted, ${name}: sslmode=require`,
  )
}

function isHere(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || host.startsWith('127.')
}

const OLDEST = 13
const NEWEST = 18

function versionVerdict({ version, versionNumber }: ServerFacts): Verdict {
  const major = Math.floor(versionNumber / 10_000)
  const mend = `use PostgreSQL ${OLDEST} to ${NEWEST}`
  if (major < OLDEST) return fault(`PostgreSQL ${version} is too old`, mend)
  if (major > NEWEST) return warning(`PostgreSQL ${version} is newer than any that was tried`, mend)
  return ok(`PostgreSQL ${version}`)
}

function encodingVerdict({ encoding }: ServerFacts): Verdict {
  if (encoding === 'UTF8' || encoding === 'SQL_ASCII') return ok(encoding)
  return fault(
    `${encoding} can't store every keyword`,
    'dump the database and restore it into one made with:\nCREATE DATABASE <name> ENCODING UTF8 TEMPLATE template0;',
  )
}

function writableVerdict({ isStandby, isReadOnly }: ServerFacts): Verdict {
  if (isStandby)
    return fault('the server is a standby: nothing can be written there', 'connect to the primary server')
  if (isReadOnly)
    return fault(
      'transactions are read-only unless they say otherwise',
      'connect to the primary server; or, where somebody set it for the database or the role:\n' +
        'ALTER DATABASE <database> RESET default_transaction_read_only;\n' +
        'ALTER ROLE <role> RESET default_transaction_read_only;',
    )
  return ok('the server is no standby')
}

/** Tokens are renewed a minute before they end: with such a skew they end before they are renewed. */
const FAULTY_SKEW_MS = 60_000
const SKEW_MS = 5_000

async function clockVerdict(database: Database): Promise<Verdict> {
  const { server, sent, got } = await looked(database, async (transaction) => {
    const sent = Date.now()
    const server = await serverClock(transaction)
    return { server: server.getTime(), sent, got: Date.now() }
  })
  // The server read its clock at some moment between.
  const behind = Math.max(server - got, 0)
  const ahead = Math.max(sent - server, 0)
  const skew = Math.max(behind, ahead)
  if (skew < SKEW_MS) return ok(`within ${Math.max(1, Math.ceil(skew / 1000))} s of the server's`)
  const says = `this machine's is ${formatDuration(skew / 1000)} ${behind > ahead ? 'behind' : 'ahead of'} the server's`
  const mend = 'let NTP set both clocks: ages are told wrong, and tokens end early or late'
  return skew < FAULTY_SKEW_MS ? warning(says, mend) : fault(says, mend)
}

/** With one, whoever waits for another connection waits for ever. */
const FEWEST_CONNECTIONS = 2

async function connectionsVerdict({ database, maxConnections, target }: DatabaseToCheck): Promise<Verdict> {
  if (target.kind === 'embedded') return ok('the embedded database has one, which all processes share')
  const [tightest] = await looked(database, connectionLimits)
  if (tightest === undefined) return ok('no limit')
  const { of, limit, free } = tightest
  const says = `${free} free of the ${limit} of this ${of}; one run takes up to ${maxConnections}`
  const mend = `set MAX_DB_CONNECTIONS to less, or raise the limit of the ${of}: ${RAISED_BY[of]}`
  if (free < FEWEST_CONNECTIONS) return fault(says, mend)
  return free < maxConnections ? warning(says, mend) : ok(says)
}

const RAISED_BY = {
  server: 'max_connections, and a restart',
  database: 'ALTER DATABASE <database> CONNECTION LIMIT -1;',
  role: 'ALTER ROLE <role> CONNECTION LIMIT -1;',
} as const

async function poolerVerdict(database: Database): Promise<Verdict> {
  return (await database.isPooled())
    ? ok('one is in between; transaction pooling is what this tool is made for')
    : ok('none in between')
}
