import type { MigrateFlags } from '../cli/arguments/migrate.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import type { Output } from '../cli/output/output.ts'
import { confirm } from '../cli/process/confirm.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import type { Database } from '../database/connection/connect.ts'
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
  buildPendingIndex,
  CREATE_PENDING_INDEX,
  DROP_PENDING_INDEX,
  dropPendingIndex,
  pendingIndexState,
} from '../database/schema/pending-index.ts'
import { checkTable, refuseStandby } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode } from '../errors.ts'

/** Brings the tool's schema and the index on pending breadcrumbs up to date, or removes both. */
export async function run(context: CommandContext, flags: MigrateFlags & GlobalFlags): Promise<ExitCode> {
  const settings = databaseOptions(context, flags)
  if (flags.undo && !flags.yes && !flags.dryRun) {
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
  steps.push(...applied.map(({ version, name }) => `Applied migration ${version}: ${name}.`))
  if (await installSearch(database)) steps.push('Installed the functions that search.')
  let isShared = false
  const onOtherBuild = (pid: number): void => {
    isShared = true
    output.note(`Another process (backend ${pid}) is building an index on breadcrumbs; waiting until it ends`)
  }
  const outcome = await buildPendingIndex(database, { onOtherBuild, stop })
  if (outcome === 'built') steps.push('Built the index on pending breadcrumbs.')
  if (outcome === 'repaired') steps.push('Repaired the index on pending breadcrumbs, left half built before.')
  if (outcome === 'found' && isShared) steps.push('Another process built the index on pending breadcrumbs.')
  if (steps.length === 0) steps.push('Nothing to do: everything is up to date.')
}

async function undo(database: Database, steps: string[]): Promise<void> {
  const { index, schema } = await made(database)
  if (index) {
    await dropPendingIndex(database)
    steps.push('Removed the index on pending breadcrumbs.')
  }
  if (schema) {
    await removeSchema(database)
    steps.push('Removed the schema rcrt_entities.')
  }
  if (steps.length === 0)
    steps.push('Nothing to do: neither the index nor the schema rcrt_entities is there.')
}

/** What there is to remove. */
async function made(database: Database): Promise<{ index: boolean; schema: boolean }> {
  return database.transaction(
    async (session) => ({
      index: (await pendingIndexState(session)) !== 'absent',
      schema: await schemaExists(session),
    }),
    { readOnly: true },
  )
}

async function planned(database: Database, undo: boolean, steps: string[]): Promise<void> {
  if (undo) {
    const { index, schema } = await made(database)
    if (index) steps.push(`${DROP_PENDING_INDEX};`)
    if (schema) steps.push(`${DROP_SCHEMA};`)
  } else {
    const [version, search, index] = await database.transaction(
      async (session) =>
        [
          await schemaVersion(session),
          await pendingSearchSql(session),
          await pendingIndexState(session),
        ] as const,
      { readOnly: true },
    )
    for (const sql of [pendingSql(version), search]) if (sql !== '') steps.push(sql)
    if (index !== 'valid') steps.push(`${CREATE_PENDING_INDEX};`)
  }
  if (steps.length === 0) steps.push('-- Nothing to do.')
}
