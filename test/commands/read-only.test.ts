import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claim } from '../../src/database/claims/claim.ts'
import { connect } from '../../src/database/connection/connect.ts'
import { checkTable } from '../../src/database/schema/table.ts'
import { insertBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import {
  createTestDatabase,
  type PostgresServer,
  startPostgresServer,
  type TestDatabase,
} from '../support/postgres.ts'

const PENDING = '11110000-0000-4000-8000-000000000001'

describe('on a hot standby', () => {
  let server: PostgresServer
  let database: TestDatabase
  const cli = (...args: string[]) => runCli([...args, '--database-url', database.url])

  beforeAll(async () => {
    server = await startPostgresServer()
    database = await createTestDatabase(server.url)
    const [changed = ''] = await insertBreadcrumbs(database.pool, [
      { title: 'Lighthouse' },
      { title: 'A jetty' },
    ])
    await cli('backfill')
    await updateContent(database.pool, changed, { content: 'a harbour' })
    await insertBreadcrumbs(database.pool, [{ id: PENDING, title: 'A windmill' }])
    await server.restartAsStandby()
  })
  afterAll(async () => {
    await database.pool.end()
    await server.stop({ remove: true })
  })

  test('stats counts, and lists runs', async () => {
    const { stdout, stderr, code } = await cli('stats', '--json')
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ total: 3, pending: 1, stale: 1 })
    const runs = await cli('stats', '--runs', '--json')
    expect(JSON.parse(runs.stdout)).toMatchObject([{ command: 'backfill', processed: 2 }])
  })

  test('inspect shows a breadcrumb and its state', async () => {
    const { stdout, stderr, code } = await cli('inspect', PENDING.slice(0, 8), '--json')
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ id: PENDING, state: 'pending' })
  })

  test.each([[[]], [['--stale']], [['--force']]])('backfill --dry-run %j extracts', async (flags) => {
    const { stdout, stderr, code } = await cli('backfill', '--dry-run', '--json', ...flags)
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout).processed).toBeGreaterThan(0)
  })

  test('compare extracts again, and tells what would change', async () => {
    const { stdout, stderr, code } = await cli('compare', '--max-keywords', '1', '--json')
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ compared: 1, changed: 1 })
  })

  test('a claim there, as after a failover, is refused for the moment only', async () => {
    const standby = connect({ target: database.url, maxConnections: 1 })
    const table = await checkTable(standby, false)
    const selection = { kinds: ['pending' as const], filters: {}, includeUnembedded: false }
    const run = { id: PENDING, extractor: 'test', since: new Date(0) }
    await expect(
      standby.transaction((transaction) => claim(transaction, { table, selection, run }, [PENDING], PENDING)),
    ).rejects.toMatchObject({ faultClass: 'outage' })
    await standby.close()
  })

  test.each([['backfill'], ['migrate'], ['watch']])(
    '%s says that nothing can be written there',
    async (name) => {
      const { stdout, stderr, code } = await cli(name)
      expect(stderr).toMatch(/error: the server at 127\.0\.0\.1:\d+\/\w+ is a standby/)
      expect(stderr).toMatch(/hint: connect to the primary server/)
      expect(stdout).toBe('')
      expect(code).toBe(2)
    },
  )
})

test('a server that is set to read-only is said to be so, and charges no breadcrumb', async () => {
  const database = await createTestDatabase()
  await insertBreadcrumbs(database.pool, [{ title: 'Lighthouse' }])
  const { rows } = await database.pool.query('SELECT quote_ident(current_database()) AS name')
  await database.pool.query(`ALTER DATABASE ${rows[0].name} SET default_transaction_read_only = on`)
  const stats = await runCli(['stats', '--json', '--database-url', database.url])
  expect(JSON.parse(stats.stdout)).toMatchObject({ total: 1, pending: 1 })
  const { stderr, code } = await runCli(['backfill', '--database-url', database.url])
  expect(stderr).toMatch(/error: the database at \S+ is read-only/)
  expect(stderr).toMatch(/hint: connect to the primary server/)
  expect(code).toBe(1)
  await database.drop()
})
