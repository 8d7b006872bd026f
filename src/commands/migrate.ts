import type { MigrateFlags } from '../cli/arguments/migrate.ts'
import type { GlobalFlags } from '../cli/config.ts'
import { confirm } from '../cli/confirm.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import type { Database } from '../database/connect.ts'
import { migrate, pendingSql, removeSchema, schemaVersion } from '../database/migrate.ts'
import { withDatabase } from '../database/open.ts'
import {
  buildPendingIndex,
  CREATE_PENDING_INDEX,
  dropPendingIndex,
  pendingIndexState,
} from '../database/pending-index.ts'
import { checkTable, refuseStandby } from '../database/table.ts'
import { EXIT_CODES, type ExitCode } from '../errors.ts'

/** Brings the tool's schema and the index on pending breadcrumbs up to date, or removes both. */
export async function run(context: CommandContext, flags: MigrateFlags & GlobalFlags): Promise<ExitCode> {
  const settings = databaseOptions(context, flags)
  if (flags.undo && !flags.yes && !flags.dryRun) {
    await confirm('Remove the schema rcrt_entities, with all records of what was done?', context)
  }
  const done = await withDatabase(settings, async (database) => {
    // Row-level security hides rows, not the table: the schema can be changed all the same.
    const shape = await checkTable(database, true)
    if (flags.dryRun) return planned(database, flags.undo ?? false)
    refuseStandby(shape, database.place)
    return flags.undo ? undo(database) : apply(database)
  })
  if (context.output.json) context.output.document(done)
  else for (const step of done.steps) context.output.result(step)
  return EXIT_CODES.done
}

interface Done {
  readonly steps: readonly string[]
}

async function apply(database: Database): Promise<Done> {
  const applied = await migrate(database)
  const found = await buildPendingIndex(database)
  const steps = applied.map(({ version, name }) => `Applied migration ${version}: ${name}.`)
  if (found === 'absent') steps.push('Built the index on pending breadcrumbs.')
  if (found === 'invalid') steps.push('Repaired the index on pending breadcrumbs, left half built before.')
  return { steps: steps.length > 0 ? steps : ['Nothing to do: everything is up to date.'] }
}

async function undo(database: Database): Promise<Done> {
  await dropPendingIndex(database)
  await removeSchema(database)
  return { steps: ['Removed the index on pending breadcrumbs and the schema rcrt_entities.'] }
}

async function planned(database: Database, undo: boolean): Promise<Done> {
  if (undo) {
    return {
      steps: [
        'DROP INDEX CONCURRENTLY IF EXISTS breadcrumbs_rcrt_entities_pending;',
        'DROP SCHEMA IF EXISTS rcrt_entities CASCADE;',
      ],
    }
  }
  const [version, index] = await database.transaction(
    async (session) => [await schemaVersion(session), await pendingIndexState(session)] as const,
    { readOnly: true },
  )
  const steps = [pendingSql(version), index === 'valid' ? '' : `${CREATE_PENDING_INDEX};`].filter(Boolean)
  return { steps: steps.length > 0 ? steps : ['-- Nothing to do: everything is up to date.'] }
}
