import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fingerprintOf } from '../../src/extraction/fingerprint.ts'
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

  /** A breadcrumb that was extracted, and then its record and itself changed; both as SQL assignments. */
  async function recorded(record: string, content = 'title = title'): Promise<string> {
    const [id = ''] = await insertBreadcrumbs(database.pool, [{ title: 'A harbour' }])
    await cli('backfill')
    await database.pool.query(`UPDATE rcrt_entities.outcomes SET ${record} WHERE breadcrumb_id = '${id}'`)
    await database.pool.query(`UPDATE breadcrumbs SET ${content} WHERE id = '${id}'`)
    return id
  }

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
    ['infinity', 'infinity'],
    ['-infinity', '-infinity'],
    ['0044-03-15 12:00+00 BC', '-000043-03-15T12:00:00.000Z'],
    ['0001-01-01 00:00+00 BC', '0000-01-01T00:00:00.000Z'],
    ['12026-11-23 00:00+00', '+012026-11-23T00:00:00.000Z'],
    ['294276-12-31 00:00+00', '294276-12-31T00:00:00+00:00'],
  ])('shows what was created and updated at %s', async (time, shown) => {
    const [id = ''] = await insertBreadcrumbs(database.pool, [{ title: 'Timeless' }])
    await database.pool.query('UPDATE breadcrumbs SET created_at = $2, updated_at = $2 WHERE id = $1', [
      id,
      time,
    ])
    const { stdout, code } = await cli('inspect', id)
    expect(stdout.replace(/ +/g, ' ')).toContain(`created ${shown}\nupdated ${shown}\n`)
    expect(code).toBe(0)
    const document = JSON.parse((await cli('inspect', id, '--json')).stdout)
    expect(document).toMatchObject({ createdAt: shown, updatedAt: shown })
    await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
  })

  test.each([
    ['skipped', ids.secret, /It is marked secret/],
    ['skipped', ids.empty, /no readable text/],
    ['waiting', ids.waiting, /not embedded it yet/],
    ['foreign', ids.foreign, /Another program wrote its keywords/],
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

  test.each([
    [
      'skipped: when, at which version and by which extractor',
      "status = 'skipped', reason = 'no-text'",
      "entities = '{}', entity_keywords = '{}'",
      /^It holds no readable text\. Skipped \(no-text\) at version 1 by rcrt-entities\/\S+ at 20\S+Z\.$/,
    ],
    [
      'failed: when, at which version and by which extractor',
      "status = 'failed', attempts = 3, error = 'refused'",
      'entity_keywords = NULL',
      /^All 3 attempts at version 1 failed, the last one by rcrt-entities\/\S+ at 20\S+Z with: refused\. backfill --failed/,
    ],
    [
      'pending, and it failed at an earlier version',
      "status = 'failed', attempts = 3, error = 'refused'",
      'entity_keywords = NULL, version = 2',
      /^All 3 attempts at version 1 failed, .* with: refused\. Its content changed since, so that the next backfill/,
    ],
    [
      'pending, since somebody removed its keywords',
      "status = 'processed'",
      'entity_keywords = NULL',
      /^Extracted at version 1 by .*Somebody removed its keywords since; the next backfill takes it\.$/,
    ],
    [
      'stale, and it was skipped before',
      "status = 'skipped', reason = 'no-text'",
      "entity_keywords = '{}', version = 2",
      /^Skipped \(no-text\) at version 1 by .* It is now at version 2; backfill --stale/,
    ],
    [
      'processed by another program, after it was skipped',
      "status = 'skipped', reason = 'no-text'",
      "entity_keywords = '{harbour}'",
      /^Another program wrote its keywords\. Skipped \(no-text\) at version 1/,
    ],
  ])('tells of what is %s', async (_, record, content, why) => {
    const id = await recorded(record, content)
    expect(JSON.parse((await cli('inspect', id, '--json')).stdout).explanation).toMatch(why)
    await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
  })

  test.each([
    ['processed', "status = 'processed'", "entity_keywords = '{harbour}'"],
    ['skipped', "status = 'skipped', reason = 'no-text'", "entity_keywords = '{}'"],
  ])(
    'tells what is %s by another extractor or other rules that it is outdated',
    async (_, record, content) => {
      const id = await recorded(`extractor = 'rcrt-entities/0/abc', ${record}`, content)
      const { explanation, defaultExtractor } = JSON.parse((await cli('inspect', id, '--json')).stdout)
      expect(defaultExtractor).toBe(fingerprintOf())
      expect(explanation).toMatch(
        / by rcrt-entities\/0\/abc at .* Outdated, compared with .*backfill --outdated/,
      )
      expect(explanation).toContain(defaultExtractor)
      await database.pool.query(`UPDATE rcrt_entities.outcomes SET extractor = $2 WHERE breadcrumb_id = $1`, [
        id,
        defaultExtractor,
      ])
      expect((await cli('inspect', id)).stdout).not.toContain('Outdated')
      await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
    },
  )

  test('tells which run holds what is claimed: its command, host, pid and start', async () => {
    const id = await recorded("status = 'processed'", 'entity_keywords = NULL')
    const runId = randomUUID()
    await database.pool.query(
      `INSERT INTO rcrt_entities.runs (id, command, host, pid, options, extractor, started_at)
       VALUES ($1, 'watch', 'north', 4711, '{}', 'x', '2026-11-01T10:00:00Z')`,
      [runId],
    )
    await database.pool.query(
      "INSERT INTO rcrt_entities.claims VALUES ($1, gen_random_uuid(), $2, now() + interval '30 s')",
      [id, runId],
    )
    const { stdout } = await cli('inspect', id)
    expect(stdout).toMatch(/state +claimed\n/)
    expect(stdout).toMatch(/held by +watch on north, pid 4711, started\s+2026-11-01T10:00:00\.000Z\n/)
    expect(JSON.parse((await cli('inspect', id, '--json')).stdout)).toMatchObject({
      state: 'claimed',
      claim: {
        expiresAt: expect.stringMatching(/^20\S+Z$/),
        run: { id: runId, command: 'watch', host: 'north', pid: 4711, startedAt: '2026-11-01T10:00:00.000Z' },
      },
    })
    await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
  })

  test('names all keys of its JSON in one way', async () => {
    const id = await recorded("status = 'retrying', retry_at = now(), attempts = 1, error = 'refused'")
    const document = JSON.parse((await cli('inspect', id, '--json')).stdout)
    expect(document.outcome).toMatchObject({ retryAt: expect.anything(), recordedAt: expect.anything() })
    const keys = [document, document.outcome].flatMap(Object.keys)
    expect(keys.filter((key) => !/^[a-z]+([A-Z][a-z]+)*$/.test(key))).toEqual([])
    await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
  })

  test('never shows the text of a secret breadcrumb', async () => {
    const { stdout, stderr } = await cli('inspect', ids.secret, '--verbose')
    expect(stdout + stderr).not.toContain('hunter2')
  })

  test.each([['77770000'], ['77770000', '--json'], ['7777']])(
    'shows no credential of a title: inspect %s %s',
    async (...args) => {
      const titles = ['Login, password: tr0ub4dor&3', 'https://ada:tr0ub4dor@example.com/a?token=tr0ub4dor']
      const inserted = await insertBreadcrumbs(database.pool, [
        { id: '77770000-0000-4000-8000-000000000001', title: titles.join(' at ') },
        { id: '77771111-0000-4000-8000-000000000002', title: titles.join(' at ') },
      ])
      const { stdout, stderr } = await cli('inspect', ...args)
      expect(stdout + stderr).toContain('Login')
      expect(stdout + stderr).not.toContain('tr0ub4dor')
      await database.pool.query('DELETE FROM breadcrumbs WHERE id = ANY ($1)', [inserted])
    },
  )

  test('lets no breadcrumb write to the terminal', async () => {
    const [id = ''] = await insertBreadcrumbs(database.pool, [
      {
        id: '66660000-0000-4000-8000-000000000007',
        title: 'red \u001b[31m alert\nstate  processed',
        tags: ['\u001b[31mtag'],
        schemaName: '\u001b[31mschema',
        entities: { '\u001b[31mtype': ['\u001b[31mvalue'] },
        entityKeywords: ['\u001b[31mkeyword'],
      },
    ])
    const { stdout } = await cli('inspect', id)
    expect(stdout.split('\n')[0]).toBe('red  alert state  processed')
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toMatch(/^type +value$/m)
    await database.pool.query('DELETE FROM breadcrumbs WHERE id = $1', [id])
  })

  test('breaks a title that is longer than a line between its words', async () => {
    const title = 'Service level objectives of the public API, and of those behind it'
    const [id = ''] = await insertBreadcrumbs(database.pool, [{ title }])
    const { stdout } = await runCli(['inspect', id, '--database-url', database.url], {
      env: { COLUMNS: '40' },
    })
    expect(stdout).toMatch(/^Service level objectives of the public\nAPI, and of those behind it\nid\n/)
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
