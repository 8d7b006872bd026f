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
  type BuildOutcome,
  buildIndex,
  createStatement,
  dropIndex,
  dropStatement,
  type IndexState,
  indexState,
  OWN_INDEXES,
  type OwnIndex,
} from '../database/schema/own-indexes.ts'
import { checkTable, refuseStandby } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode } from '../errors.ts'

/** Brings the tool's schema and the index on pending breadcrumbs up to date, or removes both. */
export async function run(context: CommandContext, flags: MigrateFlags & GlobalFlags): Promise<ExitCode> {
  const settings = databaseOptions(context, flags)
  if (flags.undo && !flags.yes && !flags.dryRun) {
    expectAnswers('--undo', context)
    await confirm('Remove the schema rcrt_entities, with all records of what was done?', context)
  }
  const steps: string[] = []
  try {
    await withDatabase(settings, async (database) => {
      // Row-level security hides rows, not the table: the schema can be changed all the same.
      const shape = await checkTable(database, true)
      if (flags.dryRun) return planned(database, flags.undo ?? false, steps)
      refuseStandby(shape, database.place)
      return flags.undo ? undo(database, steps) : apply(database, context, steps)
    })
  } finally {
    // What was done before a failure is done.
    if (steps.length > 0) show(steps, context.output)
  }
  return EXIT_CODES.done
}

function show(steps: readonly string[], output: Output): void {
  if (output.json) output.document({ steps })
  else for (const step of steps) output.result(step)
}

async function apply(database: Database, { output, stop }: CommandContext, steps: string[]): Promise<void> {
  const applied = await migrate(database)
  for (const { version, name } of applied) steps.push(`Applied migration ${version}: ${name}.`)
  if (await installSearch(database)) steps.push('Installed the functions that search.')
  for (const index of OWN_INDEXES) {
    let isShared = false
    const onOtherBuild = (pid: number): void => {
      isShared = true
      output.note(
        `Another process (backend ${pid}) is building an index on breadcrumbs; waiting until it ends`,
      )
    }
    const outcome = await buildIndex(database, index, { onOtherBuild, stop })
    const step = buildStep(index, outcome, isShared)
    if (step !== undefined) steps.push(step)
  }
  if (steps.length === 0) steps.push('Nothing to do: everything is up to date.')
}

function buildStep({ holds }: OwnIndex, outcome: BuildOutcome, isShared: boolean): string | undefined {
  if (outcome === 'built') return `Built the index on ${holds}.`
  if (outcome === 'repaired') return `Repaired the index on ${holds}, left half built before.`
  return isShared ? `Another process built the index on ${holds}.` : undefined
}

async function undo(database: Database, steps: string[]): Promise<void> {
  const { indexes, schema } = await made(database)
  for (const index of indexes) {
    await dropIndex(database, index)
    steps.push(`Removed the index on ${index.holds}.`)
  }
  if (schema) {
    await removeSchema(database)
    steps.push('Removed the schema rcrt_entities.')
  }
  if (steps.length === 0)
    steps.push('Nothing to do: neither an index of ours nor the schema rcrt_entities is there.')
}

/** What there is to remove. */
async function made(database: Database): Promise<{ indexes: readonly OwnIndex[]; schema: boolean }> {
  return database.transaction(
    async (transaction) => ({
      indexes: await indexesThat(transaction, (state) => state !== 'absent'),
      schema: await schemaExists(transaction),
    }),
    { readOnly: true },
  )
}

async function indexesThat(
  transaction: Transaction,
  isWanted: (state: IndexState) => boolean,
): Promise<readonly OwnIndex[]> {
  const found: OwnIndex[] = []
  for (const index of OWN_INDEXES) if (isWanted(await indexState(transaction, index))) found.push(index)
  return found
}

async function planned(database: Database, undo: boolean, steps: string[]): Promise<void> {
  if (undo) {
    const { indexes, schema } = await made(database)
    for (const index of indexes) steps.push(`${dropStatement(index)};`)
    if (schema) steps.push(`${DROP_SCHEMA};`)
  } else {
    const [version, search, missing] = await database.transaction(
      async (transaction) =>
        [
          await schemaVersion(transaction),
          await pendingSearchSql(transaction),
          await indexesThat(transaction, (state) => state !== 'valid'),
        ] as const,
      { readOnly: true },
    )
    for (const sql of [pendingSql(version), search]) if (sql !== '') steps.push(sql)
    for (const index of missing) steps.push(`${createStatement(index)};`)
  }
  if (steps.length === 0) steps.push('-- Nothing to do.')
}
