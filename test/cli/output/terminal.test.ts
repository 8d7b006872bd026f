import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { BIN, cleanEnvironment, runCli, startCli } from '../../support/cli.ts'
import { somebodyWaits } from '../../support/locks.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { startTerminal, terminalAvailable } from '../../support/terminal.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('TRUNCATE breadcrumbs; DROP SCHEMA IF EXISTS rcrt_entities CASCADE')
  await insertBreadcrumbs(database.pool, numberedBreadcrumbs(60))
})

const SHOW_CURSOR = '\u001b[?25h'
const HIDE_CURSOR = '\u001b[?25l'
/** How a bar is drawn over. */
const LINE_START = '\u001b[1G'
const slowly = ['backfill', '--max-rate', '10']

describe.skipIf(!terminalAvailable)('on a terminal', () => {
  const open = (args: string[], options = {}) =>
    startTerminal([...args, '--database-url', database.url], options)

  test('a bar shows percent, rows a second, counts and an ETA, and ends at 100%', async () => {
    const terminal = open(slowly, { columns: 140 })
    await terminal.waitFor(
      /\d+% \d+\/60 {2}ETA \d+s {2}\d+ rows\/s( \(throttled\))? {2}\d+s {2}\d+ processed, 0 skipped, 0 failed/,
    )
    const { code, text, output } = await terminal.exit
    expect(text).toMatch(/100% 60\/60/)
    expect(text).toMatch(/60\/60 breadcrumbs processed, 0 skipped/)
    expect(output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(output.lastIndexOf(HIDE_CURSOR))
    expect(code).toBe(0)
  })

  test('the bar counts what another process does of the same work', async () => {
    const terminal = open(['backfill', '--max-rate', '1'], { columns: 140 })
    await terminal.waitFor(/[1-9]\d*\/60/)
    const other = await runCli(['backfill', '--limit', '40', '--database-url', database.url])
    expect(other.stdout).toMatch(/40\/40 breadcrumbs processed/)
    await terminal.waitFor(/\d+% [45]\d\/60 .* 1?\d processed, 0 skipped/)
    await runCli(['backfill', '--database-url', database.url])
    const { text } = await terminal.exit
    expect(text).toMatch(/100% 60\/60/)
  })

  test('fits 40 columns', async () => {
    const terminal = open(slowly, { columns: 40 })
    await terminal.waitFor(/\d+\/60/)
    const { output } = await terminal.exit
    const lines = output
      .replaceAll(LINE_START, '\n')
      .split(/[\r\n]+/)
      .map(stripVTControlCharacters)
    const bars = lines.filter((line) => /\d+% \d+\/60/.test(line))
    expect(bars.length).toBeGreaterThan(0)
    for (const bar of bars) expect(bar.length).toBeLessThan(40)
  })

  test('in 80 columns the bar has its ETA and its counts', async () => {
    const terminal = open(slowly, { columns: 80 })
    const [line] = await terminal.waitFor(
      /\d+% \d+\/60 {2}ETA \d+s {2}[^%]*\d+ processed, 0 skipped, 0 failed/,
    )
    expect(line.length).toBeLessThan(80)
    await terminal.exit
  })

  test('stats has what needs somebody first, in its colour', async () => {
    await runCli(['backfill', '--database-url', database.url])
    await database.pool.query(
      "UPDATE rcrt_entities.outcomes SET status = 'failed', attempts = 3, error = 'for the test'",
    )
    const { output, text } = await open(['stats', '--no-progress'], { columns: 80 }).exit
    expect(output).toContain('\u001b[31mfailed\u001b[39m')
    expect(text.indexOf('\nfailed ')).toBeLessThan(text.indexOf('\nprocessed '))
    expect(text).toMatch(/60 breadcrumbs {2}░+ {2}0% covered/)
    for (const row of text.split(/\r?\n/)) expect(row.length, row).toBeLessThanOrEqual(80)
  })

  test('stats tells schemas and runs apart in 40 columns', async () => {
    const schemas = ['browser.page.context.v1', 'browser.page.contents.v1']
    await insertBreadcrumbs(
      database.pool,
      schemas.map((schemaName) => ({ title: 'Lighthouse', schemaName })),
    )
    await runCli(['backfill', '--limit', '61', '--database-url', database.url])
    const stats = await open(['stats', '--no-progress'], { columns: 40 }).exit
    const runs = await open(['stats', '--runs'], { columns: 40 }).exit
    const lines = `${stats.text}\n${runs.text}`.split(/\r?\n/)
    expect(lines).toEqual(expect.arrayContaining(schemas))
    expect(stats.text).not.toContain('…')
    expect(runs.text).toMatch(/^\d+[sm] ago backfill\r?\n {2}61 processed, 0 skipped, 0 failed,/)
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(40)
  })

  test.each([
    [40, ['--help']],
    [30, ['--help']],
    [40, ['watch', '--help']],
    [30, ['extract', '--help']],
  ])('help fits %i columns, but for examples to copy: %j', async (columns, args) => {
    const { text } = await startTerminal(args, { columns }).exit
    const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('  $ '))
    expect(lines).toContain('Examples:')
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(columns)
  })

  test('Ctrl-C saves what is in hand, says so, shows the cursor again and ends with 130', async () => {
    const terminal = open(slowly)
    await terminal.waitFor(/[1-9]\d*\/60/)
    terminal.write('\u0003')
    const { code, text, output } = await terminal.exit
    expect(text).toMatch(/Stopping: saving what is in hand/)
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /\d+\/60 breadcrumbs processed.*; stopped, the rest is left to the next run/,
    )
    expect(text).not.toMatch(/✅/)
    expect(output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(output.lastIndexOf(HIDE_CURSOR))
    expect(code).toBe(130)
    const { rows } = await database.pool.query(
      'SELECT ending, (SELECT count(*)::int FROM rcrt_entities.claims WHERE expires_at > now()) AS claims FROM rcrt_entities.runs',
    )
    expect(rows).toEqual([{ ending: 'stopped', claims: 0 }])
  })

  test('Ctrl-Z gives the cursor back, and fg goes on', async () => {
    const shell = startTerminal([], { script: 'bash', columns: 100, interpreter: '' })
    shell.write(`${process.execPath} ${BIN} ${slowly.join(' ')} --database-url ${database.url}\r`)
    await shell.waitFor(/[1-9]\d*\/60/)
    shell.write('\u001a')
    await shell.waitFor(/Stopped/)
    expect(shell.output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shell.output.lastIndexOf(HIDE_CURSOR))
    shell.write('fg\r')
    await shell.waitFor(/60\/60 breadcrumbs processed/)
    shell.write('exit\r')
    await shell.exit
  })

  test.each([
    ['--no-progress', ['--no-progress'], {}],
    ['CI', [], { CI: 'true' }],
    ['TERM=dumb', [], { TERM: 'dumb' }],
  ])('draws no bar with %s', async (_, flags, env) => {
    const { output } = await open(['backfill', ...flags], { env }).exit
    expect(output).toMatch(/60\/60 breadcrumbs processed/)
    expect(output).not.toContain(HIDE_CURSOR)
  })

  test.each([
    ['n', 'n\r', 1],
    ['Ctrl-D', '\u0004', 1],
    ['Ctrl-C', '\u0003', 130],
  ])('asks before --force, and takes %s for a no', async (_, keys, expected) => {
    const terminal = open(['backfill', '--force'], { columns: 200 })
    await terminal.waitFor(
      /Extract 60 breadcrumbs at [\d.]+:\d+\/\w+\s+again, at most 10,000 \(--limit\)\?\s+\[y\/N\]/,
    )
    terminal.write(keys)
    const { code, text } = await terminal.exit
    expect(text.replace(/\r+\n/g, '\n')).toMatch(/\[y\/N\] n?\n(error: )?not confirmed: nothing was done\n$/)
    expect(code).toBe(expected)
  })

  test('colours follow --no-color, then NO_COLOR, then the terminal', async () => {
    const coloured = async (flags: string[], env: Record<string, string>) =>
      (await open(['stats', ...flags], { env, columns: 100 }).exit).output.includes('\u001b[1m')
    expect(await coloured([], {})).toBe(true)
    expect(await coloured(['--no-color'], {})).toBe(false)
    expect(await coloured([], { NO_COLOR: '1' })).toBe(false)
    expect(await coloured([], { NO_COLOR: '', FORCE_COLOR: '0' })).toBe(false)
    expect(await coloured(['--json'], {})).toBe(false)
  })
})

describe('off a terminal', () => {
  const cli = (args: string[], env = {}) => runCli([...args, '--database-url', database.url], { env })

  test('nothing is coloured, unless forced', async () => {
    expect((await cli(['stats'])).stdout).not.toContain('\u001b')
    expect((await cli(['stats'], { FORCE_COLOR: '1' })).stdout).toContain('\u001b[1m')
  })

  test('--quiet leaves the result alone', async () => {
    const { stdout, stderr } = await cli(['backfill', '--quiet'])
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  })

  test('COLUMNS counts for all commands', async () => {
    await runCli(['backfill', '--limit', '1', '--database-url', database.url])
    for (const args of [['stats'], ['stats', '--runs'], ['backfill', '--dry-run', '-n', '2', '-q']]) {
      const { stdout } = await cli(args, { COLUMNS: '45' })
      for (const line of stdout.split('\n')) {
        if (!line.startsWith('Dry run of')) expect(line.length, line).toBeLessThanOrEqual(45)
      }
    }
  })

  test('where the locale is not UTF-8, output is ASCII', async () => {
    const { stdout, stderr } = await cli(['backfill'], { LANG: 'C', LC_ALL: 'C' })
    expect(stdout + stderr).toMatch(/^[\x20-\x7e\n]*$/)
  })

  test('so is all help', async () => {
    const { stdout } = await runCli(['--help'])
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name)
    expect(commands).toEqual(expect.arrayContaining(['backfill', 'extract', 'stats', 'watch']))
    for (const args of [['--help'], ...commands.map((name) => [name, '--help'])]) {
      const help = await runCli(args, { env: { LANG: 'C', LC_ALL: 'C' } })
      expect(help.stdout, args.join(' ')).toMatch(/^Usage: [\x20-\x7e\n]*$/)
    }
  })

  test('a reader that leaves early ends it quietly', async () => {
    const child = spawn(
      'bash',
      [
        '-c',
        'set -o pipefail; "$0" "$1" backfill --dry-run --database-url "$2" | head -1',
        process.execPath,
        BIN,
        database.url,
      ],
      { env: cleanEnvironment() },
    )
    let stderr = ''
    child.stderr.on('data', (data) => {
      stderr += data
    })
    const [code] = await once(child, 'close')
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  test('SIGTERM before the first breadcrumb ends a run with --max-duration, too', async () => {
    await cli(['backfill', '--limit', '1'])
    const lock = await database.pool.connect()
    await lock.query('BEGIN; LOCK TABLE rcrt_entities.migrations IN ACCESS EXCLUSIVE MODE')
    const run = startCli(['backfill', '--max-duration', '4m', '--database-url', database.url])
    await somebodyWaits(database.pool)
    run.kill('SIGTERM')
    await run.waitForStderr(/Stopping/)
    await lock.query('ROLLBACK')
    lock.release()
    expect(await run.exit).toMatchObject({ code: 143, stdout: expect.not.stringMatching(/[1-9]\d*\/\d+/) })
  })

  test
    .skipIf(!existsSync('/dev/full'))
    .each([[['extract', 'hello']], [['--help']], [['backfill', '--dry-run', '--quiet']]])(
    'a stdout that takes nothing ends %j with 1 and one line that says so',
    async (args) => {
      const url = ['--help', 'extract'].includes(args[0] ?? '') ? [] : ['--database-url', database.url]
      const script = ['-c', '"$@" > /dev/full', 'bash', process.execPath, BIN, ...args, ...url]
      const child = spawn('bash', script, { env: cleanEnvironment() })
      const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
      expect(stderr).toBe('error: cannot write to stdout: no space left on device\n')
      expect(code).toBe(1)
    },
  )

  test('SIGTERM saves what is in hand and ends with 143; a second one ends at once', async () => {
    const first = startCli([...slowly, '--database-url', database.url])
    await first.waitForStderr(/Found 60/)
    first.kill('SIGTERM')
    expect(await first.exit).toMatchObject({
      code: 143,
      stdout: expect.stringMatching(/breadcrumbs processed.*; stopped/),
    })
    const left = startCli([...slowly, '--database-url', database.url])
    await left.waitForStderr(/Found/)
    left.kill('SIGHUP')
    expect(await left.exit).toMatchObject({ code: 143, stdout: expect.stringMatching(/; stopped/) })
    const second = startCli([...slowly, '--database-url', database.url])
    await second.waitForStderr(/Found/)
    second.kill('SIGTERM')
    await second.waitForStderr(/Stopping/)
    second.kill('SIGTERM')
    expect((await second.exit).code).toBe(143)
  })
})
