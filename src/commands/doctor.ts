import type { DoctorFlags } from '../cli/arguments/doctor.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import { withSpinner } from '../cli/output/spinner.ts'
import { databaseSettings, type GlobalFlags } from '../cli/settings/database.ts'
import { namesNats } from '../cli/settings/jetstream.ts'
import type { Database } from '../database/connection/connect.ts'
import { withDatabase } from '../database/connection/open.ts'
import { type ServerFacts, serverFacts } from '../database/health/server.ts'
import { EXIT_CODES, type ExitCode } from '../errors.ts'
import { type Check, type Checked, checked } from './doctor/check.ts'
import { databaseChecks, looked } from './doctor/database.ts'
import { machineChecks } from './doctor/machine.ts'
import { ownSchemaChecks } from './doctor/own-schema.ts'
import { streamChecks } from './doctor/stream.ts'
import { tableChecks } from './doctor/table.ts'
import { checkLines, summary } from './doctor/view.ts'

/** Looks whether all is set up as runs need it; 1 when something has to be mended. */
export async function run(context: CommandContext, flags: DoctorFlags & GlobalFlags): Promise<ExitCode> {
  const { output, stop } = context
  const found = await withDatabase(databaseOptions(context, flags), async (database) => {
    const all: Checked[] = []
    const verdicts = checked(await checksOf(database, context, flags), stop)
    for (;;) {
      const { value, done } = await withSpinner(output, 'Looking', () => verdicts.next())
      if (done) return all
      all.push(value)
      if (!output.json) for (const line of checkLines(value, output)) output.result(line)
    }
  })
  const isSound = found.every(({ state }) => state !== 'fault')
  if (output.json) output.document({ isSound, checks: found.map(toDocument) })
  else output.sentence(`\n${summary(found)}`)
  return isSound ? EXIT_CODES.done : EXIT_CODES.failure
}

/** In the order in which they are made: what others need comes first. */
async function checksOf(
  database: Database,
  context: CommandContext,
  flags: DoctorFlags & GlobalFlags,
): Promise<readonly Check[]> {
  let read: Promise<ServerFacts> | undefined
  const facts = () => {
    read ??= looked(database, serverFacts)
    return read
  }
  const place = { database, facts, env: context.env, ...databaseSettings(flags, context.env) }
  return [
    ...machineChecks(context),
    ...databaseChecks(place),
    ...tableChecks(place),
    ...ownSchemaChecks(place),
    ...streamChecks(flags, place),
    ...(await natsChecks(context, flags)),
  ]
}

/** None where no server is named. NATS' client is loaded where it is used: it takes a while. */
async function natsChecks({ env }: CommandContext, flags: DoctorFlags): Promise<readonly Check[]> {
  if (!namesNats(flags, env)) return []
  const { jetStreamChecks } = await import('./doctor/jetstream.ts')
  return jetStreamChecks(flags, env)
}

function toDocument({ mend, ...rest }: Checked) {
  return { ...rest, mend: mend ?? null }
}
