import type { Database } from '../../database/connection/connect.ts'
import { LOWEST_ID } from '../../database/records/failed-after.ts'
import { judgeUndo, type Undone, undo } from '../../database/records/undo.ts'
import type { Patience } from './patience.ts'

/** As many as a save writes at once. */
const PAGE_ROWS = 500

/**
 * Undoes a run page by page until it is through or stopped; what is done is done.
 * @param isDryRun tells what would be done and writes nothing
 */
export async function* undoRun(
  database: Database,
  patience: Patience,
  run: string,
  isDryRun: boolean,
): AsyncGenerator<readonly Undone[]> {
  for (let after = LOWEST_ID; !patience.stop.aborted; ) {
    const page = { run, after, limit: PAGE_ROWS }
    const undone = await patience.retry(() =>
      isDryRun
        ? database.transaction((transaction) => judgeUndo(transaction, page), { readOnly: true })
        : database.transaction((transaction) => undo(transaction, page)),
    )
    yield undone
    const last = undone.at(-1)
    if (last === undefined) return
    after = last.id
  }
}
