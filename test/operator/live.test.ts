import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { insertBreadcrumbs } from '../support/breadcrumbs.ts'
import { BIN } from '../support/cli.ts'
import { refuseWrites } from '../support/refuse-writes.ts'
import { type RunningTerminal, startTerminal, terminalAvailable } from '../support/terminal.ts'
import { draw } from './screen.ts'
import { seen } from './seen.ts'
import { startTown, type Town } from './town.ts'

const ESCAPE = '\u001b'
const SHOW_CURSOR = `${ESCAPE}[?25h`
const HIDE_CURSOR = `${ESCAPE}[?25l`
const CTRL_C = '\u0003'
const CTRL_Z = '\u001a'
/** Of which something is due that nothing refuses, for about five seconds. */
const SLOWLY = ['backfill', '--schema', 'browser.*', '--max-rate', '2']
const BAR = /\d+% \d+\/11/
/** The row below is erased: how the tool begins when it has got another width. */
const SEEN = new RegExp(`(${ESCAPE}\\[\\d+A)?\\r${ESCAPE}\\[J`)
const STATUS_LINE = /events\/s/

let town: Town
let terminal: RunningTerminal | undefined
beforeEach(async () => {
  town = await startTown({ pooled: false })
})
afterEach(async () => {
  terminal?.kill('SIGKILL')
  await terminal?.exit
  await town?.close()
})

describe.skipIf(!terminalAvailable).each([40, 80, 200])('in %i columns', (columns) => {
  function open(...args: string[]): RunningTerminal {
    terminal = startTerminal(args, { columns, env: town.env })
    return terminal
  }

  test('S a bar that is resized leaves nothing behind', async () => {
    const running = open(...SLOWLY)
    await running.waitFor(BAR)
    const resize = await narrow(running, columns)
    const { code, output } = await running.exit
    const { lines, isCursorVisible } = await draw(output, columns, resize)
    expect(lines.filter((line) => /\d\/11|█|░|rows\/s/.test(line))).toEqual([
      expect.stringMatching(/100% 11\/11/),
      expect.stringMatching(/11\/11 breadcrumbs/),
    ])
    expect(isCursorVisible).toBe(true)
    expect(code).toBe(0)
  })

  test('10 Ctrl-Z gives the cursor back, fg goes on, Ctrl-C ends it with 130', async () => {
    const shell = startTerminal([], { script: 'bash', interpreter: '', columns, env: town.env })
    terminal = shell
    shell.write(`"${process.execPath}" "${BIN}" ${SLOWLY.join(' ')}; echo "code $?"\r`)
    await shell.waitFor(BAR)
    shell.write(CTRL_Z)
    await shell.waitFor(/Stopped/)
    expect(shell.output.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(shell.output.lastIndexOf(HIDE_CURSOR))
    const stopped = shell.text.length
    shell.write('fg; echo "ended with $?"\r')
    await shell.waitFor(/fg;[\s\S]*\d\/11/)
    expect(shell.text.slice(stopped)).toContain('fg')
    shell.write(CTRL_C)
    await shell.waitFor(/ended with 130/)
    shell.write('exit\r')
    await shell.exit
  })

  test('3 a refusal that meets every write ends it, and says what to do', async () => {
    await town.rcrt.database.pool.query(
      'DROP TRIGGER refuse ON breadcrumbs; DROP FUNCTION refuse; DROP SEQUENCE refused',
    )
    await refuseWrites(town.rcrt.database.pool, 'P0001')
    const text = (await seen(open('backfill'), columns, 1)).join(' ')
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /refuses every update of breadcrumbs: .*hint: mend what refuses it/,
    )
  })

  test.each([
    ['n\r', 1],
    [CTRL_C, 130],
  ])('9 --force asks with place, number and limit, and %j is a no', async (keys, code) => {
    const asking = open('backfill', '--force')
    await asking.waitFor(/\[y\/N\]/)
    asking.write(keys)
    const text = (await seen(asking, columns, code)).join(' ').replace(/\s+/g, ' ')
    expect(text).toMatch(
      /Extract 56 breadcrumbs at [\d.]+:\d+\/\w+ again, at most 10,000 \(--limit\)\? \[y\/N\]/,
    )
    expect(text).toMatch(/not confirmed: nothing was done/)
  })

  test('11 a watch catches up, follows, is resized, and ends with Ctrl-C', async () => {
    const watching = open('watch', '--schema', 'browser.*')
    await watching.waitFor(/Found\s+11\s+breadcrumbs\s+to\s+catch\s+up\s+with/)
    await watching.waitFor(/Ready/)
    const [id = ''] = await insertBreadcrumbs(town.rcrt.database.pool, [{ schemaName: 'browser.tab.v1' }])
    await watching.waitFor(new RegExp(`Extracted\\s+entities\\s+for\\s+${id}`))
    const resize = await narrow(watching, columns)
    watching.write(CTRL_C)
    const { code, output } = await watching.exit
    const { lines, isCursorVisible } = await draw(output, columns, resize)
    expect(lines.filter((line) => STATUS_LINE.test(line))).toEqual([])
    expect(lines.join(' ').replace(/\s+/g, ' ')).toMatch(/12 processed, 0 skipped, 0 failed in/)
    expect(isCursorVisible).toBe(true)
    expect(code).toBe(0)
  })
})

/** Takes a quarter of the columns away; `at` is where the tool has seen that, with nothing drawn on the way. */
async function narrow(running: RunningTerminal, columns: number): Promise<{ at: number; columns: number }> {
  const narrower = Math.floor((columns * 3) / 4)
  running.resize(narrower, 24)
  const { index } = await running.waitFor(SEEN)
  return { at: index, columns: narrower }
}
