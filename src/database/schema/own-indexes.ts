import { ToolError } from '../../errors.ts'
import { pause } from '../../timing/pause.ts'
import type { Database, Transaction } from '../connection/connect.ts'
import { DatabaseFault } from '../connection/fault.ts'
import { PENDING, PENDING_IN_LANE, SECRET_WITH_KEYWORDS } from '../due/conditions.ts'
import { estimatedRows } from './estimated-rows.ts'
import { IndexBusy, indexBuilder, runIndexStatement } from './index-statement.ts'
import { partitionedTable } from './partitioned-table.ts'

/** An index of ours on RCRT's table. */
export interface OwnIndex {
  readonly name: string
  /** What it holds, in words that follow `the index on`. */
  readonly holds: string
  /** Who reads the table, or all that is pending, where it is not there. */
  readonly missedBy: 'every run' | 'a run with --priority'
  /** What follows the name in CREATE INDEX. */
  readonly definition: string
}

/** Answers "what is pending?" without reading the table; on exactly that predicate. */
export const PENDING_INDEX: OwnIndex = {
  name: 'breadcrumbs_rcrt_entities_pending',
  holds: 'pending breadcrumbs',
  missedBy: 'every run',
  definition: `ON breadcrumbs (created_at DESC, id DESC)\nWHERE ${PENDING}`,
}

/** Answers "what turned secret?" in the same way, at every run. */
const SECRET_INDEX: OwnIndex = {
  name: 'breadcrumbs_rcrt_entities_secret',
  holds: 'secret breadcrumbs with keywords',
  missedBy: 'every run',
  definition: `ON breadcrumbs (id)\nWHERE ${SECRET_WITH_KEYWORDS}`,
}

/** What has no schema is in order under a name of its own, as it is not under NULL. */
export const SCHEMA_KEY = "coalesce(schema_name, '')"

/** Answers "what of this schema is pending?" in the same way, for the lanes of `--priority`. */
export const LANE_INDEX: OwnIndex = {
  name: 'breadcrumbs_rcrt_entities_lanes',
  holds: 'pending breadcrumbs by schema',
  missedBy: 'a run with --priority',
  definition: `ON breadcrumbs ((${SCHEMA_KEY}), created_at DESC, id DESC)\nWHERE ${PENDING_IN_LANE}`,
}

export const OWN_INDEXES = [PENDING_INDEX, SECRET_INDEX, LANE_INDEX] as const

/** What of them every database needs; each costs RCRT's writes, so that for lanes only who has lanes has it. */
export function indexesFor({ hasLanes }: RunKind): readonly OwnIndex[] {
  return OWN_INDEXES.filter(({ missedBy }) => missedBy === 'every run' || hasLanes)
}

interface RunKind {
  readonly hasLanes: boolean
}

/** CONCURRENTLY, on a partitioned table. */
const NOT_SUPPORTED = '0A000'

/** Builds it without blocking writers, unless it is there. */
export function createStatement({ name, definition }: OwnIndex): string {
  return `CREATE INDEX CONCURRENTLY IF NOT EXISTS ${name}\n${definition}`
}

export function dropStatement({ name }: OwnIndex): string {
  return `DROP INDEX CONCURRENTLY IF EXISTS ${name}`
}

export type IndexState = 'absent' | 'invalid' | 'valid'

/** Reading a table of more rows costs more than a moment. */
export const ROWS_WORTH_AN_INDEX = 50_000
const POLL_MS = 500
const MOST_TRIES = 10
/** Two that come together must not come together again. */
const LONGEST_PAUSE_MS = 2_000
/**
 * What another `migrate` at the same moment causes: a deadlock (who waits to begin holds up who is about to end), an
 * index that is there already (twice: seen late, and later still), one that is gone.
 */
const CODES_OF_COMPANY = new Set(['40P01', '42P07', '23505', 'XX000'])

export async function indexState(transaction: Transaction, index: OwnIndex): Promise<IndexState> {
  return (await lookUp(transaction, index)).state
}

/** Those that a run misses, where the table is so large that this costs more than a moment. */
export async function missingIndexes(transaction: Transaction, run: RunKind): Promise<readonly OwnIndex[]> {
  const missing: OwnIndex[] = []
  for (const index of indexesFor(run))
    if ((await indexState(transaction, index)) !== 'valid') missing.push(index)
  if (missing.length === 0) return missing
  return (await estimatedRows(transaction)) > ROWS_WORTH_AN_INDEX ? missing : []
}

export interface BuildOptions {
  /** Told when another process builds an index on the table, before waiting for its end. */
  readonly onOtherBuild: (pid: number) => void
  /** Ends waiting with an AbortError. */
  readonly stop: AbortSignal
}

/** What building the index came to; `found`: it was there, or another process built it meanwhile. */
export type BuildOutcome = 'found' | 'built' | 'repaired'

/**
 * Builds the index without blocking writers; an invalid left-over of an earlier attempt is replaced. Waits for
 * whoever builds an index on the table already. Gives up when another transaction keeps it waiting for more than 5 s.
 */
export async function buildIndex(
  database: Database,
  index: OwnIndex,
  options: BuildOptions,
): Promise<BuildOutcome> {
  let outcome: BuildOutcome = 'found'
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const state = await stateLeftAlone(database, index, options)
    if (state === 'valid') return outcome
    try {
      if (state === 'invalid') await dropIndex(database, index)
      await runOnIndex(database, index, `CREATE INDEX CONCURRENTLY ${index.name}\n${index.definition}`)
      outcome = state === 'invalid' ? 'repaired' : 'built'
    } catch (error) {
      if (!isCompany(error)) throw error
      await pause(Math.random() * LONGEST_PAUSE_MS, options.stop)
      options.stop.throwIfAborted()
    }
  }
  throw new ToolError('failure', `others kept the index ${index.name} from being built`, {
    hint: 'run `rcrt-entities migrate` again, in one place only',
  })
}

export async function dropIndex(database: Database, index: OwnIndex): Promise<void> {
  await runOnIndex(database, index, dropStatement(index))
}

/** The state once nobody builds an index on the table: only then an invalid one is a left-over. */
async function stateLeftAlone(
  database: Database,
  index: OwnIndex,
  { onOtherBuild, stop }: BuildOptions,
): Promise<IndexState> {
  let known: number | undefined
  for (;;) {
    const { state, builder } = await database.transaction((transaction) => lookAround(transaction, index), {
      readOnly: true,
    })
    if (state === 'valid' || builder === undefined) return state
    if (builder !== known) onOtherBuild(builder)
    known = builder
    await pause(POLL_MS, stop)
    stop.throwIfAborted()
  }
}

interface Surroundings {
  readonly state: IndexState
  readonly builder: number | undefined
}

/** Looks at the index again after looking for its builder, who may have been about to end. */
async function lookAround(transaction: Transaction, index: OwnIndex): Promise<Surroundings> {
  for (;;) {
    const before = await lookUp(transaction, index)
    const builder = await indexBuilder(transaction)
    const after = await lookUp(transaction, index)
    if (before.oid === after.oid) return { state: after.state, builder }
  }
}

async function lookUp(
  transaction: Transaction,
  index: OwnIndex,
): Promise<{ oid: number | undefined; state: IndexState }> {
  const [row] = await transaction.query<{ oid: number; valid: boolean }>(
    'SELECT indexrelid::oid AS oid, indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [index.name],
  )
  if (!row) return { oid: undefined, state: 'absent' }
  return { oid: row.oid, state: row.valid ? 'valid' : 'invalid' }
}

async function runOnIndex(database: Database, index: OwnIndex, statement: string): Promise<void> {
  try {
    await runIndexStatement(database, statement, index.name)
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error
    if (error.code === NOT_SUPPORTED) throw partitionedTable(database.place, index, OWN_INDEXES, error)
    if (error.code !== '42501') throw error
    throw new ToolError(
      'configuration',
      `only the owner of the table breadcrumbs may index it at ${database.place}`,
      { cause: error, hint: `let the owner run: ${createStatement(index).replaceAll('\n', ' ')}` },
    )
  }
}

function isCompany(error: unknown): boolean {
  if (error instanceof DatabaseFault) return CODES_OF_COMPANY.has(error.code ?? '')
  return error instanceof IndexBusy
}
