import { ToolError } from '../../errors.ts'
import { HINT_BREAK } from '../connection/grants.ts'
import type { OwnIndex } from './own-indexes.ts'

/** Where PostgreSQL (to 18 at least) builds and drops indexes only while writers wait: what to run instead. */
export function partitionedTable(
  place: string,
  wanted: OwnIndex,
  all: readonly OwnIndex[],
  cause: unknown,
): ToolError {
  const together = all.filter(({ missedBy }) => missedBy === wanted.missedBy)
  const onPartition = together.map(
    ({ definition }) =>
      `CREATE INDEX CONCURRENTLY ${definition.replace('ON breadcrumbs', 'ON <partition>')};`,
  )
  const onTable = together.map(({ name, definition }) => `CREATE INDEX ${name} ${definition};`)
  return new ToolError(
    'configuration',
    `the table breadcrumbs at ${place} is partitioned: its indexes can't be built or dropped without blocking writers`,
    {
      cause,
      hint: [
        'all else works without them, only slower. To build them, let the owner run for each partition:',
        ...onPartition,
        'and then, which takes those up in a moment:',
        ...onTable,
        `To drop them: DROP INDEX IF EXISTS ${all.map(({ name }) => name).join(', ')};`,
      ]
        .map((line) => line.replaceAll('\n', ' '))
        .join(HINT_BREAK),
    },
  )
}
