import { ToolError } from '../../errors.ts'
import type { Database, Transaction } from '../connection/connect.ts'
import { GRANTS } from '../connection/grants.ts'

/** What differs between databases that RCRT's migrations have taken to different points. */
export interface TableShape {
  /** `description` came with RCRT's migration 8. */
  readonly hasDescription: boolean
  /** The tool's own schema is there. */
  readonly hasOutcomes: boolean
  /** Runs can be given orders there. */
  readonly hasOrders: boolean
  /** Runs can keep there what they found. */
  readonly hasPrevious: boolean
  /** A replica: nothing can be written there, and claims can't be read, since their table is not replicated. */
  readonly isStandby: boolean
}

/** Columns the tool reads or writes, and the RCRT migration that adds each. */
const REQUIRED_COLUMNS: Readonly<Record<string, string>> = {
  id: '1',
  owner_id: '1',
  title: '1',
  context: '1',
  schema_name: '1',
  sensitivity: '1',
  version: '1',
  size_bytes: '1',
  created_at: '1',
  updated_at: '1',
  embedding: '1',
  entities: '6',
  entity_keywords: '6',
}

/**
 * Checks, before any work, that the table is RCRT's and that this role sees its rows.
 * @param ownerScoped whether the run sets `app.current_owner_id`.
 */
export async function checkTable(database: Database, ownerScoped: boolean): Promise<TableShape> {
  return database.transaction(
    async (transaction) => {
      const { encoding, ...facts } = await serverFacts(transaction)
      refuseEncoding(encoding, database.place)
      const columns = await columnsOf(transaction)
      refuseMissing(columns, database.place)
      if (!ownerScoped) {
        // First: row-level security is active for a role that may read nothing, too, and not what is wrong.
        await refuseUnreadable(transaction, database.place)
        await refuseHiddenRows(transaction, database.place)
      }
      return { hasDescription: columns.has('description'), ...facts }
    },
    { readOnly: true },
  )
}

async function columnsOf(transaction: Transaction): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = to_regclass('breadcrumbs') AND attnum > 0 AND NOT attisdropped`,
  )
  return new Set(rows.map((row) => row.name))
}

interface ServerFacts extends Omit<TableShape, 'hasDescription'> {
  readonly encoding: string
}

async function serverFacts(transaction: Transaction): Promise<ServerFacts> {
  const [row] = await transaction.query<ServerFacts>(
    `SELECT pg_is_in_recovery() AS "isStandby", current_setting('server_encoding') AS encoding,
       ${isThere('outcomes')} AS "hasOutcomes", ${isThere('orders')} AS "hasOrders",
       ${isThere('previous')} AS "hasPrevious"`,
  )
  if (!row) throw new Error('a SELECT without a table gave no row')
  return row
}

function isThere(table: string): string {
  return `EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'rcrt_entities' AND c.relname = '${table}')`
}

/** Throws, before any work, where nothing can be written. */
export function refuseStandby({ isStandby }: TableShape, place: string): void {
  if (!isStandby) return
  throw new ToolError('configuration', `the server at ${place} is a standby: nothing can be written there`, {
    hint: 'connect to the primary server; on a standby stats, inspect and backfill --dry-run work',
  })
}

/** Throws where most characters can't be stored. SQL_ASCII takes the bytes of UTF-8 as they are. */
function refuseEncoding(encoding: string, place: string): void {
  if (encoding === 'UTF8' || encoding === 'SQL_ASCII') return
  throw new ToolError(
    'configuration',
    `the database at ${place} has the encoding ${encoding}, which can't store every keyword`,
    {
      hint: 'dump it and restore it into a database made with: CREATE DATABASE <name> ENCODING UTF8 TEMPLATE template0;',
    },
  )
}

function refuseMissing(columns: ReadonlySet<string>, place: string): void {
  if (columns.size === 0) {
    throw new ToolError('configuration', `there is no table breadcrumbs at ${place}`, {
      hint: "check the database's name, or let RCRT run its migrations there first",
    })
  }
  const missing = Object.entries(REQUIRED_COLUMNS).filter(([column]) => !columns.has(column))
  if (missing.length === 0) return
  const names = missing.map(([column]) => column).join(', ')
  const migrations = [...new Set(missing.map(([, migration]) => migration))].join(' and ')
  throw new ToolError('configuration', `the table breadcrumbs at ${place} lacks: ${names}`, {
    hint: `run RCRT's migration ${migrations} (its server does so at start), then try again`,
  })
}

async function refuseHiddenRows(transaction: Transaction, place: string): Promise<void> {
  const [row] = await transaction.query<{ active: boolean }>(
    "SELECT row_security_active('breadcrumbs') AS active",
  )
  if (!row?.active) return
  throw new ToolError(
    'configuration',
    `row-level security hides the breadcrumbs at ${place} from this role`,
    {
      hint: 'scope the run to one tenant with --owner UUID (or OWNER_ID), or use a role with BYPASSRLS',
    },
  )
}

async function refuseUnreadable(transaction: Transaction, place: string): Promise<void> {
  const [row] = await transaction.query<{ readable: boolean }>(
    "SELECT has_any_column_privilege('breadcrumbs', 'SELECT') AS readable",
  )
  if (row?.readable) return
  throw new ToolError('configuration', `this role may not read the table breadcrumbs at ${place}`, {
    hint: GRANTS,
  })
}
