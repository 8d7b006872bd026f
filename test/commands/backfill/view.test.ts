import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Output } from '../../../src/cli/output/output.ts'
import { BackfillView } from '../../../src/commands/backfill/view.ts'
import type { Settled } from '../../../src/processing/path/settled.ts'
import { Tally } from '../../../src/processing/run/tally.ts'

const WORDS = { retry: 'RETRY', schemas: [], named: undefined }

let tally: Tally
let view: BackfillView
let stdout: PassThrough
let stderr: PassThrough

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] })
  stdout = new PassThrough({ encoding: 'utf8' })
  stderr = new PassThrough({ encoding: 'utf8' })
  const flags = { color: false, progress: false, quiet: false, verbose: false, json: false }
  tally = new Tally()
  view = new BackfillView(new Output(stream(stdout), stream(stderr), {}, flags), tally, WORDS)
})
afterEach(() => {
  view.stop()
  vi.useRealTimers()
})

test('rate and ETA are of all processes on the same work', () => {
  view.found(10_000, 1_000_000)
  each(10, () => {
    process(50)
    view.othersFinished(3 * tally.processed)
  })
  expect(lastLine()).toBe('2,000/10,000 20% 50 rows/s here, 200 in all ETA 40s')
})

test('what others do leaves a run as much as its limit allows', () => {
  view.found(10_000, 10_000)
  each(10, () => {
    process(50)
    view.othersFinished(3 * tally.processed)
  })
  expect(lastLine()).toBe('500/10,000 5% 50 rows/s ETA 3m 10s')
})

test('by what a run is held back is told as it was read last, not as it was when the pace changed', () => {
  const pace = { rowsPerSecond: 20, rowsAtOnce: 5 }
  const reading = (share: number) => ({ signal: 'wal', share, at: 0, words: '' }) as const
  view.found(10_000, 1_000_000)
  view.paced({ direction: 'down', pace, cause: reading(1.2) })
  view.loadRead([reading(2.97)])
  each(10, () => {
    view.throttled('pace')
    process(20)
  })
  expect(lastLine()).toMatch(/20 rows\/s \(WAL at 297%\)/)
})

test('what others do without a record is seen when the run comes by', () => {
  view.found(10_000, 1_000_000)
  each(10, () => view.advanced(100, []))
  expect(lastLine()).toBe('1,000/10,000 10% 0 rows/s here, 100 in all ETA 1m 30s')
})

test('never passes 100 %', () => {
  view.found(1_000, 1_000_000)
  view.othersFinished(1_200)
  each(10)
  expect(lastLine()).toMatch(/^1,000\/1,000 100% /)
})

test('tells the record of no more than there is, whatever others have finished', () => {
  view.found(1_000, 1_000_000)
  view.othersFinished(1_200)
  expect(view.reach).toEqual({ done: 1_000, total: 1_000 })
})

test('ends at 100 % when nothing is left, whoever did or deleted it', () => {
  view.found(1_000, 1_000_000)
  view.othersFinished(100)
  view.drained(0)
  each(10)
  expect(lastLine()).toMatch(/^1,000\/1,000 100% /)
})

test('the rate falls while nothing moves, and the line says why', () => {
  view.found(10_000, 1_000_000)
  each(10, () => process(100))
  view.waiting('cannot reach the database', 'database')
  each(10)
  expect(lastLine()).toMatch(/^1,000\/10,000 10% 3\d rows\/s cannot reach the database$/)
  view.resumed()
  view.backingOff('deadlock detected')
  each(10)
  expect(lastLine()).toMatch(/^1,000\/10,000 10% 1\d rows\/s backing off$/)
  view.resumed()
  view.throttled('rate')
  each(10)
  expect(lastLine()).toMatch(/^1,000\/10,000 10% \d rows\/s \(throttled\) ETA /)
})

test('the last bar tells the rate of what was done since the last second, too', () => {
  const flags = { color: false, progress: true, quiet: false, verbose: false, json: false }
  const terminal = Object.assign(stream(stderr), { isTTY: true, columns: 100 })
  view = new BackfillView(new Output(stream(new PassThrough()), terminal, {}, flags), tally, WORDS)
  view.found(163, 163)
  each(3)
  vi.advanceTimersByTime(100)
  process(163)
  view.stop()
  expect(lastLine()).toMatch(/100% 163\/163 {2}5\d rows\/s {2}3s/)
})

test.each([
  ['done', false, /^✅? ?Backfill: 60\/100 .* in 0s\n$/],
  ['limit', true, /; --limit is reached, 40 are left: the same command with --limit all\n$/],
  ['out of time', false, /; --max-duration is over, the rest is left to the next run\n$/],
  ['stopped', false, /; stopped, the rest is left to the next run\n$/],
  ['error', false, /; ended by an error\n$/],
] as const)(
  'the summary of a run that is %s (more left: %s) tells what it leaves',
  (ending, moreLeft, words) => {
    view.found(100, moreLeft ? 100 : 1_000)
    process(60)
    if (ending === 'done' || ending === 'limit') view.drained(moreLeft ? 40 : 0)
    view.summary(ending)
    expect(String(stdout.read())).toMatch(words)
  },
)

test('a run that failed before it found anything has no summary', () => {
  view.summary('error')
  expect(stdout.read()).toBeNull()
})

/** Lets so many seconds pass, in each of which something happens. */
function each(seconds: number, happens: () => void = () => {}): void {
  for (let second = 0; second < seconds; second += 1) {
    happens()
    vi.advanceTimersByTime(1_000)
  }
}

function process(count: number): void {
  const settled = Array.from(
    { length: count },
    (): Settled => ({
      id: '',
      status: 'processed',
      entities: '{}',
      keywords: [],
      truncated: false,
      schema: null,
    }),
  )
  tally.add(settled)
  view.advanced(count, settled)
}

function lastLine(): string | undefined {
  return String(stderr.read()).trimEnd().split('\n').at(-1)
}

function stream(pipe: PassThrough): NodeJS.WriteStream {
  return pipe as unknown as NodeJS.WriteStream
}
