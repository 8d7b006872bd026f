import type { FailuresFlags } from '../cli/arguments/failures.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { withDatabase } from '../database/connection/open.ts'
import { failureTexts } from '../database/records/failure-texts.ts'
import { databaseTime } from '../database/records/latest-run.ts'
import { checkTable } from '../database/schema/table.ts'
import { EXIT_CODES, type ExitCode } from '../errors.ts'
import { kindsOfFailures } from '../processing/failures/kinds.ts'
import { failureLines, retryCommand } from './failures/view.ts'

const TIMEOUT_MS = 5 * 60_000

/** Shows what breadcrumbs failed at, kind by kind. Only reads: works without the tool's own schema, too. */
export async function run(context: CommandContext, flags: FailuresFlags & GlobalFlags): Promise<ExitCode> {
  const { output } = context
  const settings = databaseOptions(context, flags)
  const { texts, readAt } = await withDatabase(settings, async (database) => {
    const table = await checkTable(database, settings.owner !== undefined)
    return withSpinner(output, 'Reading failures', () =>
      database.transaction(
        async (transaction) => ({
          texts: await failureTexts(transaction, table),
          readAt: await databaseTime(transaction),
        }),
        { readOnly: true, statementTimeout: TIMEOUT_MS },
      ),
    )
  })
  const kinds = kindsOfFailures(texts)
  const failed = kinds.reduce((sum, { count }) => sum + count, 0)
  const shown = kinds.slice(0, flags.limit)
  if (output.json)
    output.document({
      failed,
      kindsInAll: kinds.length,
      kinds: shown.map(({ code, newest, ...kind }) => ({
        kind: code,
        ...kind,
        failedAt: newest,
        retry: retryCommand(code),
      })),
    })
  else for (const line of failureLines({ failed, kinds, shown }, output, readAt)) output.result(line)
  return EXIT_CODES.done
}
