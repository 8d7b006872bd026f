import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { refuseWrites } from '../support/refuse-writes.ts'

let database: TestDatabase
let id: string
const cli = (...args: string[]) => runCli([...args, '--database-url', database.url])

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
/** One that has keywords of ours, and turns secret without a new version. */
beforeEach(async () => {
  await database.pool.query('TRUNCATE breadcrumbs; DROP SCHEMA IF EXISTS rcrt_entities CASCADE')
  const ids = await insertBreadcrumbs(database.pool, [
    { title: 'The lighthouse', tags: ['harbour'] },
    { title: 'Another', schemaName: 'another.v1' },
  ])
  id = ids[0] ?? ''
  await cli('backfill')
  expect((await stored()).keywords).toContain('lighthouse')
  await database.pool.query("UPDATE breadcrumbs SET sensitivity = 'secret' WHERE id = $1", [id])
})

test.each([
  ['backfill'],
  ['backfill', '--failed'],
  ['backfill', '--stale', '--schema', 'another.v1'],
  ['backfill', '--outdated', '--since', '1h'],
  ['watch', '--once'],
])('%s %s takes away the keywords of what turned secret, and says so', async (...args) => {
  const { stderr, code } = await cli(...args)
  expect(stderr).toMatch(/^warning: 1 breadcrumb turned secret since/m)
  expect(code).toBe(0)
  expect(await stored()).toEqual({ entities: {}, keywords: [], status: 'skipped', reason: 'withheld' })
  expect((await cli(...args)).stderr).not.toContain('turned secret')
})

test.each([
  ['--schema', 'nothing.like.it', 2, /^error: --schema nothing\.like\.it matches no schema/m],
  ['--id', '00000000-dead', 1, /^error: no breadcrumb/m],
])('a backfill that is refused for its %s withholds before it says so', async (flag, value, exit, words) => {
  const { stdout, stderr, code } = await cli('backfill', flag, value)
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' })
  expect(stderr).toMatch(/^warning: 1 breadcrumb turned secret since/m)
  expect(stderr).toMatch(words)
  expect(await stored()).toEqual({ entities: {}, keywords: [], status: 'skipped', reason: 'withheld' })
  const [run] = JSON.parse((await cli('stats', '--runs', '--json')).stdout)
  expect(run).toMatchObject({ ending: 'error', processed: 0, withheld: 1 })
})

test('a dry run that is refused for its --schema withholds nothing', async () => {
  expect((await cli('backfill', '--dry-run', '--schema', 'nothing.like.it')).code).toBe(2)
  expect((await stored()).keywords).toContain('lighthouse')
})

test('what was taken away counts in the summary, in --json and in stats --runs', async () => {
  const { stdout } = await cli('backfill', '--failed', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ found: 0, withheld: 1, stillExposed: 0 })
  const [run] = JSON.parse((await cli('stats', '--runs', '--json')).stdout)
  expect(run).toMatchObject({ processed: 0, skipped: 0, withheld: 1 })
  expect((await cli('stats', '--runs')).stdout).toMatch(/ withheld .*\n.* 1 +done\n/s)
})

test('inspect shows nothing of what turned secret, before and after its keywords are gone', async () => {
  for (const state of ['stale', 'skipped']) {
    const { stdout } = await cli('inspect', id)
    expect(stdout).toMatch(new RegExp(`state +${state}\n`))
    expect(stdout).not.toMatch(/lighthouse|harbour/i)
    const document = await cli('inspect', id, '--json')
    expect(document.stdout).not.toMatch(/lighthouse|harbour/i)
    expect(JSON.parse(document.stdout)).toMatchObject({
      title: null,
      keywords: null,
      entities: null,
      tags: [],
    })
    if (state === 'stale') expect(stdout.replace(/\s+/g, ' ')).toContain('turned secret after its keywords')
    await cli('backfill')
  }
})

test('what another program wrote about a secret breadcrumb is left to --foreign', async () => {
  await database.pool.query('DROP SCHEMA rcrt_entities CASCADE')
  await cli('backfill')
  expect((await database.pool.query('SELECT entity_keywords FROM breadcrumbs')).rows[0]).not.toEqual({
    entity_keywords: [],
  })
  await cli('backfill', '--foreign')
  expect(await stored()).toMatchObject({ keywords: [], reason: 'withheld' })
})

async function stored() {
  const { rows } = await database.pool.query(
    `SELECT b.entities, b.entity_keywords AS keywords, o.status, o.reason
     FROM breadcrumbs b JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id WHERE b.id = $1`,
    [id],
  )
  return rows[0]
}

test('one that can not be written holds up no run for ever: it ends, says so and ends with 3', async () => {
  await insertBreadcrumbs(database.pool, [{ title: 'A harbour' }])
  await refuseWrites(database.pool, 'P0001', `WHEN (OLD.id = '${id}')`)
  try {
    const { stderr, code } = await cli('backfill', '--max-duration', '20s')
    expect(stderr).toMatch(
      /^warning: 1 breadcrumb turned secret and still has its keywords: .*refused for the test/m,
    )
    expect(code).toBe(3)
    const { rows } = await database.pool.query('SELECT last_value::int AS tries FROM refused')
    expect(rows[0].tries).toBeLessThan(10)
  } finally {
    await database.pool.query(
      'DROP TRIGGER refuse ON breadcrumbs; DROP FUNCTION refuse; DROP SEQUENCE refused',
    )
  }
})
