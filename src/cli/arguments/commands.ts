import type { Command } from 'commander'
import type { GlobalFlags } from '../settings/database.ts'
import { addBackfill, type BackfillFlags } from './backfill.ts'
import { addCompare, type CompareFlags } from './compare.ts'
import { addDoctor, type DoctorFlags } from './doctor.ts'
import { addDrill, addDrillWorker, type DrillFlags, type DrillWorkerArguments } from './drill.ts'
import { addEvaluate, type EvaluateFlags } from './evaluate.ts'
import { addExtract, type ExtractFlags } from './extract.ts'
import { addFailures, type FailuresFlags } from './failures.ts'
import { addInspect, type InspectFlags } from './inspect.ts'
import { addMigrate, type MigrateFlags } from './migrate.ts'
import { addPlan, type PlanFlags } from './plan.ts'
import { addRuns, type RunsFlags } from './runs.ts'
import { addSearch, type SearchFlags } from './search.ts'
import { addStats, type StatsFlags } from './stats.ts'
import { addStream, type StreamAction, type StreamFlags } from './stream.ts'
import { addUndo, type UndoFlags } from './undo.ts'
import { addWatch, type WatchFlags } from './watch.ts'

/** A command to run, its flags checked one by one. */
export type Invocation =
  | { readonly command: 'backfill'; readonly flags: BackfillFlags & GlobalFlags }
  | { readonly command: 'plan'; readonly flags: PlanFlags & GlobalFlags }
  | {
      readonly command: 'extract'
      readonly texts: readonly string[]
      readonly flags: ExtractFlags & GlobalFlags
    }
  | { readonly command: 'watch'; readonly flags: WatchFlags & GlobalFlags }
  | {
      readonly command: 'inspect'
      readonly ids: readonly string[]
      readonly flags: InspectFlags & GlobalFlags
    }
  | {
      readonly command: 'search'
      readonly words: readonly string[]
      readonly flags: SearchFlags & GlobalFlags
    }
  | { readonly command: 'evaluate'; readonly file: string; readonly flags: EvaluateFlags & GlobalFlags }
  | { readonly command: 'compare'; readonly flags: CompareFlags & GlobalFlags }
  | { readonly command: 'stats'; readonly flags: StatsFlags & GlobalFlags }
  | { readonly command: 'failures'; readonly flags: FailuresFlags & GlobalFlags }
  | {
      readonly command: 'stream'
      readonly action: StreamAction
      readonly flags: StreamFlags & GlobalFlags
    }
  | {
      readonly command: 'runs'
      readonly words: readonly (string | undefined)[]
      readonly flags: RunsFlags & GlobalFlags
    }
  | { readonly command: 'undo'; readonly run: string; readonly flags: UndoFlags & GlobalFlags }
  | { readonly command: 'doctor'; readonly flags: DoctorFlags & GlobalFlags }
  | { readonly command: 'drill'; readonly flags: DrillFlags & GlobalFlags }
  | {
      readonly command: 'drill-worker'
      readonly given: DrillWorkerArguments
      readonly flags: GlobalFlags
    }
  | { readonly command: 'migrate'; readonly flags: MigrateFlags & GlobalFlags }

/** Declares all commands, under their headings; each tells `choose` that it is what was asked for. */
export function addCommands(program: Command, now: Date, choose: (invocation: Invocation) => void): void {
  program.commandsGroup('Keywords:')
  addBackfill(program, now).action((_flags, command: Command) =>
    choose({ command: 'backfill', flags: command.optsWithGlobals() }),
  )
  addPlan(program, now).action((_flags, command: Command) =>
    choose({ command: 'plan', flags: command.optsWithGlobals() }),
  )
  addExtract(program).action((texts: string[], _flags, command: Command) =>
    choose({ command: 'extract', texts, flags: command.optsWithGlobals() }),
  )
  addWatch(program).action((_flags, command: Command) =>
    choose({ command: 'watch', flags: command.optsWithGlobals() }),
  )
  program.commandsGroup('A look at the database:')
  addInspect(program).action((ids: string[], _flags, command: Command) =>
    choose({ command: 'inspect', ids, flags: command.optsWithGlobals() }),
  )
  addSearch(program).action((words: string[], _flags, command: Command) =>
    choose({ command: 'search', words, flags: command.optsWithGlobals() }),
  )
  addEvaluate(program).action((file: string, _flags, command: Command) =>
    choose({ command: 'evaluate', file, flags: command.optsWithGlobals() }),
  )
  addCompare(program).action((_flags, command: Command) =>
    choose({ command: 'compare', flags: command.optsWithGlobals() }),
  )
  addStats(program).action((_flags, command: Command) =>
    choose({ command: 'stats', flags: command.optsWithGlobals() }),
  )
  addFailures(program).action((_flags, command: Command) =>
    choose({ command: 'failures', flags: command.optsWithGlobals() }),
  )
  program.commandsGroup('Upkeep:')
  addStream(program).action((action: StreamAction, _flags, command: Command) =>
    choose({ command: 'stream', action, flags: command.optsWithGlobals() }),
  )
  addRuns(program).action((order?: string, run?: string, rate?: string, ...[, command]: [unknown, Command]) =>
    choose({ command: 'runs', words: [order, run, rate], flags: command.optsWithGlobals() }),
  )
  addUndo(program).action((run: string, _flags, command: Command) =>
    choose({ command: 'undo', run, flags: command.optsWithGlobals() }),
  )
  addDoctor(program).action((_flags, command: Command) =>
    choose({ command: 'doctor', flags: command.optsWithGlobals() }),
  )
  addDrill(program).action((_flags, command: Command) =>
    choose({ command: 'drill', flags: command.optsWithGlobals() }),
  )
  addDrillWorker(program).action((schema: string, rate: string, _flags, command: Command) =>
    choose({
      command: 'drill-worker',
      given: { schema, rate: Number(rate) },
      flags: command.optsWithGlobals(),
    }),
  )
  addMigrate(program).action((_flags, command: Command) =>
    choose({ command: 'migrate', flags: command.optsWithGlobals() }),
  )
}
