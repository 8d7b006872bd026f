import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgresServer } from '../support/postgres-server.ts'
import { compiling } from './compiling.ts'
import { type Mutant, mutantsOf } from './mutant.ts'
import { report } from './report.ts'
import { ROOMS, type Room } from './rooms.ts'
import { TestHost } from './test-host.ts'

/**
 * `run.js events [filter.ts [20]]`: mutates the sources of a room, or those whose path contains the second word; with a
 * number, every so manieth mutant only, since those of a large room take hours.
 */
const [name = '', only = '', every = '1'] = process.argv.slice(2)
const room = ROOMS[name]
if (room === undefined)
  throw new Error(`There is no room '${name}'; there are ${Object.keys(ROOMS).join(', ')}`)
process.exitCode = (await run(room)) ? 0 : 1

async function run(room: Room): Promise<boolean> {
  const files = await readdir(room.sources, { recursive: true })
  const sources = files.filter((file) => file.endsWith('.ts') && file.includes(only)).sort()
  const all = (await Promise.all(sources.map((file) => mutantsOf(join(room.sources, file))))).flat()
  const mutants = (await compiling(all)).filter((_, at) => at % Number(every) === 0)
  process.stdout.write(`${name}: ${all.length} mutants, ${mutants.length} that compile are tried\n`)
  const server = await startPostgresServer()
  const host = new TestHost(room.tests, server.url)
  try {
    return report(name, await verdicts(host, mutants), only === '' && every === '1')
  } finally {
    host.end()
    await server.stop({ remove: true })
  }
}

async function verdicts(host: TestHost, mutants: readonly Mutant[]) {
  const judged = []
  let file = ''
  for (const mutant of mutants) {
    if (mutant.file !== file) await expectUnchangedToSurvive(host, mutant.file)
    file = mutant.file
    const answer = await host.ask({ file: mutant.file, source: mutant.source })
    judged.push({ mutant, ...answer })
    if (answer.verdict === 'survived')
      process.stdout.write(
        `${judged.length}/${mutants.length} ${mutant.file}:${mutant.line}  ${mutant.change}\n`,
      )
  }
  return judged
}

/** Otherwise nothing that is killed says anything. */
async function expectUnchangedToSurvive(host: TestHost, file: string): Promise<void> {
  const { verdict, by } = await host.ask({ file, source: await readFile(file, 'utf8') })
  if (verdict !== 'survived') throw new Error(`${by} fails though ${file} is as it was`)
}
