import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../support/breadcrumbs.ts'
import { runCli } from '../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts'
import { refuseWrites } from '../support/refuse-writes.ts'

let database: TestDatabase

/** Done, without text, secret, refused, waiting, never embedded, without a schema: something for each name. */
beforeAll(async () => {
  database = await createTestDatabase()
  await insertBreadcrumbs(database.pool, [
    ...numberedBreadcrumbs(3, () => ({ schemaName: 'refused.v1' })),
    ...numberedBreadcrumbs(5),
    { title: '', context: {} },
    { sensitivity: 'secret' },
    { embedding: null },
    { embedding: null, schemaName: 'system.hygiene.v1' },
    { schemaName: null },
  ])
  await refuseWrites(database.pool, 'P0001', "WHEN (OLD.schema_name = 'refused.v1')")
})
afterAll(() => database.drop())

test.each([
  ['extract', ['extract', 'Ada asked for a tool']],
  ['extract', ['extract', 'of the']],
  ['migrate', ['migrate', '--dry-run']],
  ['backfill-dry-run', ['backfill', '--dry-run']],
  ['migrate', ['migrate']],
  ['backfill', ['backfill', '--limit', '2']],
  ['backfill', ['backfill']],
  ['backfill', ['backfill', '--failed', '--since', '24h']],
  ['failures', ['failures']],
  ['backfill', ['backfill', '--schema', 'note.v1']],
  ['stats', ['stats']],
  ['stats-runs', ['stats', '--runs']],
])('%s.schema.json describes all that %j prints', async (name, args) => {
  const { stdout, stderr } = await cli(args)
  expectToFit(name, JSON.parse(stdout), stderr)
})

test('watch.schema.json describes each line of watch', async () => {
  await insertBreadcrumbs(database.pool, [{}, { sensitivity: 'secret' }, { schemaName: 'refused.v1' }])
  const { stdout, stderr } = await cli(['watch', '--once'])
  const lines = stdout.trimEnd().split('\n')
  const events = lines.map((line): { event: string } => JSON.parse(line))
  for (const event of events) expectToFit('watch', event, stderr)
  expect(new Set(events.map(({ event }) => event))).toEqual(
    new Set(['processed', 'skipped', 'retrying', 'failed', 'stopped']),
  )
})

test('a name that no schema has is found', () => {
  const validate = validatorOf('migrate')
  expect(validate({ steps: [] })).toBe(true)
  expect(validate({ steps: [], more: 1 })).toBe(false)
})

function cli(args: readonly string[]) {
  const where = args[0] === 'extract' ? [] : ['--database-url', database.url]
  return runCli([...args, '--json', ...where])
}

function expectToFit(name: string, document: unknown, stderr: string): void {
  const validate = validatorOf(name)
  validate(document)
  expect(validate.errors, `${JSON.stringify(document)}\n${stderr}`).toBeNull()
}

function validatorOf(name: string) {
  const schema = JSON.parse(
    readFileSync(new URL(`../../docs/json/${name}.schema.json`, import.meta.url), 'utf8'),
  )
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true })
  formats.default(ajv)
  return ajv.compile(schema)
}
