import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'

const ids = {
  lighthouse: '11110000-0000-4000-8000-000000000001',
  windmill: '11110000-0000-4000-8000-000000000002',
  secret: '22220000-0000-4000-8000-000000000003',
  waiting: '33330000-0000-4000-8000-000000000004',
  foreign: '44440000-0000-4000-8000-000000000005',
  empty: '55550000-0000-4000-8000-000000000006',
}

describe('inspect', () => {
  let database: TestDatabase
  const cli = (...args: string[]) => runCli([...args, '--database-url', database.url])

  beforeAll(async () => {
    database = await createTestDatabase()
    await insertBreadcrumbs(database.pool, [
      { id: ids.lighthouse, title: 'The Bell Rock Lighthouse', schemaName: 'knowledge.v1' },
      { id: ids.windmill, title: 'A windmill' },
      { id: ids.secret, title: 'the launch code is hunter2', sensitivity: 'secret' },
      { id: ids.waiting, title: 'Later', embedding: null },
      { id: ids.foreign, title: 'Done elsewhere', entities: {}, entityKeywords: ['elsewhere'] },
      { id: ids.empty, title: '', context: {} },
    ])
  })
  afterAll(() => database.drop())

  test('works, read-only, where the tool has no schema of its own yet', async () => {
    const { stdout, code } = await cli('inspect', ids.lighthouse)
    expect(stdout).toMatch(/^The Bell Rock Lighthouse\n/)
    expect(stdout).toMatch(/state +pending/)
    expect(code).toBe(0)
    const { rows } = await database.pool.query("SELECT to_regnamespace('rcrt_entities') AS own_schema")
    expect(rows).toEqual([{ own_schema: null }])
  })

  test('shows title, schema, version, dates, state, entities by type and keywords', async () => {
    await cli('backfill')
    const { stdout } = await cli('inspect', ids.lighthouse.slice(0, 36))
    for (const line of [
      /schema +knowledge\.v1/,
      /version +1/,
      /created +20/,
      /state +processed/,
      /why +Extracted at version 1/,
    ]) {
      expect(stdout).toMatch(line)
    }
    expect(stdout).toMatch(/Entities\n/)
    expect(stdout).toMatch(/Keywords\n +.*lighthouse/)
  })

  test('writes all times in one format, and entity types in the order of extract', async () => {
    await cli('backfill')
    const [id = ''] = await insertBreadcrumbs(database.pool, [
      {
        title: 'Sorted',
        entities: { url: ['u'], name: ['n'], identifier: ['i'] },
        entityKeywords: ['sorted'],
      },
    ])
    const shown = (await cli('inspect', ids.lighthouse)).stdout + (await cli('inspect', id)).stdout
    const document = (await cli('inspect', ids.lighthouse, '--json')).stdout
    for (const text of [shown, document]) {
      const times = text.match(/\d{4}-\d\d-\d\dT[^\s"]*/g) ?? []
      expect(times.length).toBeGreaterThan(2)
      for (const time of times) expect(time).toMatch(/T\d\d:\d\d:\d\d\.\d{3}Z\.?$/)
    }
    expect(shown).toMatch(/identifier +i\nname +n\nurl +u\n/)
    await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
  })

  test.each([
    ['skipped', ids.secret, /It is marked secret/],
    ['skipped', ids.empty, /no readable text/],
    ['waiting', ids.waiting, /not embedded it yet/],
    ['processed', ids.foreign, /Another program wrote its keywords/],
  ])('explains the state: %s', async (state, id, why) => {
    await cli('backfill')
    const { stdout } = await cli('inspect', id, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ id, state, explanation: expect.stringMatching(why) })
  })

  test('tells what is stale and what moves it on', async () => {
    await cli('backfill')
    await updateContent(database.pool, ids.windmill, { content: 'a harbour' })
    const { stdout } = await cli('inspect', ids.windmill, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ state: 'stale', version: 2, outcome: { version: 1 } })
  })

  test('never shows the text of a secret breadcrumb', async () => {
    const { stdout, stderr } = await cli('inspect', ids.secret, '--verbose')
    expect(stdout + stderr).not.toContain('hunter2')
  })

  test('lets no breadcrumb write to the terminal', async () => {
    const [id = ''] = await insertBreadcrumbs(database.pool, [
      { id: '66660000-0000-4000-8000-000000000007', title: 'red \u001b[31m alert\nstate  processed' },
    ])
    const { stdout } = await cli('inspect', id)
    expect(stdout.split('\n')[0]).toBe('red  [31m alert state  processed')
    await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
  })

  test('takes any unique prefix of at least 4 characters', async () => {
    for (const prefix of ['2222', '22220000-0000', '222200000000400080']) {
      const { stdout, code } = await cli('inspect', prefix, '--json')
      expect(JSON.parse(stdout).id).toBe(ids.secret)
      expect(code).toBe(0)
    }
  })

  test('lists what an ambiguous prefix matches, and ends with 1', async () => {
    const { stdout, stderr, code } = await cli('inspect', '1111')
    expect(stderr).toContain(`${ids.lighthouse}  The Bell Rock Lighthouse`)
    expect(stderr).toContain(`${ids.windmill}  A windmill`)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  test('an id that nothing has ends with 1', async () => {
    const { stderr, code } = await cli('inspect', 'ffffffff-ffff-4fff-8fff-ffffffffffff')
    expect(stderr).toMatch(/no breadcrumb's id begins with ffffffff-ffff-4fff-8fff-ffffffffffff/)
    expect(code).toBe(1)
  })
})
