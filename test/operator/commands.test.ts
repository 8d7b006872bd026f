import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pgbouncerAvailable } from '../support/pgbouncer.ts'
import { startTerminal, terminalAvailable } from '../support/terminal.ts'
import { brokenWords, seen } from './seen.ts'
import { REFUSED, startTown, type Town, UNTITLED } from './town.ts'

/** What it promises, by its number in README.md; what is run; its exit code; and what it shows. */
type Step = readonly [promise: string, args: readonly string[], code: number, shows: RegExp]

/** In this order, since each goes on from what those before it left behind. */
const STEPS: readonly Step[] = [
  ['S help shows the commands', ['--help'], 0, /Keywords: backfill .* Examples: /],
  ['S help of a command', ['backfill', '--help'], 0, /-n, --limit <n> .* Documentation/],
  ['S help of watch', ['watch', '--help'], 0, /--max-rate/],
  ['S help of inspect', ['inspect', '--help'], 0, /Usage: rcrt-entities inspect/],
  ['S help of stats', ['stats', '--help'], 0, /--runs/],
  ['S help of failures', ['failures', '--help'], 0, /Usage: rcrt-entities failures/],
  ['S help of compare', ['compare', '--help'], 0, /--queries <file>/],
  ['S help of search', ['search', '--help'], 0, /--explain/],
  ['S help of migrate', ['migrate', '--help'], 0, /--undo/],
  ['S help of doctor', ['doctor', '--help'], 0, /--nats-url/],
  ['D doctor where nothing is made yet', ['doctor'], 0, /rcrt_entities is not there yet.*Nothing to mend/],
  ['K help of drill', ['drill', '--help'], 0, /--rows <n>/],
  ['K a drill', ['drill', '--rows', '100'], 0, /killed with .* later .*lost 0, doubled 0/],
  ['12 a dry run of nothing set up', ['backfill', '--dry-run', '-n', '5'], 0, /Dry run of 5 breadcrumbs/],
  ['S migrate says what it did', ['migrate'], 0, /Applied migration 1/],
  ['D doctor where all is made', ['doctor'], 0, /rcrt_entities has version \d+.*Nothing to mend/],
  ['1 a limit says what is left', ['backfill', '-n', '5'], 0, /are left: the same command with --limit all/],
  ['4 5 failures are one line a kind', ['backfill', '--limit', 'all'], 3, /⚠.* 4 failed/],
  ['S nothing is left', ['backfill'], 0, /Nothing to do/],
  ['8 a schema that is none', ['backfill', '--schema', 'refusd.v1'], 2, /hint: there are refused\.v1/],
  ['8 a pattern without due rows', ['backfill', '--schema', 'browser.*'], 0, /Nothing to do/],
  ['6 14 stats has all states', ['stats'], 0, /failed 4 .*waiting 1 .*unembedded 1 /],
  [
    'S stats shows what needs somebody first',
    ['stats'],
    0,
    /covered ✖ 4 failed, of 1 kind: `failures` .*24h /,
  ],
  ['S what is bad has an exit code', ['stats', '--exit-code'], 3, /^✖ bad: 4 failed, more than 0/],
  [
    'S stats by extractor, with words',
    ['stats', '--by', 'extractor', '--words', '5'],
    0,
    /\(default\).*keywords most frequent in/,
  ],
  [
    'S the text of a breadcrumb',
    ['inspect', UNTITLED, '--text', '--fresh'],
    0,
    /Text .*Extracted again nothing changes/,
  ],
  ['S several breadcrumbs', ['inspect', UNTITLED, REFUSED], 0, /untitled.* A breadcrumb/],
  ['7 runs say how they ended', ['stats', '--runs'], 0, /limit/],
  ['5 failures by kind', ['failures'], 0, /4 breadcrumbs failed, of 1 kind .*backfill --failed --kind \w+/],
  ['S an untitled breadcrumb', ['inspect', UNTITLED], 0, /^\(untitled\)/],
  ['S a failed breadcrumb', ['inspect', REFUSED], 0, /failed/],
  ['S a breadcrumb that is none', ['inspect', 'ffffffff'], 1, /error: /],
  [
    'S other rules, compared',
    ['compare', '--max-keywords', '2'],
    0,
    /% of 5\d breadcrumbs would change .*\+0 -\d+/,
  ],
  [
    'S a gate',
    ['backfill', '--outdated', '--max-keywords', '2', '--gate', '10%'],
    1,
    /of a sample of 5\d .*hint: /,
  ],
  ['S a search', ['search', 'agent workflow'], 0, /workflow/],
  ['S a query against a breadcrumb', ['inspect', UNTITLED, '--query', 'agents'], 0, /agent/],
  ['S a flag that is none', ['backfill', '--limt', '5'], 2, /Did you mean --limit\?/],
  ['S a command that is none', ['backfil'], 2, /Did you mean backfill\?/],
  ['S a number that is none', ['backfill', '--limit', 'many'], 2, /error: .*--limit/],
  ['C a day that is none', ['backfill', '--since', '2026-02-31'], 2, /error: /],
  ['C an age beyond time', ['backfill', '--since', '99999999d'], 2, /error: /],
]

/** It waits for a lease, so that it is seen once, where it is narrow. */
const SLOW = 'K a drill'

const places = [
  ['PostgreSQL', [200, 80, 40], false],
  ['pgbouncer in transaction mode', pgbouncerAvailable ? [80] : [], true],
] as const

describe.skipIf(!terminalAvailable).each(places)('on %s', (_, widths, pooled) => {
  const shown = new Map<string, string[]>()

  // The widest first: its words are the whole ones.
  describe.each(widths)('in %i columns', (columns) => {
    let town: Town
    beforeAll(async () => {
      town = await startTown({ pooled })
    })
    afterAll(() => town?.close())

    const steps = STEPS.filter(([promise]) => promise !== SLOW || columns === 40)
    test.each(steps)('%s: %j', async (promise, args, code, expected) => {
      const lines = await seen(startTerminal(args, { columns, env: town.env }), columns, code)
      expect(lines.join(' ').replace(/\s+/g, ' ')).toMatch(expected)
      shown.set(promise, shown.get(promise) ?? lines)
      expect(brokenWords(lines, shown.get(promise) ?? []), 'broken words').toEqual([])
    })
  })
})
