import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli, startCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { startTerminal, terminalAvailable } from '../../support/terminal.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await insertBreadcrumbs(database.pool, [{ title: 'Lighthouse' }])
})
afterAll(() => database.drop())

test.skipIf(!terminalAvailable)(
  'stats --watch draws anew over what was there, in the rows there are, and ends with 0',
  async () => {
    const watch = startTerminal(['stats', '--watch', '--database-url', database.url], { rows: 12 })
    await watch.waitFor(/1 breadcrumb /)
    await insertBreadcrumbs(database.pool, [{ title: 'Windmill' }])
    await watch.waitFor(/2 breadcrumbs /)
    watch.write('\x03')
    const { code, output } = await watch.exit
    expect(code).toBe(0)
    const drawn = output.split('\u001b[H\u001b[J').slice(1)
    expect(drawn.length).toBeGreaterThan(1)
    for (const screen of drawn.slice(0, -1)) expect(screen.trimEnd().split('\n')).toHaveLength(11)
    expect(drawn[0]).toMatch(/and \d+ lines more/)
  },
)

test('off a terminal, stats --watch shows one below the other, and SIGTERM ends it with 0', async () => {
  const watch = startCli(['stats', '--watch', '--database-url', database.url])
  await watch.waitForStdout(/breadcrumbs? [\s\S]*\nschema /)
  watch.kill()
  const { code, stdout } = await watch.exit
  expect(code).toBe(0)
  expect(stdout).not.toContain('\u001b')
})

test.each([
  [['--watch', '--json'], /--watch and --json exclude each other/],
  [['--watch', '--exit-code'], /'--watch' cannot be used with/],
  [['--watch', '--html', 'x.html'], /'--watch' cannot be used with/],
])('refuses %j', async (flags, message) => {
  const { code, stderr } = await runCli(['stats', ...flags, '--database-url', database.url])
  expect(code).toBe(2)
  expect(stderr).toMatch(message)
})
