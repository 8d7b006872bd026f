import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Database, Transaction } from '../../connection/connect.ts'
import { readSearchFacts, type SearchFacts } from './facts.ts'
import { keywordRarity } from './keyword-rarity.ts'
import { languageOf, stem } from './language-of.ts'
import { lowerCase, queryKeywords, wordKeywords } from './query-keywords.ts'
import { search } from './search.ts'
import { searchLike } from './search-like.ts'

/** Made by the build: see `scripts/lexicon.mjs`, also for its form. */
const LEXICON = new URL('../../../../dist/search/lexicon.tsv', import.meta.url)

/** Goes up with every release whose functions or lexicon differ, so that an older program leaves newer ones alone. */
const RELEASE = 1

const LOCK_TIMEOUT_MS = 5_000
const INSTALL_LIMIT_MS = 60_000

/**
 * Installs the functions that search, and the lexicon that they read, or brings them up to date: after an upgrade of
 * this program, and when pgvector came or another role may read breadcrumbs.
 * @returns whether there was anything to do.
 */
export async function installSearch(database: Database): Promise<boolean> {
  const { isCurrent } = await database.transaction(readState, { readOnly: true })
  if (isCurrent) return false
  return database.transaction(install, { statementTimeout: INSTALL_LIMIT_MS })
}

/** The transaction that `installSearch` would run, but for the words of the lexicon; empty when there is nothing to do. */
export async function pendingSearchSql(transaction: Transaction): Promise<string> {
  const { isCurrent, sql } = await readState(transaction)
  return isCurrent ? '' : `BEGIN;${sql}\nCOMMIT;`
}

interface State {
  readonly isCurrent: boolean
  readonly sql: string
  readonly lexicon: string
  readonly fingerprint: string
}

async function readState(transaction: Transaction): Promise<State> {
  const sql = installation(await readSearchFacts(transaction))
  const lexicon = readFileSync(LEXICON, 'utf8')
  const fingerprint = createHash('sha256').update(sql).update(lexicon).digest('hex').slice(0, 12)
  const state = { sql, lexicon, fingerprint }
  const [exists] = await transaction.query<{ present: boolean }>(
    `SELECT to_regclass('rcrt_entities.search_release') IS NOT NULL AS present`,
  )
  if (!exists?.present) return { ...state, isCurrent: false }
  const [installed] = await transaction.query<{ release: number; fingerprint: string }>(
    'SELECT release, fingerprint FROM rcrt_entities.search_release',
  )
  const isNewer = (installed?.release ?? 0) > RELEASE
  return { ...state, isCurrent: isNewer || installed?.fingerprint === fingerprint }
}

async function install(transaction: Transaction): Promise<boolean> {
  await transaction.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
  // One at a time; who waited finds out what the other did.
  await transaction.query('LOCK TABLE rcrt_entities.search_release IN EXCLUSIVE MODE')
  const { isCurrent, sql, lexicon, fingerprint } = await readState(transaction)
  if (isCurrent) return false
  await transaction.query(sql)
  await transaction.query(FILL_LEXICON, [lexicon])
  await transaction.query('ANALYZE rcrt_entities.lexicon')
  await transaction.query('DELETE FROM rcrt_entities.search_release')
  await transaction.query('INSERT INTO rcrt_entities.search_release (release, fingerprint) VALUES ($1, $2)', [
    RELEASE,
    fingerprint,
  ])
  return true
}

function installation(facts: SearchFacts): string {
  const functions = [
    lowerCase,
    languageOf,
    stem,
    wordKeywords,
    queryKeywords,
    keywordRarity,
    search,
    searchLike,
  ]
  // A plain role may name pgvector's settings in a function only where pgvector is loaded, as by its first use.
  const load = facts.vectorSchema === null ? '' : `SELECT '[1]'::${facts.vectorSchema}.vector;`
  return [
    CREATE_LEXICON,
    load,
    ...functions.map((write) => write(facts)),
    REMOVE_OTHERS,
    ...facts.readers.map(grants),
  ].join('\n')
}

/** What this transaction did not make: those with other parameters. The others were replaced, so that what uses them, such as a view, goes on. */
const REMOVE_OTHERS = `
DO $do$ DECLARE function regprocedure; BEGIN
  FOR function IN
    SELECT oid FROM pg_proc
    WHERE pronamespace = 'rcrt_entities'::regnamespace AND xmin <> pg_current_xact_id()::xid
  LOOP
    EXECUTE 'DROP FUNCTION ' || function;
  END LOOP;
END $do$;`

const CREATE_LEXICON = `
DROP TABLE IF EXISTS rcrt_entities.lexicon;
CREATE TABLE rcrt_entities.lexicon (
  word      text COLLATE "C" PRIMARY KEY,
  keywords  text[] NOT NULL,
  head      text,
  modifies  boolean NOT NULL,
  languages text[] NOT NULL
);`

/** What the functions read, they read with the rights of whoever calls them. */
function grants(reader: string): string {
  return `
GRANT USAGE ON SCHEMA rcrt_entities TO ${reader};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA rcrt_entities TO ${reader};
GRANT SELECT ON rcrt_entities.lexicon TO ${reader};
GRANT SELECT (breadcrumb_id, weights) ON rcrt_entities.outcomes TO ${reader};`
}

const FILL_LEXICON = `
INSERT INTO rcrt_entities.lexicon (word, keywords, head, modifies, languages)
SELECT columns[1], string_to_array(columns[2], ' '), nullif(columns[3], ''), columns[4] = '1',
  string_to_array(columns[5], ' ')
FROM unnest(string_to_array($1, E'\\n')) AS line, string_to_array(line, E'\\t') AS columns`
