import type { Database } from '../../database/connection/connect.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import { installSearch } from '../../database/schema/functions/install.ts'
import { searchAccess } from '../../database/schema/functions/installed.ts'
import { migrate } from '../../database/schema/migrate.ts'
import type { TableShape } from '../../database/schema/table.ts'
import { comparesVectors } from '../../database/search/search.ts'
import { ToolError } from '../../errors.ts'
import type { KnownQuestion } from '../../search/questions.ts'

/**
 * Makes sure that the database can search: installs the functions at their first use, where this role may.
 * @param onInstalling told before that, which takes some seconds
 * @throws ToolError (configuration) that says who has to run what
 */
export async function prepareSearch(
  database: Database,
  table: TableShape,
  onInstalling: () => void,
): Promise<void> {
  const access = await database.transaction(searchAccess, { readOnly: true })
  if (access === 'granted') return
  if (access === 'refused') throw notGranted(database.place)
  if (table.isStandby) throw notInstalled(database.place, undefined)
  onInstalling()
  try {
    await migrate(database)
    await installSearch(database)
  } catch (error) {
    throw isRefused(error) ? notInstalled(database.place, error) : error
  }
}

/** Told of what somebody waits for, or would miss. */
export interface PreparationObserver {
  onInstalling(): void
  onNoVectors(): void
}

/** Makes sure that questions can be asked; where the database has no pgvector, without their vectors. Throws as above. */
export async function prepareQuestions(
  database: Database,
  table: TableShape,
  questions: readonly KnownQuestion[],
  observer: PreparationObserver,
): Promise<readonly KnownQuestion[]> {
  await prepareSearch(database, table, () => observer.onInstalling())
  if (questions.every(({ embedding }) => embedding === null)) return questions
  if (await database.transaction(comparesVectors, { readOnly: true })) return questions
  observer.onNoVectors()
  return questions.map((question) => ({ ...question, embedding: null }))
}

/** Whether this role lacks rights, as the server says it or as `migrate` explains it. */
function isRefused(error: unknown): boolean {
  const fault = error instanceof DatabaseFault ? error : (error as Error).cause
  return fault instanceof DatabaseFault && fault.code === '42501'
}

function notGranted(place: string): ToolError {
  return new ToolError('configuration', `this role may not call the functions that search at ${place}`, {
    hint: 'let the owner of the tables run `rcrt-entities migrate` again: it lets every role search that may read breadcrumbs by then',
  })
}

function notInstalled(place: string, cause: unknown): ToolError {
  return new ToolError('configuration', `the functions that search are not installed at ${place}`, {
    hint: 'let the owner of the tables run `rcrt-entities migrate`, on the primary server',
    cause,
  })
}
