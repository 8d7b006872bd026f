import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createPgliteDatabase, createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { direction } from '../support/searchable.ts'

/** Adds keywords; the limit on their number, which goes with it, takes some away. */
const RULES = JSON.stringify({
  schemas: [{ schema: 'result.*', paths: [{ path: 'title', kind: 'keyword' }] }],
  vocabulary: { place: { lighthouse: ['lighthouse keeper'] } },
})
const BEFORE = `CREATE TABLE before AS SELECT id, schema_name, entities, entity_keywords FROM breadcrumbs`
/** As somebody else would count what a backfill has changed since. */
const CHANGED_SINCE = `
WITH pairs AS (
  SELECT a.schema_name AS schema, b.entity_keywords AS had, a.entity_keywords AS has,
    array(${entitiesOf('b')}) AS had_entities, array(${entitiesOf('a')}) AS has_entities
  FROM breadcrumbs a JOIN before b USING (id) WHERE b.entity_keywords IS NOT NULL
)
SELECT schema, count(*)::int AS compared,
  count(*) FILTER (WHERE had <> has OR had_entities <> has_entities)::int AS changed,
  sum((SELECT count(*) FROM unnest(has) AS one WHERE one <> ALL (had)))::int AS gained,
  sum((SELECT count(*) FROM unnest(had) AS one WHERE one <> ALL (has)))::int AS lost,
  sum((SELECT count(*) FROM unnest(has_entities) AS one WHERE one <> ALL (had_entities)))::int AS "entitiesGained",
  sum((SELECT count(*) FROM unnest(had_entities) AS one WHERE one <> ALL (has_entities)))::int AS "entitiesLost"
FROM pairs GROUP BY 1 ORDER BY 1`

function entitiesOf(table: string): string {
  return `SELECT type || one FROM jsonb_each(${table}.entities) AS lists (type, list) CROSS JOIN jsonb_array_elements_text(list) AS one ORDER BY 1`
}

let database: TestDatabase
let directory: string
let rules: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rcrt-compare-'))
  rules = join(directory, 'rules.json')
  await writeFile(rules, RULES)
})
afterAll(() => rm(directory, { recursive: true, force: true }))
afterEach(() => database.drop())

describe('on PostgreSQL', () => {
  beforeEach(async () => {
    database = await createTestDatabase()
    await insertBreadcrumbs(database.pool, [
      ...numberedBreadcrumbs(60, (number) => ({
        schemaName: 'result.v1',
        ...(number % 3 === 0 && { title: 'A lighthouse keeper' }),
      })),
      ...numberedBreadcrumbs(20),
      ...numberedBreadcrumbs(5, () => ({ title: '', context: {} })),
    ])
    await cli('backfill')
  })

  test('the same extractor changes nothing', async () => {
    expect(await compare()).toMatchObject({
      ...{ compared: 85, changed: 0, changedPercent: 0, failed: 0, most: [], ranking: null },
      keywords: { gained: 0, lost: 0 },
    })
  })

  test('tells by schema what a backfill with the same rules then changes, as SQL counts it', async () => {
    const predicted = await compare('--rules', rules, '--max-keywords', '4')
    await database.pool.query(BEFORE)
    await cli('backfill', '--outdated', '--rules', rules, '--max-keywords', '4')
    const { rows } = await database.pool.query(CHANGED_SINCE)
    expect(flat(predicted.schemas)).toEqual(rows)
    const sum = (name: string) => rows.reduce((total, row) => total + row[name], 0)
    expect(flat([predicted])).toMatchObject([
      { compared: 85, changed: sum('changed'), gained: sum('gained'), lost: sum('lost') },
    ])
    expect(predicted.changedPercent).toBeCloseTo((100 * sum('changed')) / 85, 2)
    expect(sum('gained')).toBeGreaterThan(0)
    expect(sum('lost')).toBeGreaterThan(0)
  })

  test('names the ten that change most, with what they gain and lose', async () => {
    const { rows } = await database.pool.query(
      `WITH lowest AS (SELECT id FROM breadcrumbs WHERE schema_name = 'result.v1' ORDER BY id DESC LIMIT 12)
       UPDATE breadcrumbs b SET entity_keywords = entity_keywords || array(SELECT 'odd' || n FROM generate_series(1, place) AS n)
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM lowest) AS placed WHERE placed.id = b.id
       RETURNING b.id, place::int`,
    )
    const { most, changed } = await compare()
    expect(changed).toBe(12)
    const expected = rows.sort((a, b) => b.place - a.place).slice(0, 10)
    expect(most).toEqual(
      expected.map(({ id, place }) => ({
        ...{ id, schema: 'result.v1', entities: { gained: 0, lost: 0 } },
        keywords: { gained: [], lost: Array.from({ length: place }, (_, at) => `odd${at + 1}`) },
      })),
    )
  })

  test('leaves out what is pending, stale, secret or foreign, and writes nothing', async () => {
    const [stale = '', secret = ''] = await insertBreadcrumbs(database.pool, [
      { title: 'Stale' },
      { title: 'Hidden' },
    ])
    await cli('backfill')
    await insertBreadcrumbs(database.pool, [{}, { entityKeywords: ['lighthouses'] }])
    await updateContent(database.pool, stale, { content: 'A lighthouse' })
    await database.pool.query("UPDATE breadcrumbs SET sensitivity = 'secret' WHERE id = $1", [secret])
    const before = await snapshot()
    expect(await compare()).toMatchObject({ compared: 85, changed: 0 })
    expect(await compare('--foreign')).toMatchObject({ compared: 1, changed: 1 })
    const { stdout } = await cli('compare', '--rules', rules, '--max-keywords', '1')
    expect(stdout).not.toContain(secret.slice(0, 8))
    expect(await snapshot()).toEqual(before)
  })

  test('takes so many, and only of the schemas that are asked for', async () => {
    expect(await compare('--sample', '30')).toMatchObject({ compared: 30 })
    const { schemas } = await compare('--schema', 'result.*')
    expect(schemas).toMatchObject([{ schema: 'result.v1', compared: 60 }])
    expect((await cli('compare', '--schema', 'none.v1')).code).toBe(2)
  })

  test.each([40, 80])('fits %i columns, and shows no text of a breadcrumb', async (columns) => {
    const { stdout } = await runCli(
      ['compare', '--rules', rules, '--max-keywords', '4', '--database-url', database.url],
      { env: { COLUMNS: String(columns) } },
    )
    expect(stdout).toMatch(/^\d+\.\d% of 85 breadcrumbs would change\nchanged +\d+\n/)
    expect(stdout).toMatch(/\nresult\.v1\s+60/)
    expect(stdout).toMatch(/\nThose that change most\n[0-9a-f]{8} result\.v1, entities \+\d+ -\d+\n {2}\+ \w/)
    expect(stdout).not.toMatch(/Breadcrumb \d/)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
  })

  test('a gate lets a backfill pass that changes no more, and stops one that does before it writes', async () => {
    await database.pool.query(BEFORE)
    const outcomes = await snapshot()
    const bad = ['--outdated', '--rules', rules, '--max-keywords', '1']
    const stopped = await cli('backfill', ...bad, '--gate', '10%')
    expect(stopped.code).toBe(1)
    expect(stopped.stderr.replace(/\s+/g, ' ')).toMatch(
      /error: 80 of a sample of 85 breadcrumbs would change: 94\.12%, more than --gate lets through \(10%\); none of them was written hint: `rcrt-entities compare`/,
    )
    expect(await snapshot()).toEqual(outcomes)
    expect((await cli('backfill', ...bad, '--gate', '94%')).code).toBe(1)
    expect((await cli('backfill', '--force', '--yes', '--gate', '0')).code).toBe(0)
    expect((await cli('backfill', ...bad, '--gate', '94.12%')).code).toBe(0)
    const { rows } = await database.pool.query(CHANGED_SINCE)
    expect(rows.reduce((sum, { changed }) => sum + changed, 0)).toBe(80)
  })

  test('a gate stops a dry run and --force, too, and is refused where nothing could change', async () => {
    expect((await cli('backfill', '--force', '--yes', '--max-keywords', '1', '--gate', '10')).code).toBe(1)
    expect(
      (await cli('backfill', '--outdated', '--dry-run', '--max-keywords', '1', '--gate', '9')).code,
    ).toBe(1)
    for (const wrong of [
      ['--gate', '10%'],
      ['--outdated', '--gate', '101%'],
      ['--outdated', '--gate', 'x'],
    ]) {
      const { code, stderr } = await cli('backfill', ...wrong)
      expect(code, stderr).toBe(2)
    }
  })

  test('takes keywords of what turned secret away, even where a gate stops it', async () => {
    const { rows } = await database.pool.query(
      `UPDATE breadcrumbs SET sensitivity = 'secret' WHERE id =
       (SELECT id FROM breadcrumbs WHERE entity_keywords <> '{}' ORDER BY id LIMIT 1) RETURNING id`,
    )
    expect((await cli('backfill', '--outdated', '--max-keywords', '1', '--gate', '10')).code).toBe(1)
    const { rows: left } = await database.pool.query(
      'SELECT entity_keywords AS keywords FROM breadcrumbs WHERE id = $1',
      [rows[0].id],
    )
    expect(left).toEqual([{ keywords: [] }])
  })
})

describe('with questions', () => {
  let questions: string

  beforeEach(async () => {
    database = await createPgliteDatabase()
    const ids = await insertBreadcrumbs(
      database.pool,
      [
        'A lighthouse keeper',
        'Lighthouse paint',
        'A keeper of goats',
        'Agents and tools',
        'A harbour wall',
      ].map((title, at) => ({
        title,
        context: { content: `${title} in the harbour. The agent of the keeper wrote about the workflow.` },
        embedding: direction(at * 40),
        schemaName: at === 4 ? 'excluded.v1' : 'note.v1',
      })),
    )
    await insertBreadcrumbs(database.pool, [
      {
        schemaName: 'context.blacklist.v1',
        context: { excluded_schemas: [{ schema_name: 'excluded.v1' }] },
      },
    ])
    questions = [
      { query: 'the lighthouse keeper', relevant: [ids[0]] },
      { query: 'who paints a lighthouse?', relevant: [ids[1], ids[0]], embedding: direction(70) },
      { query: 'goats and agents', relevant: [ids[2]], embedding: direction(130) },
      { query: 'a harbour wall', relevant: [ids[4]] },
    ]
      .map((question) => JSON.stringify(question))
      .join('\n')
    await cli('migrate')
    await cli('backfill')
  })

  test('ranks as evaluate does before and after a backfill with the same rules', async () => {
    const flags = ['--rules', rules, '--max-keywords', '3']
    const { ranking } = await compare('--queries', '-', ...flags)
    expect(ranking).toMatchObject({
      ...{ questions: 4, withEmbedding: 2, breadcrumbs: 6, relevant: { named: 4, ranked: 4 } },
    })
    expect(ranking.measures.before).toEqual(await evaluated())
    await cli('backfill', '--outdated', ...flags)
    expect(ranking.measures.after).toEqual(await evaluated())
    expect(ranking.measures.after).not.toEqual(ranking.measures.before)
  })

  test('ranks what the questions ask for even where the sample lacks it', async () => {
    const { compared, ranking } = await compare('--queries', '-', '--sample', '1')
    expect(compared).toBe(1)
    expect(ranking.relevant).toEqual({ named: 4, ranked: 4 })
    expect([4, 5]).toContain(ranking.breadcrumbs)
  })

  test.each([40, 80])('shows each measure as it is and as it would be in %i columns', async (columns) => {
    const { stdout } = await runCli(
      ['compare', '--queries', '-', '--max-keywords', '3', '--database-url', database.url],
      { env: { COLUMNS: String(columns) }, input: questions },
    )
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '4 questions, 2 with a vector, among 6 breadcrumbs: the sample, and 4 of the 4 that are relevant',
    )
    expect(stdout).toMatch(/with vectors\s+(nDCG@10 )?\d\.\d{3} → \d\.\d{3}/)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
  })

  async function evaluated(): Promise<unknown> {
    const { stdout, stderr } = await runCli(['evaluate', '-', '--json', '--database-url', database.url], {
      input: questions,
    })
    expect(stderr).toBe('')
    return JSON.parse(stdout).measures
  }

  async function compare(...flags: string[]) {
    const { stdout, stderr, code } = await runCli(
      ['compare', '--json', ...flags, '--database-url', database.url],
      { input: questions },
    )
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout)
  }
})

interface Shown {
  readonly schema: string
  readonly compared: number
  readonly changed: number
  readonly keywords: { readonly gained: number; readonly lost: number }
  readonly entities: { readonly gained: number; readonly lost: number }
}

function flat(changes: readonly Shown[]) {
  return changes
    .map(({ schema, compared, changed, keywords, entities }) => ({
      ...{ schema, compared, changed, ...keywords },
      ...{ entitiesGained: entities.gained, entitiesLost: entities.lost },
    }))
    .sort((a, b) => (a.schema < b.schema ? -1 : 1))
}

async function snapshot(): Promise<unknown> {
  const all = async (table: string) =>
    (await database.pool.query(`SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY 1`)).rows
  return Promise.all(['breadcrumbs', 'rcrt_entities.outcomes', 'rcrt_entities.claims'].map(all))
}

async function compare(...flags: string[]) {
  const { stdout, stderr, code } = await cli('compare', '--json', ...flags)
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

function cli(...args: string[]) {
  return runCli([...args, '--database-url', database.url])
}
