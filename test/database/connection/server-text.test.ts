import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/database/connection/connect.ts'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli } from '../../support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

/** What no log may hold: words that only the breadcrumb has, quotes and brackets among them, and an escape sequence. */
const TITLE = '\u001b[31mhunter2 "swordfish" (of) \'Ada\'\u0007'
const VALUES = /hunter2|swordfish|Ada|\p{Cc}(?<!\n)/u
const SECRET = 'Key (title)=(secret text) already exists'

let server: TestDatabase
let database: Database

beforeAll(async () => {
  server = await createTestDatabase()
  database = connect({ target: server.url, maxConnections: 1 })
  await server.pool.query(
    'CREATE TABLE audit (title text UNIQUE, CONSTRAINT short CHECK (length(title) < 99))',
  )
})
afterAll(async () => {
  await database.close()
  await server.drop()
})
beforeEach(async () => {
  await server.pool.query('TRUNCATE breadcrumbs CASCADE; DROP FUNCTION IF EXISTS refuse() CASCADE')
  await insertBreadcrumbs(server.pool, [{ title: TITLE, context: { content: TITLE } }])
})

/** Every update of a breadcrumb runs this PL/pgSQL. */
async function onUpdate(body: string): Promise<void> {
  await server.pool.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN ${body}; RETURN NEW; END $body$;
    CREATE TRIGGER refuse BEFORE UPDATE ON breadcrumbs FOR EACH ROW EXECUTE FUNCTION refuse()`,
  )
}

async function refusal(statement = "UPDATE breadcrumbs SET entity_keywords = '{}'"): Promise<string> {
  const fault = await database
    .transaction((transaction) => transaction.query(statement))
    .catch((error) => error)
  expect(fault.message).toMatch(/^the database at \S+ refused a statement: /)
  expect(fault.cause).toBeUndefined()
  expect(JSON.stringify(fault)).not.toMatch(VALUES)
  return fault.message.replace(/^.*refused a statement: /, '')
}

describe('of what a trigger makes the server say, values stay out and the rest is readable', () => {
  test.each([
    [
      'words of its own',
      "RAISE EXCEPTION 'the audit queue is full'",
      'the audit queue is full (in refuse())',
    ],
    [
      'a value',
      "RAISE EXCEPTION 'no such title: %, sorry', NEW.title",
      'no such title: … , sorry (in refuse())',
    ],
    ['a value in quotes', `RAISE EXCEPTION 'no "%" here', NEW.title`, 'no … here (in refuse())'],
    ['a quote that stays open', `RAISE EXCEPTION 'no "%', NEW.context`, 'no … (in refuse())'],
    [
      'words in brackets',
      `RAISE unique_violation USING MESSAGE = '${SECRET}'`,
      'Key … already exists (in refuse())',
    ],
    [
      'words in quotes',
      `RAISE EXCEPTION 'no json: "secret text"' USING ERRCODE = '22P02'`,
      'no json: … (in refuse())',
    ],
    ['nothing but a value', 'RAISE EXCEPTION USING MESSAGE = NEW.title', '… (in refuse())'],
    [
      'an escape sequence',
      "RAISE EXCEPTION E'full\\x1b[2J\\u009b31m\\n\\x07 up'",
      /^full +up \(in refuse\(\)\)$/,
    ],
    ['ASSERT', 'ASSERT false, NEW.title', '… (in refuse())'],
    ['a cast', 'PERFORM NEW.title::int', 'invalid input syntax for type integer: … (in refuse())'],
    [
      'a cast to JSON',
      "PERFORM (NEW.context->>'content')::json",
      'invalid input syntax for type json (in refuse())',
    ],
    [
      'a broken encoding',
      "PERFORM convert_from('\\xe9', 'UTF8')",
      'invalid byte sequence for encoding "UTF8": …',
    ],
    [
      'a statement put together',
      "EXECUTE 'SELECT ' || quote_ident(NEW.title)",
      'column … does not exist (in refuse())',
    ],
    [
      'a table that is not there',
      'INSERT INTO audit_gone VALUES (1)',
      'relation "audit_gone" does not exist (in refuse())',
    ],
    [
      'a unique constraint',
      'INSERT INTO audit VALUES (NEW.title), (NEW.title)',
      'duplicate key value violates unique constraint "audit_title_key"',
    ],
    [
      'a check constraint',
      'INSERT INTO audit VALUES (repeat(NEW.title, 9))',
      'new row for relation "audit" violates check constraint "short"',
    ],
  ])('%s', async (_, body, expected) => {
    await onUpdate(body)
    const said = await refusal()
    expect(said).not.toMatch(VALUES)
    if (typeof expected === 'string') expect(said).toContain(expected)
    else expect(said).toMatch(expected)
  })

  test('however much it is', async () => {
    await onUpdate("RAISE EXCEPTION '%', repeat('full ', 10000)")
    expect((await refusal()).length).toBeLessThan(400)
  })

  test('a function whose source can not be read is named, and its words stay out', async () => {
    const gone = `CREATE FUNCTION gone(text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$`
    expect(await refusal(`${gone}; SELECT gone('hunter2')`)).toBe(
      'an exception whose words may quote a breadcrumb (in gone(text))',
    )
  })
})

test.each(['backfill', 'watch --once'])(
  'neither the terminal nor the record of a failure shows what a trigger quotes: %s',
  async (command) => {
    await onUpdate("RAISE EXCEPTION E'the queue \\x1b[2J is full: %, %', NEW.title, NEW.context")
    const { rows } = await server.pool.query('SELECT id FROM breadcrumbs')
    const inspect = `inspect ${rows[0].id}`
    for (const line of [`${command} --verbose`, inspect, `${inspect} --json`, 'stats', 'stats --json']) {
      const { stdout, stderr } = await runCli(line.split(' '), { env: { DATABASE_URL: server.url } })
      // The title itself is what `inspect` is for.
      const told = `${stdout}${stderr}`.replace(/^ *"title".*$|^hunter2.*$/gm, '')
      expect(told, line).not.toMatch(VALUES)
    }
    const { rows: outcomes } = await server.pool.query('SELECT error FROM rcrt_entities.outcomes')
    expect(outcomes).toEqual([{ error: expect.stringMatching(/: the queue +is full: … \(in refuse\(\)\)$/) }])
    await server.pool.query('DELETE FROM rcrt_entities.outcomes')
  },
)
