import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { putFilesIntoMemory } from './memory-files.ts'
import { prepareTemplate, readServer } from './postgres.ts'
import { startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the suite's server: its database `postgres`, or that of TEST_DATABASE_URL. */
    serverUrl: string
    /** The database that every test database is a copy of. */
    templateDatabase: string
    /** Whether that server has pgvector, so that `embedding` is RCRT's own `vector(384)` with its index. */
    pgvector: boolean
  }
}

/**
 * Builds, so that tests of the command line run the sources as they are now, and starts one PostgreSQL server for
 * the whole suite, unless TEST_DATABASE_URL names one.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build()
  const removeFiles = await putFilesIntoMemory()
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await startPostgresServer() : undefined
  const url = server?.url ?? given ?? ''
  try {
    const { version, pgvector } = await readServer(url)
    const hint = given === undefined ? ': `npm run pgserver` installs one that has it' : ''
    const vector = pgvector === undefined ? `without pgvector${hint}` : `with pgvector ${pgvector}`
    process.stdout.write(`The tests run on PostgreSQL ${version} ${vector}\n`)
    const template = await prepareTemplate(url)
    project.provide('serverUrl', url)
    project.provide('templateDatabase', template.name)
    project.provide('pgvector', pgvector !== undefined)
    return async () => {
      await template.drop()
      await server?.stop({ remove: true })
      await removeFiles()
    }
  } catch (error) {
    await server?.stop({ remove: true })
    await removeFiles()
    throw error
  }
}

async function build(): Promise<void> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  try {
    for (const script of [
      ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
      ['scripts/lexicon.mjs'],
    ])
      await promisify(execFile)(process.execPath, script, { cwd: root })
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
    throw new Error(`The sources do not compile:\n${output}`, { cause: error })
  }
}
