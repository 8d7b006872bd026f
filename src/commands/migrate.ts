import type { MigrateFlags } from '../cli/arguments/migrate.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import type { Output } from '../cli/output/output.ts'
import { confirm, expectAnswers } from '../cli/process/confirm.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import type { Database, Transaction } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { installSearch, pendingSearchSql } from '../database/schema/functions/install.ts'
import {
  DROP_SCHEMA,
  migrate,
  pendingSql,
  removeSchema,
  schemaExists,
  schemaVersion,
} from '../database/schema/migrate.ts'
import {
  buildIndex,
  createStatement,
  dropIndex,
  dropStatement,
  type IndexState,
  indexesFor,
  indexState,
  OWN_INDEXES,
  type OwnIndex,
} from '../database/schema/own-indexes.ts'
import { checkTable, refuseStandby } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode } from '../errors.ts'
import { type PlannedStep, type Step, showPlan, showSteps } from './migrate/steps.ts'

/** Brings the tool's schema and the index on pending breadcrumbs up to date, or removes both. */
export async function run(context: CommandContext, flags: MigrateFlags & GlobalFlags): Promise<ExitCode> {
  const settings = databaseOptions(context, flags)
  if (flags.undo && !flags.yes && !flags.dryRun) {
    expectAnswers('--undo', context)
    await confirm('Remove the schema rcrt_entities, with all records of what was done?', context)
  }
  await withDatabase(settings, async (database) => {
    // Row-level security hides rows, not the table: the schema can be changed all the same.
    const table = await checkTable(database, true)
    if (flags.dryRun)
      return showPlan(await (flags.undo ? undoing(database) : pending(database, flags)), context.output)
    refuseStandby(table, database.place)
    return flags.undo ? undo(database, context) : apply(database, flags, context)
  })
  return EXIT_CODES.done
}

async function apply(database: Database, flags: MigrateFlags, context: CommandContext): Promise<void> {
  await showing('Nothing to do: everything is up to date.', context.output, async (steps) => {
    for (const { version, name } of await migrate(database))
      steps.push({ did: 'applied', what: 'migration', version, name })
    if (await installSearch(database)) steps.push({ did: 'installed', what: 'functions', name: 'search' })
    for (const index of wantedBy(flags)) {
      const did = await build(database, index, context)
      if (did !== undefined) steps.push({ did, what: 'index', ...named(index) })
    }
  })
}

function wantedBy({ lanes }: MigrateFlags): readonly OwnIndex[] {
  return indexesFor({ hasLanes: lanes ?? false })
}

/** What was done before a failure is done, and shown. */
async function showing(
  nothing: string,
  output: Output,
  work: (steps: Step[]) => Promise<void>,
): Promise<void> {
  const steps: Step[] = []
  try {
    await work(steps)
  } catch (error) {
    if (steps.length > 0) showSteps(steps, nothing, output)
    throw error
  }
  showSteps(steps, nothing, output)
}

/** Undefined where it was there already. */
async function build(
  database: Database,
  index: OwnIndex,
  { output, stop }: CommandContext,
): Promise<'built' | 'repaired' | 'awaited' | undefined> {
  let isShared = false
  const onOtherBuild = (pid: number): void => {
    isShared = true
    output.note(`Another process (backend ${pid}) is building an index on breadcrumbs; waiting until it ends`)
  }
  const outcome = await buildIndex(database, index, { onOtherBuild, stop })
  if (outcome !== 'found') return outcome
  return isShared ? 'awaited' : undefined
}

async function undo(database: Database, { output }: CommandContext): Promise<void> {
  const nothing = 'Nothing to do: neither an index of ours nor the schema rcrt_entities is there.'
  const { indexes, schema } = await made(database)
  await showing(nothing, output, async (steps) => {
    for (const index of indexes) {
      await dropIndex(database, index)
      steps.push({ did: 'removed', what: 'index', ...named(index) })
    }
    if (!schema) return
    await removeSchema(database)
    steps.push({ did: 'removed', what: 'schema', name: 'rcrt_entities' })
  })
}

function named({ name, holds }: OwnIndex): Pick<OwnIndex, 'name' | 'holds'> {
  return { name, holds }
}

/** What there is to remove. */
async function made(database: Database): Promise<{ indexes: readonly OwnIndex[]; schema: boolean }> {
  return database.transaction(
    async (transaction) => ({
      indexes: await indexesThat(transaction, OWN_INDEXES, (state) => state !== 'absent'),
      schema: await schemaExists(transaction),
    }),
    { readOnly: true },
  )
}

async function indexesThat(
  transaction: Transaction,
  indexes: readonly OwnIndex[],
  isWanted: (state: IndexState) => boolean,
): Promise<readonly OwnIndex[]> {
  const found: OwnIndex[] = []
  for (const index of indexes) if (isWanted(await indexState(transaction, index))) found.push(index)
  return found
}

async function undoing(database: Database): Promise<PlannedStep[]> {
  const { indexes, schema } = await made(database)
  return [
    ...indexes.map((index) => onIndex(index, dropStatement(index))),
    ...(schema ? [{ what: 'schema' as const, name: 'rcrt_entities', sql: `${DROP_SCHEMA};` }] : []),
  ]
}

async function pending(database: Database, flags: MigrateFlags): Promise<PlannedStep[]> {
  return database.transaction(
    async (transaction) => {
      const schema = pendingSql(await schemaVersion(transaction))
      const functions = await pendingSearchSql(transaction)
      const missing = await indexesThat(transaction, wantedBy(flags), (state) => state !== 'valid')
      return [
        ...(schema === '' ? [] : [{ what: 'schema' as const, name: 'rcrt_entities', sql: schema }]),
        ...(functions === '' ? [] : [{ what: 'functions' as const, name: 'search', sql: functions }]),
        ...missing.map((index) => onIndex(index, createStatement(index))),
      ]
    },
    { readOnly: true },
  )
}

function onIndex({ name }: OwnIndex, statement: string): PlannedStep {
  return { what: 'index', name, sql: `${statement};` }
}
