import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type Rcrt, startRcrt } from '../../support/rcrt.ts'
import { type RunningTerminal, startTerminal, terminalAvailable } from '../../support/terminal.ts'

let rcrt: Rcrt
let terminal: RunningTerminal | undefined

beforeEach(async () => {
  rcrt = await startRcrt()
})
afterEach(async () => {
  terminal?.kill('SIGKILL')
  await terminal?.exit
  await rcrt.close()
})

function watch(args: readonly string[] = [], options: { columns?: number; env?: object } = {}) {
  const { columns = 140, env } = options
  terminal = startTerminal(['watch', ...args], { columns, env: { ...rcrt.env, ...env } })
  return terminal
}

/** Inserts and waits until it is said to be processed. */
async function see(shown: RunningTerminal): Promise<string> {
  const [id = ''] = await insertBreadcrumbs(rcrt.database.pool, numberedBreadcrumbs(1))
  await shown.waitFor(new RegExp(`Extracted entities for ${id}`))
  return id
}

const ERASE = '\r\u001b[2K'
const STATUS =
  /connected \d+s \| \d+\.\d events\/s \| 1 processed, 0 skipped, 0 failed \| 0 waiting \| last sweep \d+s ago/

describe.skipIf(!terminalAvailable)('watch on a terminal', () => {
  test('shows a status line below lines with their time and colour, and takes it away at the end', async () => {
    const shown = watch()
    await shown.waitFor(/Ready/)
    const id = await see(shown)
    await shown.waitFor(STATUS)
    shown.write('\u0003')
    const { code, output, text } = await shown.exit
    expect(code).toBe(0)
    expect(text).toMatch(new RegExp(`\\d\\d:\\d\\d:\\d\\d ✨ Extracted entities for ${id}: agent`))
    expect(output).toContain(`\u001b[32mExtracted entities for ${id}`)
    expect(text).toMatch(/1 processed, 0 skipped, 0 failed in \d+s\s*$/)
    const end = output.slice(output.lastIndexOf(ERASE) + ERASE.length)
    expect(stripVTControlCharacters(end)).not.toMatch(/connected|events\/s/)
  })

  test('the status line tells how far it is with what was due, until that is done', async () => {
    await insertBreadcrumbs(rcrt.database.pool, numberedBreadcrumbs(400))
    const shown = watch(['--max-rate', '100'])
    await shown.waitFor(/Found 4\d\d breadcrumbs to catch up with/)
    await shown.waitFor(/connected \d+s \| catching up [1-9]\d*\/4\d\d ETA \ds \| /)
    await shown.waitFor(/Sweep: 4\d\d\/4\d\d breadcrumbs processed/)
    const [line] = await shown.waitFor(/[^\r\n]*last sweep [1-9]s ago/)
    expect(line).not.toContain('catching up')
  })

  test('no line is written through the status line', async () => {
    const shown = watch()
    await shown.waitFor(/Ready/)
    await see(shown)
    await shown.waitFor(STATUS)
    await see(shown)
    shown.write('\u0003')
    const { output } = await shown.exit
    const rest = output.split('\n').map((line) => stripVTControlCharacters(line.split(ERASE).at(-1) ?? ''))
    expect(rest.filter((line) => /events\/s.*(Extracted|Processing|Stopping)/.test(line))).toEqual([])
    const whole = rest.filter((line) => /^\d\d:\d\d:\d\d ✨ Extracted entities for [^|]*\r?$/.test(line))
    expect(whole).toHaveLength(2)
  })

  test('the status line fits 40 columns and tells that there is no connection', async () => {
    await rcrt.standIn.close()
    const shown = watch([], { columns: 40 })
    await shown.waitFor(/not connected \| 0\.0 events\/s/)
    shown.write('\u0003')
    const { output, code } = await shown.exit
    expect(code).toBe(0)
    const drawn = output
      .split(ERASE)
      .map((part) => stripVTControlCharacters(part.split('\n')[0] ?? ''))
      .filter((line) => line.includes('events/s'))
    expect(drawn.length).toBeGreaterThan(0)
    // The terminal itself adds the ^C.
    for (const line of drawn) expect(line.trimEnd().replace('^C', '').length).toBeLessThan(40)
  })

  test.each([
    ['--no-progress', ['--no-progress'], {}],
    ['CI', [], { CI: 'true' }],
    ['TERM=dumb', [], { TERM: 'dumb' }],
    ['--quiet', ['--quiet', '--json'], {}],
  ])('draws no status line with %s', async (_, flags, env) => {
    const shown = watch([...flags], { env })
    await insertBreadcrumbs(rcrt.database.pool, numberedBreadcrumbs(1))
    await shown.waitFor(/Extracted entities|"processed"/)
    shown.write('\u0003')
    const { output } = await shown.exit
    expect(output).not.toContain('events/s')
    expect(output).not.toContain(ERASE)
  })

  test('--no-color leaves the status line and takes the colours away', async () => {
    const shown = watch(['--no-color'])
    await shown.waitFor(/Ready/)
    await see(shown)
    await shown.waitFor(STATUS)
    shown.write('\u0003')
    const { output } = await shown.exit
    expect(output.replaceAll(ERASE, '')).toBe(stripVTControlCharacters(output.replaceAll(ERASE, '')))
  })

  test('--json prints lines that can be parsed, uncoloured', async () => {
    const shown = watch(['--json', '--no-progress'])
    await shown.waitFor(/Ready/)
    const [id] = await insertBreadcrumbs(rcrt.database.pool, numberedBreadcrumbs(1))
    const [line] = await shown.waitFor(/\{"event":"processed".*\}/)
    expect(JSON.parse(line)).toMatchObject({ event: 'processed', id })
  })
})
