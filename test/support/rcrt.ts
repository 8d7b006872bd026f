import { createTestDatabase, type TestDatabase } from './postgres.ts'
import { RcrtStandIn } from './rcrt-stand-in.ts'
import { publishByTrigger } from './rcrt-stand-in-database.ts'

/** RCRT as a watcher meets it: a database, and an API that announces what the database gets. */
export interface Rcrt {
  readonly database: TestDatabase
  readonly standIn: RcrtStandIn
  /** Variables that lead a watcher to both. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

export async function startRcrt(): Promise<Rcrt> {
  const database = await createTestDatabase()
  const standIn = await RcrtStandIn.start()
  const publisher = await publishByTrigger({ connectionString: database.url }, (breadcrumb) =>
    standIn.announce(breadcrumb),
  )
  return {
    database,
    standIn,
    env: { DATABASE_URL: database.url, RCRT_API_URL: standIn.url.href },
    close: async () => {
      await publisher.close()
      await standIn.close()
      await database.drop()
    },
  }
}
