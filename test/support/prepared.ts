import { afterEach, beforeEach } from 'vitest'
import { connect, type Database } from '../../src/database/connection/connect.ts'
import { prepareForWork } from '../../src/database/connection/open.ts'
import type { TableShape } from '../../src/database/schema/table.ts'
import { createTestDatabase, type TestDatabase } from './postgres.ts'

/** A database with RCRT's tables and the tool's own, and a connection to it as the tool makes it. */
export interface Prepared {
  readonly server: TestDatabase
  readonly database: Database
  readonly table: TableShape
}

/** One for each test of a file; what this returns always holds the one of the test that runs. */
export function preparedForEach(): Prepared {
  const prepared = {} as { -readonly [Part in keyof Prepared]: Prepared[Part] }
  beforeEach(async () => {
    prepared.server = await createTestDatabase()
    prepared.database = connect({ target: prepared.server.url, maxConnections: 2 })
    prepared.table = await prepareForWork(prepared.database, false)
  })
  afterEach(async () => {
    await prepared.database.close()
    await prepared.server.drop()
  })
  return prepared
}
