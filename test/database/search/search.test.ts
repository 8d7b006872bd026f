import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { OWNER_ID } from '../../support/breadcrumbs.ts'
import { createPgliteDatabase, createTestDatabase, type TestDatabase } from '../../support/postgres.ts'
import { direction, type Extracted, insertExtracted, makeSearchable } from '../../support/searchable.ts'

const OTHER_OWNER = '00000000-0000-0000-0000-000000000002'

interface Hit {
  readonly id: string
  readonly score: number
  readonly keyword_score: number
  readonly vector_score: number
  readonly matched: readonly string[]
}

/** Every test has words of its own, so that no other test's breadcrumbs are in its way. */
describe.each([
  ['a server', createTestDatabase],
  ['the embedded database', createPgliteDatabase],
])('on %s', (place, create) => {
  let database: TestDatabase
  const hasVectors = place !== 'a server' || inject('pgvector')

  beforeAll(async () => {
    database = await create()
    await makeSearchable(database)
    // What most breadcrumbs carry tells nothing; the table is large enough for that to show.
    await insert(Array.from({ length: 300 }, () => ({ keywords: { common: 255 } })))
  })
  afterAll(() => database.drop())

  const insert = (rows: readonly Extracted[]) => insertExtracted(database.pool, rows)

  async function found(call: string, values: readonly unknown[] = []): Promise<Hit[]> {
    return (await database.pool.query(`SELECT * FROM rcrt_entities.${call}`, [...values])).rows
  }

  const rowsOf = async (query: string) => (await database.pool.query(query)).rows

  test('a rare keyword counts more than one that many carry', async () => {
    const [rare = ''] = await insert([{ keywords: { zebra: 100 } }])
    const hits = await found("search('{common,zebra}')")
    expect(hits).toHaveLength(10)
    expect(hits[0]).toMatchObject({ id: rare, matched: ['zebra'] })
    expect(hits[0]?.score).toBeGreaterThan(1.5 * (hits[1]?.score ?? 0))
  })

  test('what a text is about counts more than what it mentions', async () => {
    const [mentions, about] = await insert([
      { keywords: { aardvark: 40, other: 200 } },
      { keywords: { aardvark: 200, other: 40 } },
    ])
    expect((await found("search('{aardvark}')")).map(({ id }) => id)).toEqual([about, mentions])
    const [best] = await found("search('{aardvark}')")
    expect(best?.keyword_score).toBeCloseTo(200 / 255)
  })

  test('keywords that nobody carries lower the score, and those asked for twice count once', async () => {
    const [only = ''] = await insert([{ keywords: { narwhal: 255 } }])
    const [hit] = await found("search('{narwhal,narwhal,unheard,of}')")
    expect(hit).toMatchObject({ id: only, matched: ['narwhal'] })
    expect(hit?.keyword_score).toBeGreaterThan(0.2)
    expect(hit?.keyword_score).toBeLessThan(0.4)
  })

  test('what carries only the weakest of many keywords is found, too', async () => {
    const rare = Array.from({ length: 8 }, (_, number) => `rare${number}`)
    await insert(rare.map((keyword) => ({ keywords: { [keyword]: 255 } })))
    const weak = await insert([{ keywords: { mole: 255 } }, { keywords: { mole: 100 } }])
    const hits = await found('search($1, max_rows => 20)', [[...rare, 'mole']])
    expect(hits).toHaveLength(10)
    expect(hits.slice(8).map(({ id }) => id)).toEqual(weak)
  })

  test('matched names the keywords that count most first', async () => {
    await insert([{ keywords: { common: 255, gecko: 60, iguana: 220 } }])
    const [hit] = await found("search('{common,gecko,iguana}')")
    expect(hit?.matched).toEqual(['iguana', 'gecko', 'common'])
  })

  test('keywords that somebody else wrote since, or that have no weights, count in full', async () => {
    const [foreign = '', older = ''] = await insert([
      { keywords: { heron: 10 } },
      { keywords: { egret: 10 } },
    ])
    await database.pool.query("UPDATE breadcrumbs SET entity_keywords = '{heron,stork}' WHERE id = $1", [
      foreign,
    ])
    await database.pool.query('UPDATE rcrt_entities.outcomes SET weights = NULL WHERE breadcrumb_id = $1', [
      older,
    ])
    expect(await found("search('{heron}')")).toMatchObject([{ id: foreign, keyword_score: 1 }])
    expect(await found("search('{egret}')")).toMatchObject([{ id: older, keyword_score: 1 }])
  })

  test('excluded schemas, and breadcrumbs without one beside them, are left out as RCRT leaves them out', async () => {
    const [note, message, none] = await insert([
      { keywords: { ibex: 200 }, schemaName: 'note.v1' },
      { keywords: { ibex: 100 }, schemaName: 'user.message.v1' },
      { keywords: { ibex: 50 }, schemaName: null },
    ])
    const ids = async (call: string) => (await found(call)).map(({ id }) => id)
    expect(await ids("search('{ibex}')")).toEqual([note, message, none])
    expect(await ids("search('{ibex}', excluded_schemas => '{note.v1}')")).toEqual([message])
  })

  test('a tag keeps the search to breadcrumbs that have it, however many others there are', async () => {
    const [tagged = ''] = await insert([{ keywords: { common: 1 }, tags: ['workspace:one', 'plain'] }])
    expect(await found("search('{common}', tag => 'workspace:one')")).toMatchObject([{ id: tagged }])
  })

  test('nothing asked for, nothing found', async () => {
    expect(await found("search('{}')")).toEqual([])
    expect(await found("search('{unheard}')")).toEqual([])
    expect(await found('search(ARRAY[NULL]::text[])')).toEqual([])
  })

  test('max_rows says how many at most', async () => {
    expect(await found("search('{common}', max_rows => 250)")).toHaveLength(250)
    expect(await found("search('{common}', max_rows => 0)")).toEqual([])
  })

  test('what is left out of a call and what is null mean the same', async () => {
    const nulls = 'max_rows => NULL, excluded_schemas => NULL, tag => NULL, schemas => NULL'
    expect(await found(`search('{common}', ${nulls})`)).toEqual(await found("search('{common}')"))
    const [one] = await insert([{ keywords: { common: 1 } }])
    expect(await found(`search_like('${one}', ${nulls})`)).toHaveLength(10)
  })

  test('no search reads the table from end to end', async () => {
    const { rows } = await database.pool.query(`
      SELECT pg_stat_get_xact_numscans('breadcrumbs'::regclass) AS before,
        (SELECT count(*) FROM rcrt_entities.search('{common,zebra}')) AS hits,
        (SELECT count(*) FROM rcrt_entities.search_like((SELECT id FROM breadcrumbs WHERE entity_keywords = '{common}' LIMIT 1))) AS likes,
        pg_stat_get_xact_numscans('breadcrumbs'::regclass) AS after`)
    expect(rows[0]).toMatchObject({ hits: '10', likes: '10', before: rows[0].after })
  })

  test('search_like asks with the heaviest keywords of a breadcrumb, and does not find itself', async () => {
    const [asking = '', like] = await insert([
      { keywords: { otter: 200, weasel: 100 }, embedding: null },
      { keywords: { otter: 100 }, embedding: null },
    ])
    const hits = await found('search_like($1)', [asking])
    expect(hits).toMatchObject([{ id: like, matched: ['otter'] }])
  })

  test('search_like asks with what its content says of a breadcrumb that has no keywords yet', async () => {
    const [answer] = await insert([{ keywords: { wolf: 200 }, embedding: null }])
    const content = { content: 'Where do wolves sleep?' }
    const [message = '', secret = ''] = await insert([
      { keywords: {}, title: 'Message', context: content, embedding: null },
      { keywords: {}, title: 'Message', context: content, embedding: null, sensitivity: 'secret' },
    ])
    await database.pool.query('UPDATE breadcrumbs SET entity_keywords = NULL WHERE id IN ($1, $2)', [
      message,
      secret,
    ])
    expect(await found('search_like($1)', [message])).toMatchObject([{ id: answer, matched: ['wolf'] }])
    // What matched would tell of its text.
    expect(await found('search_like($1)', [secret])).toEqual([])
  })

  test('search_like finds nothing for a breadcrumb that is not there', async () => {
    expect(await found('search_like(gen_random_uuid())')).toEqual([])
  })

  test('a role that may read breadcrumbs may search, and finds its own tenant’s only', async () => {
    const [own, others] = await insert([
      { keywords: { lynx: 100 }, ownerId: OWNER_ID },
      { keywords: { lynx: 200 }, ownerId: OTHER_OWNER },
    ])
    const role = `rcrt_reader_${Math.random().toString(36).slice(2)}`
    await database.pool.query(`CREATE ROLE ${role}; GRANT SELECT ON breadcrumbs TO ${role}`)
    await makeSearchable(database)
    const client = await database.pool.connect()
    try {
      await client.query(`SET ROLE ${role}; SELECT set_config('app.current_owner_id', '${OWNER_ID}', false)`)
      const asReader = await client.query("SELECT id FROM rcrt_entities.search('{lynx}')")
      expect(asReader.rows).toEqual([{ id: own }])
      const words = await client.query("SELECT rcrt_entities.query_keywords('Mice') AS keywords")
      expect(words.rows).toEqual([{ keywords: ['mouse'] }])
      await client.query('RESET ROLE')
      const all = await client.query("SELECT id FROM rcrt_entities.search('{lynx}')")
      expect(all.rows).toEqual([{ id: others }, { id: own }])
    } finally {
      await client.query(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`)
      client.release(true)
    }
  })

  describe.runIf(hasVectors)('with an embedding', () => {
    const ask = (keywords: string, vector: readonly number[] | null) =>
      found('search($1::text[], $2::vector)', [keywords, vector && JSON.stringify(vector)])

    test('what is near is found without any keyword in common, and both halves add up', async () => {
      const [near, both] = await insert([
        { keywords: { puma: 255 }, embedding: direction(10) },
        { keywords: { puma: 255, jaguar: 255 }, embedding: direction(40) },
      ])
      const hits = await ask('{jaguar}', direction(0))
      expect(hits.slice(0, 2)).toMatchObject([
        { id: both, keyword_score: 1, matched: ['jaguar'] },
        { id: near, keyword_score: 0, matched: [] },
      ])
      expect(hits[1]?.vector_score).toBeCloseTo(Math.cos(Math.PI / 18))
      expect(hits[0]?.score).toBeCloseTo(0.4 + 0.6 * Math.cos((40 * Math.PI) / 180))
    })

    test('embeddings that point nowhere or away, and those that are not there, count nothing', async () => {
      const ids = await insert([
        { keywords: { bison: 200 }, embedding: Array<number>(384).fill(0) },
        { keywords: { bison: 150 }, embedding: direction(180) },
        { keywords: { bison: 100 }, embedding: null },
      ])
      const hits = (await ask('{bison}', direction(0))).filter(({ id }) => ids.includes(id))
      expect(hits.map(({ id, vector_score }) => [id, vector_score])).toEqual(ids.map((id) => [id, 0]))
    })

    test('without one that points anywhere the keywords decide alone', async () => {
      const [only] = await insert([{ keywords: { marmot: 255 }, embedding: direction(0) }])
      for (const vector of [null, Array<number>(384).fill(0)]) {
        expect(await ask('{marmot}', vector)).toMatchObject([{ id: only, score: 1, vector_score: 0 }])
      }
    })

    test('few of a schema are found by their vectors, however many others are nearer', async () => {
      const [{ definition }] = await rowsOf(
        "SELECT pg_get_indexdef('breadcrumbs_embedding'::regclass) AS definition",
      )
      await database.pool.query('DROP INDEX breadcrumbs_embedding')
      onTestFinished(async () => {
        await database.pool.query(`DROP INDEX breadcrumbs_embedding; ${definition}`)
      })
      await database.pool.query(
        'CREATE INDEX breadcrumbs_embedding ON breadcrumbs USING hnsw (embedding vector_cosine_ops)',
      )
      await insert(Array.from({ length: 500 }, (_, n) => ({ keywords: {}, embedding: direction(n / 50) })))
      const far = { keywords: {}, schemaName: 'rare.v1', tags: ['rare'] }
      const [third, first, second] = await insert(
        [80, 60, 70].map((degrees) => ({ ...far, embedding: direction(degrees) })),
      )
      await database.pool.query('ANALYZE breadcrumbs')
      const asked = `search('{}', embedding => '${JSON.stringify(direction(0))}'`
      const excluded = (
        await rowsOf(
          'SELECT array_agg(DISTINCT schema_name) AS names FROM breadcrumbs WHERE schema_name IS NOT NULL',
        )
      )[0]?.names
      for (const filter of [
        "schemas => '{rare.v1}'",
        "schemas => '{r%.v1}'",
        `excluded_schemas => '{${excluded.filter((name: string) => name !== 'rare.v1')}}'`,
        "tag => 'rare'",
      ]) {
        const hits = await found(`${asked}, ${filter})`)
        expect(
          hits.map(({ id }) => id),
          filter,
        ).toEqual([first, second, third])
      }
    })

    test('search_like asks with the breadcrumb’s own embedding', async () => {
      const [asking, near] = await insert([
        { keywords: {}, embedding: direction(90) },
        { keywords: {}, embedding: direction(91) },
      ])
      const [best] = await found('search_like($1)', [asking])
      expect(best).toMatchObject({ id: near, matched: [] })
    })
  })
})
