import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { Output } from '../../../src/cli/output/output.ts'
import { runLines } from '../../../src/commands/stats/runs-view.ts'
import type { CountedRun } from '../../../src/database/records/counted-runs.ts'

const NOW = new Date('2001-02-03T04:05:06Z')
const RUN: CountedRun = {
  ...{ id: '0f8fad5b-d9cb-469f-a165-70867728950e', command: 'backfill', host: 'etl-7', pid: 1 },
  ...{ options: {}, extractor: 'x', orders: [], finishedAt: null, ending: null },
  ...{ processed: 10, skipped: 0, failed: 0, withheld: 0 },
  startedAt: new Date(NOW.getTime() - 3 * 3_600_000),
  seenAt: new Date(NOW.getTime() - 1_000),
}

test.each([80, 30])("tells by the database's clock whether a run is at work, in %i columns", (columns) => {
  const pipe = new PassThrough() as unknown as NodeJS.WriteStream
  const flags = { color: false, progress: false, quiet: false, verbose: false, json: false }
  const output = new Output(pipe, pipe, { COLUMNS: String(columns) }, flags)
  const text = runLines([RUN], NOW, output).join('\n')
  expect(text).toMatch(/\b3h\b[\s\S]*\brunning\b/)
  expect(text).not.toContain('cut off')
})
