import type { Work } from '../work.ts'
import type { Path } from './path.ts'
import type { Settled } from './settled.ts'

/** Few at a time: each is urgent. */
const BATCH_ROWS = 500

/** What came of the breadcrumbs that had turned secret. */
export interface Withholding {
  /** Their keywords are gone. */
  readonly withheld: number
  /** Where the database refused to remove some, so that they are still there: how many, and why the first. */
  readonly refusal: { readonly count: number; readonly error: string } | undefined
}

/**
 * Takes the keywords away from breadcrumbs that turned secret after they were processed, before anything else and
 * whatever is selected. Ends when it gets no further: what another program is writing, or the database refuses, is
 * left to the next run or sweep.
 */
export async function withholdExposed(work: Work, path: Path): Promise<Withholding> {
  const refused = new Map<string, string>()
  let withheld = 0
  for (let more = true; more && !work.stop.aborted; ) {
    const ids = await work.exposed(BATCH_ROWS)
    const settled = ids.length > 0 ? await path.process(ids) : []
    const done = settled.filter(({ status }) => status === 'skipped').length
    withheld += done
    for (const one of settled) if (isRefused(one)) refused.set(one.id, one.error)
    more = done > 0
  }
  const [error] = refused.values()
  return { withheld, refusal: error === undefined ? undefined : { count: refused.size, error } }
}

function isRefused(settled: Settled): settled is Extract<Settled, { error: string }> {
  return settled.status === 'failed' || settled.status === 'retrying'
}
