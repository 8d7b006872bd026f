import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli, startCli } from '../../support/cli.ts'
import {
  createTestDatabase,
  type PostgresServer,
  startPostgresServer,
  type TestDatabase,
} from '../../support/postgres.ts'
import { startTerminal, terminalAvailable } from '../../support/terminal.ts'

let server: PostgresServer
let database: TestDatabase
beforeAll(async () => {
  server = await startPostgresServer()
  database = await createTestDatabase(server.url)
  await runCli(['migrate', '--database-url', database.url])
})
afterAll(() => server.stop({ remove: true }))

test.skipIf(!terminalAvailable).each([['stats'], ['runs']])(
  '%s --watch says since when a database that restarts is away, and goes on when it is back',
  async (command) => {
    const watch = startTerminal([command, '--watch', '--database-url', database.url], { columns: 400 })
    const view = command === 'stats' ? /No breadcrumbs|0 breadcrumbs/ : /No run is on record/
    await watch.waitFor(view)
    await server.stop()
    await watch.waitFor(/the database is away since 20\S+Z \(\d+s\), and asked again: .*127\.0\.0\.1/s)
    const before = watch.output.length
    await server.start()
    await watch.waitFor(new RegExp(`^[\\s\\S]{${before},}\\[H\\u001b\\[J(?:\\u001b\\[\\d+m)*${view.source}`))
    watch.write('\x03')
    expect((await watch.exit).code).toBe(0)
  },
)

test('off a terminal it is said once, with the return', async () => {
  const watch = startCli(['runs', '--watch', '--database-url', database.url])
  await watch.waitForStdout(/No run is on record/)
  await server.stop()
  await watch.waitForStderr(/^warning: the database is away since 20\S+Z, and asked again: /m)
  await server.start()
  await watch.waitForStderr(/^The database is back$/m)
  watch.kill()
  expect(await watch.exit).toMatchObject({ code: 0 })
})
