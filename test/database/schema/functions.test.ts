import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

const INSTALLED = 'Installed the functions that search.'

async function migrate(...flags: string[]): Promise<string> {
  const { stdout, stderr, code } = await runCli(['migrate', ...flags, '--database-url', database.url])
  expect(code, stderr).toBe(0)
  return stdout
}

async function rows(query: string): Promise<Record<string, unknown>[]> {
  return (await database.pool.query(query)).rows
}

test('migrate installs the functions that search once, and --dry-run shows them before', async () => {
  const planned = await migrate('--dry-run')
  expect(planned).toMatch(/CREATE OR REPLACE FUNCTION rcrt_entities\.search\([\s\S]*GRANT EXECUTE/)
  expect(await migrate()).toContain(INSTALLED)
  expect(await migrate()).toMatch(/^Nothing to do/)
  expect(await migrate('--dry-run')).toBe('-- Nothing to do.\n')
})

test('what --dry-run shows can be run by hand, but for the words of the lexicon', async () => {
  await database.pool.query(
    (await migrate('--dry-run')).replaceAll(/CREATE INDEX CONCURRENTLY/g, 'CREATE INDEX'),
  )
  expect(await rows("SELECT rcrt_entities.query_keywords('tools') AS keywords")).toEqual([
    { keywords: ['tool'] },
  ])
})

test('functions of another release are replaced, and those of a newer one left alone', async () => {
  await migrate()
  const change = (release: number) =>
    database.pool.query(`UPDATE rcrt_entities.search_release SET release = ${release}, fingerprint = 'other'`)
  await database.pool.query('DROP FUNCTION rcrt_entities.search_like')
  await change(0)
  expect(await migrate()).toContain(INSTALLED)
  expect(await rows("SELECT to_regproc('rcrt_entities.search_like') AS found")).not.toEqual([{ found: null }])
  await change(999)
  expect(await migrate()).toMatch(/^Nothing to do/)
})

test('functions whose parameters differ are replaced, too', async () => {
  await migrate()
  await database.pool.query(`DROP FUNCTION rcrt_entities.query_keywords;
    CREATE FUNCTION rcrt_entities.query_keywords(other int) RETURNS int LANGUAGE sql AS 'SELECT 1';
    UPDATE rcrt_entities.search_release SET fingerprint = 'older'`)
  await migrate()
  expect(await rows("SELECT rcrt_entities.query_keywords('tools') AS keywords")).toEqual([
    { keywords: ['tool', 'tools'] },
  ])
})

test('what uses the functions, such as a view, stays when they are replaced', async () => {
  await migrate()
  await database.pool.query(`CREATE VIEW zebras AS SELECT * FROM rcrt_entities.search('{zebra}');
    UPDATE rcrt_entities.search_release SET fingerprint = 'older'`)
  expect(await migrate()).toContain(INSTALLED)
  expect(await rows('SELECT * FROM zebras')).toEqual([])
})

test('who may read breadcrumbs since may search after the next migrate', async () => {
  await migrate()
  const role = `rcrt_reader_${Math.random().toString(36).slice(2)}`
  await database.pool.query(`CREATE ROLE ${role}; GRANT SELECT ON breadcrumbs TO ${role}`)
  try {
    expect(await migrate()).toContain(INSTALLED)
    const privilege = `has_function_privilege('${role}', oid, 'EXECUTE') AND has_schema_privilege('${role}', 'rcrt_entities', 'USAGE')`
    const query = `SELECT bool_and(${privilege}) AS may FROM pg_proc WHERE pronamespace = 'rcrt_entities'::regnamespace`
    expect(await rows(query)).toEqual([{ may: true }])
    expect(
      await rows(`SELECT has_table_privilege('${role}', 'rcrt_entities.outcomes', 'SELECT') AS may`),
    ).toEqual([{ may: false }])
  } finally {
    await database.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})

test.runIf(inject('pgvector'))('once pgvector is there, so is the vector half', async () => {
  await database.pool.query(`DROP INDEX breadcrumbs_embedding;
    ALTER TABLE breadcrumbs ALTER COLUMN embedding TYPE real[] USING NULL`)
  await migrate()
  const parameters = "SELECT proargnames[1:2]::text AS names FROM pg_proc WHERE proname = 'search'"
  expect(await rows(parameters)).toEqual([{ names: '{keywords,max_rows}' }])
  await database.pool.query('ALTER TABLE breadcrumbs ALTER COLUMN embedding TYPE vector(384) USING NULL')
  await migrate()
  expect(await rows(parameters)).toEqual([{ names: '{keywords,embedding}' }])
})

test('where the embedding is no vector, the keywords are searched all the same', async () => {
  await database.pool.query(`DROP INDEX IF EXISTS breadcrumbs_embedding;
    ALTER TABLE breadcrumbs ALTER COLUMN embedding TYPE real[] USING NULL`)
  await migrate()
  const [id] = await insertBreadcrumbs(database.pool, [{ entityKeywords: ['zebra'] }])
  expect(await rows("SELECT id, vector_score FROM rcrt_entities.search('{zebra}')")).toEqual([
    { id, vector_score: 0 },
  ])
  expect(await rows(`SELECT id FROM rcrt_entities.search_like('${id}')`)).toEqual([])
  const search = await runCli(['search', 'zebra', '--like', `${id}`, '--database-url', database.url])
  expect(search.stdout).toMatch(/^asked for +zebra\nby keywords alone: the database has no pgvector\n/)
  const question = { query: 'zebra', relevant: [id], embedding: [1, 2] }
  const evaluation = await runCli(['evaluate', '-', '--database-url', database.url], {
    input: JSON.stringify(question),
  })
  expect(evaluation.stderr).toContain(
    'The database has no pgvector: the questions are asked by keywords alone.',
  )
  expect(evaluation.stdout).toMatch(/^1 question, none with a vector\n/)
})

test('a table in another schema than public is searched', async () => {
  await database.pool.query('CREATE SCHEMA "R c r t"; ALTER TABLE breadcrumbs SET SCHEMA "R c r t"')
  await database.pool.query(`DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = "R c r t", public', current_database()); END $$`)
  await migrate()
  expect(await rows("SELECT * FROM rcrt_entities.search('{zebra}')")).toEqual([])
})
