import { afterAll, beforeAll, expect, test } from 'vitest'
import { fingerprintOf } from '../../../src/extraction/fingerprint.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { expectToFit } from '../../support/json-schemas.ts'
import { liveIn } from '../../support/lived-in.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const ROWS = 1_200
let database: TestDatabase
const stats = (...args: string[]) => runCli(['stats', '--database-url', database.url, ...args])

beforeAll(async () => {
  database = await createTestDatabase()
  await runCli(['migrate', '--database-url', database.url])
  await liveIn(database.pool, ROWS)
})
afterAll(() => database.drop())

const WELL = ['--max-failed', '30', '--max-wait', '30d']

test.each([
  ['--exit-code alone', ['--exit-code'], [/^30 failed, more than 0/, /^pending for 19h/, /^stale for 3h/]],
  ['limits that hold', WELL, []],
  ['one failure too many', [...WELL, '--max-failed', '29'], [/^30 failed, more than 29 \(--max-failed\)$/]],
  [
    'what waits too long',
    ['--max-failed=30', '--max-wait=10h'],
    [/^pending for 19h \d+m, longer than 10h 00m \(--max-wait\)$/],
  ],
  ['coverage that is enough', [...WELL, '--min-covered', '87'], []],
  [
    'coverage that is not',
    [...WELL, '--min-covered', '88'],
    [/^87\.17% covered, less than 88% \(--min-covered\)$/],
  ],
])('by its exit code tells a monitor of %s', async (_, flags, expected) => {
  const { stdout, code, stderr } = await stats('--json', ...flags)
  const document = JSON.parse(stdout)
  expectToFit('stats', document, stderr)
  expect(document.bad).toEqual(expected.map((words) => expect.stringMatching(words)))
  expect(code).toBe(expected.length === 0 ? 0 : 3)
})

test('a monitor that shows one line shows what is bad, or that nothing is', async () => {
  expect((await stats('--exit-code')).stdout).toMatch(
    /^✖ bad: 30 failed, more than 0 \(--max-failed\); pending for .*\n/,
  )
  expect((await stats(...WELL)).stdout).toMatch(/^✔ nothing is bad\n\n1,200 breadcrumbs/)
})

test('without --exit-code nothing is bad, whatever there is', async () => {
  const { code, stdout } = await stats('--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).not.toHaveProperty('bad')
})

test('where nothing is embedded, nothing is too little covered', async () => {
  const empty = await createTestDatabase()
  const { code } = await runCli(['stats', '--min-covered', '100', '--database-url', empty.url])
  await empty.drop()
  expect(code).toBe(0)
})

test('by extractor, each fingerprint counts as it does in the records, and the rest has none', async () => {
  await database.pool.query(
    `UPDATE rcrt_entities.outcomes SET extractor = $1 WHERE extractor LIKE 'rcrt-entities/4/%'`,
    [fingerprintOf()],
  )
  const { stdout, stderr } = await stats('--by', 'extractor', '--json')
  expectToFit('stats', JSON.parse(stdout), stderr)
  const { rows } = await database.pool.query(
    `SELECT o.extractor, coalesce(o.extractor = $1, false) AS "isDefault", count(*)::int AS total,
       count(*) FILTER (WHERE o.status = 'failed')::int AS failed,
       floor(10000.0 * count(*) / $2) / 100 AS share
     FROM breadcrumbs b LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id GROUP BY 1 ORDER BY 3 DESC`,
    [fingerprintOf(), ROWS],
  )
  expect(rows).toHaveLength(3)
  expect(JSON.parse(stdout).extractors).toMatchObject(
    rows.map(({ share, ...row }) => ({ ...row, sharePercent: Number(share) })),
  )
  const shown = (await stats('--by', 'extractor')).stdout
  expect(shown).toMatch(/\nextractor +total {2}of all .*\nrcrt-entities\/4\/\S+ \(default\) /)
  expect(shown).not.toContain('knowledge.v1  ')
})

test('--words counts keywords as unnest does, and none of secret breadcrumbs', async () => {
  await database.pool.query(
    `UPDATE breadcrumbs SET sensitivity = 'secret', entity_keywords = '{agent,hidden}' WHERE title LIKE 'foreign %'`,
  )
  const { stdout, stderr } = await stats('--words', '5', '--json')
  expectToFit('stats', JSON.parse(stdout), stderr)
  const { rows } = await database.pool.query(
    `SELECT k AS keyword, count(DISTINCT id)::int AS count FROM breadcrumbs, unnest(entity_keywords) k
     WHERE sensitivity <> 'secret' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`,
  )
  const { words } = JSON.parse(stdout)
  expect(words).toMatchObject({ isSample: false, sampled: rows[0].count, keywords: rows })
  expect(words.keywords[0].percent).toBe(100)
  expect((await stats('--words', '2')).stdout).toMatch(
    /\n2 keywords most frequent in 990 breadcrumbs that have any\nkeyword +carried by\nagent +990 {2}█{8}\nresult +330 {2}██▋░{5}\n$/,
  )
  expect((await stats('--words', '1000')).stdout).not.toContain('hidden')
})

test('--words says so when it counts a sample, which is about as the whole', async () => {
  const large = await createTestDatabase()
  await insertBreadcrumbs(
    large.pool,
    numberedBreadcrumbs(25_000, (n) => ({
      title: 'x',
      context: {},
      embedding: null,
      entityKeywords: n % 4 === 0 ? ['every', 'fourth'] : ['every'],
    })),
  )
  await large.pool.query('ANALYZE breadcrumbs')
  const cli = (...flags: string[]) => runCli(['stats', '--words', '2', '--database-url', large.url, ...flags])
  const { words } = JSON.parse((await cli('--json')).stdout)
  const { stdout } = await cli()
  await large.drop()
  expect(words.isSample).toBe(true)
  expect(words.sampled).toBeGreaterThan(7_000)
  expect(words.sampled).toBeLessThan(13_000)
  expect(words.keywords[0]).toMatchObject({ keyword: 'every', percent: 100 })
  expect(words.keywords[1].percent).toBeGreaterThan(22)
  expect(words.keywords[1].percent).toBeLessThan(28)
  expect(stdout).toMatch(
    /2 keywords most frequent in a sample of \d+,\d{3} breadcrumbs that have any\n.*\nevery +100% /,
  )
})

test.each([['--by', 'extractor'], ['--words', '5'], ['--exit-code'], ['--max-failed', '3']])(
  'refuses %s %s with --runs',
  async (...flags) => {
    const { code, stderr } = await stats('--runs', ...flags.filter((flag) => flag !== undefined))
    expect(code).toBe(2)
    expect(stderr).toMatch(/'--runs' cannot be used with/)
  },
)
