import { counted, formatNumber } from '../../cli/output/format.ts'
import { planLines } from '../../cli/output/plan.ts'
import { withSpinner } from '../../cli/output/spinner.ts'
import { confirm } from '../../cli/process/confirm.ts'
import { plannedSpeed } from '../../cli/settings/speed.ts'
import { type Plan, planOf } from '../../processing/backfill/plan.ts'
import { selectionOf } from '../../processing/backfill/selection-of.ts'
import { UNOBSERVED } from '../../processing/run/patience.ts'
import { LARGE_ROWS, type Task, workOf } from './task.ts'

/** Tells what a large run will cost, and asks before `--force`, where `isAsked`. */
export async function announce(task: Task, isAsked: boolean): Promise<void> {
  const { context, database, flags } = task
  const { output, stop } = context
  if (!isAsked && (flags.dryRun || !(await isLarge(task)))) return
  const plan = await withSpinner(output, `Counting breadcrumbs at ${database.place}`, () => planFor(task))
  stop.throwIfAborted()
  for (const line of planLines(plan, output)) output.note(line)
  if (isAsked) await confirm(questionOf(task, plan.due), context)
}

/** A plan of a smaller one takes longer than it is worth. */
async function isLarge(task: Task): Promise<boolean> {
  const { flags, context } = task
  const { animated } = context.output.terminal
  if (!animated || context.output.json || flags.limit <= LARGE_ROWS || !task.table.hasOrders) return false
  return (await workOf(task, UNOBSERVED, context.stop).countDue(LARGE_ROWS + 1)) > LARGE_ROWS
}

function planFor({ context, flags, database, table, extractor, ids }: Task): Promise<Plan> {
  return planOf({
    ...{ database, table, extractor, ...plannedSpeed(context, flags) },
    selection: selectionOf(flags, ids),
    // Not before somebody has agreed.
    onTrial: flags.force !== true,
  })
}

/** With where, how many, and how many at most. */
function questionOf({ database, flags }: Task, due: number): string {
  const limit = Number.isFinite(flags.limit)
    ? `at most ${formatNumber(flags.limit)} (--limit)`
    : 'without a limit'
  return `Extract ${counted(due, 'breadcrumb')} at ${database.place} again, ${limit}?`
}
