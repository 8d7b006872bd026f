import { resolve } from 'node:path'
import { createVitest, type TestModule, type TestSpecification, type Vitest } from 'vitest/node'

/** What the process that holds the tests is asked: how they do with this source in the place of the file's own. */
export interface Question {
  readonly file: string
  readonly source: string
}

/**
 * - `survived`: all tests pass.
 * - `killed`: a test fails, or is never over.
 * - `invalid`: the database says that the statement is none.
 */
export interface Answer {
  readonly verdict: 'survived' | 'killed' | 'invalid'
  /** The first test file that noticed. */
  readonly by?: string
}

/** What it says first: how long all tests take without a mutant. */
export interface Ready {
  readonly milliseconds: number
}

/** Longer than any test takes that is not broken. */
const TEST_LIMIT_MS = 10_000

let question: Question | undefined

/** The whole life of the process: starts vitest once, then answers one question after the other. */
async function answerAll(tests: readonly string[]): Promise<void> {
  const vitest = await createVitest(
    'test',
    {
      watch: false,
      reporters: [{}],
      include: tests.map((folder) => `${folder}/**/*.test.ts`),
      fileParallelism: false,
      bail: 1,
      testTimeout: TEST_LIMIT_MS,
      hookTimeout: TEST_LIMIT_MS,
    },
    { plugins: [{ name: 'mutant', enforce: 'pre', load: sourceOf }] },
  )
  await vitest.standalone()
  const started = performance.now()
  const order = await quickestFirst(vitest)
  const milliseconds = performance.now() - started
  process.on('message', (asked: Question) => {
    void answer(vitest, order, asked).then((answered) => process.send?.(answered))
  })
  process.send?.({ milliseconds } satisfies Ready)
}

function sourceOf(id: string): string | undefined {
  return question !== undefined && id === resolve(question.file) ? question.source : undefined
}

/** Throws when a test fails without any mutant. */
async function quickestFirst(vitest: Vitest): Promise<TestSpecification[]> {
  const specifications = await vitest.globTestSpecifications()
  const times = new Map<TestSpecification, number>()
  for (const specification of specifications) {
    const started = performance.now()
    const failed = await failedIn(vitest, specification)
    if (failed) throw new Error(`${specification.moduleId} fails without a mutant`)
    times.set(specification, performance.now() - started)
  }
  return specifications.sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0))
}

async function answer(vitest: Vitest, order: readonly TestSpecification[], asked: Question): Promise<Answer> {
  if (question) vitest.invalidateFile(resolve(question.file))
  question = asked
  vitest.invalidateFile(resolve(asked.file))
  const importing = importersOf(vitest, resolve(asked.file))
  const covering = order.filter(({ moduleId }) => importing.has(moduleId))
  const name = (path: string) => path.split('/').at(-1)?.split('.')[0]
  const closest = covering.filter(({ moduleId }) => name(moduleId) === name(asked.file))
  for (const specification of new Set([...closest, ...covering])) {
    const failed = await failedIn(vitest, specification)
    if (failed) return { verdict: isRefused(failed) ? 'invalid' : 'killed', by: specification.moduleId }
  }
  return { verdict: 'survived' }
}

/** The files that import this one, through others, too: known since they ran without a mutant. */
function importersOf(vitest: Vitest, file: string): ReadonlySet<string | null> {
  const { moduleGraph } = vitest.getRootProject().vite.environments.ssr
  const found = new Set<string | null>([file])
  for (const importer of found) {
    const modules = importer === null ? undefined : moduleGraph.getModulesByFile(importer)
    for (const module of modules ?? []) for (const { file } of module.importers) found.add(file)
  }
  return found
}

async function failedIn(
  vitest: Vitest,
  specification: TestSpecification,
): Promise<TestModule | 'unhandled' | undefined> {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification])
  // Those of earlier runs are among them.
  const module = testModules.find(({ moduleId }) => moduleId === specification.moduleId)
  if (module?.ok() === false) return module
  return unhandledErrors.length > 0 ? 'unhandled' : undefined
}

/** PostgreSQL's class 42: syntax errors, and names and types that do not fit. */
function isRefused(failed: TestModule | 'unhandled'): boolean {
  if (failed === 'unhandled') return false
  const [first] = [...failed.children.allTests('failed')]
  return first?.result().errors?.some((error) => /^42/.test(String(error.code))) ?? false
}

process.on('disconnect', () => process.exit())
await answerAll(process.argv.slice(2))
