import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import { BIN } from '../support/cli.ts'
import { pgbouncerAvailable, startPgbouncer } from '../support/pgbouncer.ts'
import { type Rcrt, startRcrt } from '../support/rcrt.ts'
import { refuseWrites } from '../support/refuse-writes.ts'
import { type RunningTerminal, startTerminal, terminalAvailable } from '../support/terminal.ts'

const LINE_START = '\u001b[1G'
const SHOW_CURSOR = '\u001b[?25h'
const HIDE_CURSOR = '\u001b[?25l'
const CTRL_C = '\u0003'
const CTRL_Z = '\u001a'
/** The lines of a log, for grep, and commands, to be copied. */
const STAYS_WHOLE = /^\d\d:\d\d:\d\d |^ {2}(?:\$|rcrt-entities) /
/** What the terminal shows of a key. */
const ECHO = /\^C$/
const BROKEN_UUID = /^ *[0-9a-f]{8}-[0-9a-f-]{0,26}$/

/** The widths that operators have, on a server; on pgbouncer nothing else differs, so that one is enough. */
const PLACES = [
  ...[40, 80, 200].map((columns) => ['a PostgreSQL server', columns] as const),
  ...(pgbouncerAvailable ? [['pgbouncer in transaction mode', 80] as const] : []),
]
if (!pgbouncerAvailable) console.warn('SKIPPED: the walk through pgbouncer, which is not there')

describe.skipIf(!terminalAvailable).each(PLACES)('on %s, in a terminal of %i columns', (place, columns) => {
  let rcrt: Rcrt
  let url: string
  let bouncer: Awaited<ReturnType<typeof startPgbouncer>> | undefined
  let ids: string[]

  beforeAll(async () => {
    rcrt = await startRcrt()
    if (place.startsWith('pgbouncer')) bouncer = await startPgbouncer(rcrt.database.url)
    url = bouncer?.url ?? rcrt.database.url
    ids = await insertBreadcrumbs(rcrt.database.pool, [
      ...numberedBreadcrumbs(40),
      ...numberedBreadcrumbs(10, () => ({ schemaName: 'browser.page.context.v1', title: '' })),
      ...numberedBreadcrumbs(4, () => ({ schemaName: 'refused.v1' })),
      { sensitivity: 'secret' },
      { embedding: null },
      { embedding: null, schemaName: 'system.hygiene.v1' },
    ])
  })
  afterAll(async () => {
    await bouncer?.stop()
    await rcrt.close()
  })

  const open = (...args: string[]) =>
    startTerminal(args, { columns, env: { ...rcrt.env, DATABASE_URL: url } })

  /** Runs a command to its end, looks at every line of it, and gives its text with single spaces. */
  async function seen(terminal: RunningTerminal, expected: number): Promise<string> {
    const { code, output, text } = await terminal.exit
    expect(code, text).toBe(expected)
    expectWhole(output)
    return text.replace(/\s+/g, ' ')
  }

  /** Nothing is wider than the terminal or broken in the middle, and the cursor is back. */
  function expectWhole(output: string): void {
    expect(output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThanOrEqual(output.lastIndexOf(HIDE_CURSOR))
    for (const line of linesOf(output).filter((each) => !STAYS_WHOLE.test(each))) {
      expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
      expect(line).not.toMatch(BROKEN_UUID)
    }
  }

  test('help and errors fit', async () => {
    expect(await seen(open('--help'), 0)).toMatch(/Keywords: backfill/)
    for (const command of ['backfill', 'watch', 'inspect', 'stats', 'failures', 'search', 'migrate'])
      expect(await seen(open(command, '--help'), 0)).toMatch(/Usage: rcrt-entities/)
    expect(await seen(open('backfil'), 2)).toMatch(/Did you mean backfill\?/)
    expect(await seen(open('backfill', '--limit', 'many'), 2)).toMatch(/error: .*--limit/)
  })

  test('a dry run shows what a run would do, and a limit says what is left', async () => {
    expect(await seen(open('migrate'), 0)).toMatch(/Applied migration 1/)
    expect(await seen(open('backfill', '--dry-run', '-n', '5'), 0)).toMatch(/Dry run of 5 breadcrumbs/)
    expect(await seen(open('backfill', '-n', '5'), 0)).toMatch(
      /--limit is reached, 50 are left: the same command with --limit all/,
    )
    expect(await seen(open('stats', '--runs'), 0)).toMatch(/limit/)
  })

  test('what refuses every write ends a run, which charges nobody', async () => {
    await refuseWrites(rcrt.database.pool, 'P0001')
    expect(await seen(open('backfill', '--limit', '1k'), 1)).toMatch(/refused/)
    await rcrt.database.pool.query('DROP TRIGGER refuse ON breadcrumbs')
    await rcrt.database.pool.query('DROP FUNCTION refuse; DROP SEQUENCE refused')
    expect(await seen(open('stats'), 0)).not.toMatch(/failed [1-9]|retrying [1-9]/)
  })

  test('failures are told once a kind, grouped, and tried again by it', async () => {
    await refuseWrites(rcrt.database.pool, 'P0001', "WHEN (OLD.schema_name = 'refused.v1')")
    const all = await seen(open('backfill', '--max-duration', '5m'), 3)
    const [, failed = ''] = /(\d) failed in .*the same command with --failed tries again/.exec(all) ?? []
    expect(all.match(/Saving failed/g)).toHaveLength(1)
    const failures = await seen(open('failures'), 0)
    expect(failures).toMatch(new RegExp(`${failed} breadcrumbs failed, of 1 kind`))
    const [, kind = ''] = /--failed --kind (\w+)/.exec(failures) ?? []
    await rcrt.database.pool.query('DROP TRIGGER refuse ON breadcrumbs')
    expect(await seen(open('backfill', '--failed', '--kind', kind), 0)).toMatch(
      new RegExp(`${failed}/${failed} breadcrumbs processed`),
    )
    expect(await seen(open('backfill'), 0)).toMatch(/Nothing to do: no breadcrumb matches/)
    expect(await seen(open('backfill', '--schema', 'refusd.v1'), 2)).toMatch(/hint: there are refused\.v1/)
  })

  test('the state, the runs, a breadcrumb and a search can be read', async () => {
    await updateContent(rcrt.database.pool, ids[0] ?? '', { content: 'a windmill' })
    const stats = await seen(open('stats'), 0)
    expect(stats).toMatch(/stale 1 .*processed \d+ .*waiting 1 .*unembedded 1 /)
    expect(await seen(open('inspect', ids[40] ?? ''), 0)).toMatch(/^\(untitled\) id /)
    expect(await seen(open('search', 'breadcrumb 3'), 0)).not.toBe('')
    expect(await seen(open('inspect', ids[3] ?? '', '--query', 'windmill'), 0)).toMatch(/keyword/)
  })

  test('--force asks, and no is no', async () => {
    const asking = open('backfill', '--force')
    await asking.waitFor(/\[y\/N\]/)
    asking.write('n\r')
    expect(await seen(asking, 1)).toMatch(/Extract 55 breadcrumbs at .* again, at most 10,000 \(--limit\)\?/)
  })

  test('a run is slowed, stopped in the background, resized, and ends by SIGHUP as by SIGTERM', async () => {
    const shell = startTerminal([], { script: 'bash', interpreter: '', columns, env: { DATABASE_URL: url } })
    const slowly = 'backfill --force --yes --max-rate 8 --concurrency 1'
    shell.write(`PS1='$ '; ${process.execPath} ${BIN} ${slowly}\r`)
    await shell.waitFor(/[1-9]\d*\/55/)
    shell.write(CTRL_Z)
    await shell.waitFor(/Stopped/)
    expect(shell.output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shell.output.lastIndexOf(HIDE_CURSOR))
    shell.resize(columns - 10, 24)
    shell.write('fg\r')
    await shell.waitFor(/fg[\s\S]*[1-9]\d*\/55/)
    const { rows } = await rcrt.database.pool.query<{ pid: number }>(
      'SELECT pid FROM rcrt_entities.runs WHERE finished_at IS NULL ORDER BY started_at DESC LIMIT 1',
    )
    process.kill(rows[0]?.pid ?? Number.NaN, 'SIGHUP')
    await shell.waitFor(/breadcrumbs processed/)
    shell.write('\rexit\r')
    await shell.exit
  })

  test('a watch catches up, follows, and ends with Ctrl-C', async () => {
    await insertBreadcrumbs(rcrt.database.pool, [{ title: 'Windmill' }])
    const watching = open('watch')
    await watching.waitFor(/Found\s+\d+\s+breadcrumbs?\s+to\s+catch\s+up\s+with/)
    await watching.waitFor(/Ready/)
    const [id = ''] = await insertBreadcrumbs(rcrt.database.pool, [{ title: 'Lighthouse' }])
    await watching.waitFor(new RegExp(`Extracted entities for ${id}`))
    watching.write(CTRL_C)
    const { code, output, text } = await watching.exit
    expect(code).toBe(0)
    expectWhole(output)
    expect(text).toMatch(/\d+ processed, 0 skipped, 0 failed in/)
  })
})

/** What was drawn, line by line, whatever was drawn over it later. */
function linesOf(output: string): string[] {
  return output
    .replaceAll(LINE_START, '\n')
    .split(/[\r\n]+/)
    .map((line) => stripVTControlCharacters(line).replace(ECHO, '').trimEnd())
}
