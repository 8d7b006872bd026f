import { counted, formatNumber } from '../../cli/output/format.ts'
import { ToolError } from '../../errors.ts'
import { compareSample } from '../../processing/compare/sample.ts'
import { summaryOf } from '../../processing/compare/summary.ts'
import type { ExtractionPool } from '../../processing/threads/pool.ts'
import type { Work } from '../../processing/work.ts'

/** As many as `compare` takes, so that both tell the same. */
const SAMPLE_ROWS = 2_000

/**
 * Extracts a sample of what is due again, in memory.
 * @param percent of the sample that may change or fail, 0 to 100
 * @returns why the work must not be done, where more would
 */
export async function gated(
  work: Work,
  pool: ExtractionPool,
  percent: number,
): Promise<ToolError | undefined> {
  const { compared, changed, failed } = summaryOf(await compareSample(work, pool, SAMPLE_ROWS))
  const sampled = compared + failed
  const share = sampled === 0 ? 0 : (100 * (changed + failed)) / sampled
  if (share <= percent) return undefined
  const failures = failed === 0 ? '' : ` and ${formatNumber(failed)} would fail`
  return new ToolError(
    'failure',
    `${formatNumber(changed)} of a sample of ${counted(sampled, 'breadcrumb')} would change${failures}: ` +
      `${share.toFixed(2)}%, more than --gate lets through (${percent}%); none of them was written`,
    {
      hint: '`rcrt-entities compare`, with the same --schema, --rules and --max-keywords, tells what changes; a higher --gate, or none, lets it through',
    },
  )
}
