import { randomBytes } from 'node:crypto'
import { ToolError } from '../../errors.ts'
import type { Database, Transaction } from '../connection/connect.ts'
import { HINT_BREAK } from '../connection/grants.ts'

const PREFIX = 'rcrt_entities_drill_'
/** Whatever else begins like that is nobody's leftover. */
const NAMES = `^${PREFIX}[0-9a-f]{12}$`

export function newScratchSchema(): string {
  return PREFIX + randomBytes(6).toString('hex')
}

/** Whether it is a name as above: one that needs no quotes. */
export function isScratchSchema(name: string): boolean {
  return new RegExp(NAMES).test(name)
}

interface Refusal {
  /** What to grant, where something is lacking. */
  readonly grants: readonly string[]
  /** Of all tables, also of those that are still to be made. */
  readonly publication: string | null
}

/** @throws ToolError of kind `configuration`, before anything is made, where the schema can't be or had better not be. */
export async function refuseScratch(database: Database): Promise<void> {
  const [refusal] = await database.transaction((transaction) => transaction.query<Refusal>(REFUSAL), {
    readOnly: true,
  })
  const { grants = [], publication = null } = refusal ?? {}
  if (grants.length > 0)
    throw new ToolError('configuration', `this role may not make a scratch schema at ${database.place}`, {
      hint: ['let the owner of the database run:', ...grants].join(HINT_BREAK),
    })
  if (publication !== null)
    throw new ToolError(
      'configuration',
      `the publication ${publication} at ${database.place} is of all tables, so that its subscribers would be sent scratch rows`,
      { hint: 'drill on another database of the same server, with a copy of the table breadcrumbs' },
    )
}

const REFUSAL = `
SELECT array_remove(ARRAY[
  CASE WHEN NOT has_database_privilege(current_database(), 'CREATE')
    THEN format('GRANT CREATE ON DATABASE %I TO %I;', current_database(), current_user) END,
  CASE WHEN NOT has_table_privilege('breadcrumbs', 'SELECT')
    THEN format('GRANT SELECT ON breadcrumbs TO %I;', current_user) END
], NULL) AS grants, (SELECT quote_ident(pubname) FROM pg_publication WHERE puballtables LIMIT 1) AS publication`

/**
 * A schema with an empty table of RCRT's columns. Only their types are taken over: no default, which might draw from a
 * sequence of RCRT's, no trigger, no foreign key, no policy; so nothing that happens there is felt elsewhere.
 */
export async function createScratch(database: Database, schema: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query(`CREATE SCHEMA ${schema}`)
    await transaction.query(`CREATE TABLE ${schema}.breadcrumbs AS TABLE breadcrumbs WITH NO DATA`)
    await transaction.query(`ALTER TABLE ${schema}.breadcrumbs ADD PRIMARY KEY (id)`)
  })
}

export async function dropScratch(database: Database, schema: string): Promise<void> {
  await database.transaction((transaction) => drop(transaction, schema))
}

async function drop(transaction: Transaction, schema: string): Promise<void> {
  await transaction.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
}

/** Held while a schema is in use. The number is the same for all who ask for the same name. */
export const MARK = 'pg_advisory_xact_lock(hashtextextended($1, 0))'
const TRY_MARK = 'pg_try_advisory_xact_lock(hashtextextended($1, 0))'

/** Removes the scratch schemas of this role that nobody has marked: whoever made them was killed. */
export async function removeLeftovers(database: Database): Promise<readonly string[]> {
  const schemas = await database.transaction(
    (transaction) => transaction.query<{ name: string }>(LEFTOVERS, [NAMES]),
    { readOnly: true },
  )
  const removed: string[] = []
  for (const { name } of schemas) if (await removeUnmarked(database, name)) removed.push(name)
  return removed
}

const LEFTOVERS = `
SELECT nspname AS name FROM pg_namespace WHERE nspname ~ $1 AND pg_has_role(nspowner, 'USAGE') ORDER BY nspname`

function removeUnmarked(database: Database, schema: string): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [row] = await transaction.query<{ marked: boolean }>(`SELECT ${TRY_MARK} AS marked`, [schema])
    if (!row?.marked) return false
    await drop(transaction, schema)
    return true
  })
}
