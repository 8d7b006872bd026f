import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

// A later override in biome.json replaces what an earlier one says of a rule: so each is tried, in nested folders, too.

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')

/** Imports by their place in src or the package's name, and expressions. */
interface Rule {
  readonly files: readonly string[]
  readonly imports: readonly string[]
  readonly expressions?: readonly string[]
}

const CLI = 'cli/context.ts'
const COMMAND = 'commands/stats.ts'
const VIEW = 'commands/stats/view.ts'
const PROCESSING = 'processing/work.ts'
const DATABASE = 'database/due/state.ts'
const EVENTS = 'events/event.ts'
const METRICS = 'metrics/reading.ts'
const SEARCH = 'search/score.ts'
const TOP = ['main.ts', 'index.ts', 'node:process', 'process', 'node:timers/promises']
const IMPURE = [
  ...[
    "fetch('url')",
    'Date.now()',
    'new Date()',
    'performance.now()',
    'setTimeout(f, 1)',
    'globalThis.fetch',
  ],
  ...['process.env', 'Math.max(...[1, 2])'],
]
const PLAIN = ['process.env', 'Math.max(...[1, 2])']

const REFUSED: readonly Rule[] = [
  { files: ['errors.ts'], imports: ['printable.ts', 'cli/context.ts'] },
  { files: ['printable.ts'], imports: ['errors.ts'] },
  { files: ['timing/planted.ts'], imports: ['errors.ts', ...TOP], expressions: PLAIN },
  {
    files: ['extraction/planted.ts', 'extraction/rules/planted.ts'],
    imports: [
      ...[CLI, COMMAND, PROCESSING, DATABASE, EVENTS, SEARCH, METRICS, 'timing/pause.ts', ...TOP],
      ...['pg', 'undici', 'eventsource', 'node:fs', 'node:fs/promises', 'node:https', 'node:perf_hooks'],
    ],
    expressions: IMPURE,
  },
  {
    files: ['search/planted.ts', 'search/deeper/planted.ts'],
    imports: [
      CLI,
      COMMAND,
      PROCESSING,
      DATABASE,
      EVENTS,
      METRICS,
      'timing/pause.ts',
      ...TOP,
      'pg',
      'undici',
      'node:http',
    ],
    expressions: IMPURE,
  },
  {
    files: ['database/planted.ts', 'database/claims/planted.ts', 'database/schema/migrations/planted.ts'],
    imports: [CLI, COMMAND, PROCESSING, EVENTS, METRICS, ...TOP],
    expressions: PLAIN,
  },
  {
    files: ['metrics/planted.ts'],
    imports: [CLI, COMMAND, VIEW, PROCESSING, DATABASE, EVENTS, SEARCH, ...TOP, 'pg'],
    expressions: PLAIN,
  },
  { files: ['database/embedded/planted.ts'], imports: [CLI, ...TOP], expressions: ['Math.max(...[1, 2])'] },
  {
    files: ['events/planted.ts', 'events/sse/planted.ts'],
    imports: [CLI, COMMAND, PROCESSING, DATABASE, METRICS, ...TOP, 'pg'],
    expressions: PLAIN,
  },
  {
    files: ['processing/planted.ts', 'processing/path/planted.ts'],
    imports: [CLI, COMMAND, ...TOP, 'pg'],
    expressions: PLAIN,
  },
  { files: ['commands/backfill.ts'], imports: [COMMAND, VIEW, ...TOP, 'pg'], expressions: PLAIN },
  {
    files: ['commands/backfill/view.ts'],
    imports: [COMMAND, 'commands/backfill.ts', VIEW, ...TOP, 'pg'],
    expressions: PLAIN,
  },
  {
    files: ['cli/planted.ts', 'cli/output/planted.ts', 'cli/process/planted.ts'],
    imports: [COMMAND, PROCESSING, DATABASE, EVENTS, METRICS, ...TOP, 'pg'],
    expressions: PLAIN,
  },
]

const TAKEN: readonly Rule[] = [
  { files: ['timing/allowed.ts'], imports: ['timing/pause.ts'], expressions: ['setTimeout(f, 1)'] },
  {
    files: ['extraction/rules/allowed.ts'],
    imports: ['errors.ts', 'extraction/breadcrumb.ts', 'node:crypto'],
  },
  { files: ['search/allowed.ts'], imports: ['extraction/breadcrumb.ts', 'node:fs'] },
  {
    files: ['database/due/allowed.ts'],
    imports: ['extraction/rules/glob.ts', SEARCH, 'timing/pause.ts', 'pg'],
  },
  { files: ['database/schema/allowed.ts'], imports: ['database/schema/migrations/index.ts'] },
  { files: ['database/embedded/allowed.ts'], imports: ['pg'], expressions: ['process.pid'] },
  { files: ['events/sse/allowed.ts'], imports: ['extraction/rules/glob.ts', 'timing/pause.ts', EVENTS] },
  {
    files: ['processing/path/allowed.ts'],
    imports: [DATABASE, EVENTS, METRICS, 'timing/pause.ts'],
    expressions: ['Date.now()'],
  },
  {
    files: ['metrics/allowed.ts'],
    imports: ['errors.ts', 'timing/pause.ts', METRICS, 'prom-client', 'node:http'],
  },
  { files: ['commands/stats.ts'], imports: [VIEW, CLI, DATABASE, PROCESSING, EVENTS, METRICS] },
  { files: ['commands/stats/view.ts'], imports: ['commands/stats/words.ts', CLI, DATABASE, 'errors.ts'] },
  {
    files: ['cli/output/allowed.ts'],
    imports: ['cli/output/table.ts', 'errors.ts'],
    expressions: ['new Date()'],
  },
]

let directory: string
let complaints: Set<string>

/** Each on a line of its own, statically and dynamically. */
function statementsOf({ imports, expressions = [] }: Rule, file: string): string[] {
  const sources = imports.map((name) => (/\.ts$/.test(name) ? sourceFrom(file, name) : name))
  return [
    ...sources.map((source, at) => `import { a as a${at} } from '${source}'; export const b${at} = a${at}`),
    ...sources.map((source, at) => `export const c${at} = (f: () => void) => [f, import('${source}')]`),
    ...expressions.map((expression, at) => `export const d${at} = (f: () => void) => [f, ${expression}]`),
  ]
}

function sourceFrom(file: string, target: string): string {
  const path = relative(dirname(file), target)
  return path.startsWith('.') ? path : `./${path}`
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rcrt-lint-test-'))
  for (const name of ['biome.json', 'lint', '.gitignore'])
    await cp(join(ROOT, name), join(directory, name), { recursive: true })
  for (const rule of [...REFUSED, ...TAKEN]) {
    for (const file of rule.files) {
      const path = join(directory, 'src', file)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, `${statementsOf(rule, file).join('\n')}\n`)
    }
  }
  complaints = await complaintsOfBiome()
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** Lines such as `src/errors.ts:1`. */
async function complaintsOfBiome(): Promise<Set<string>> {
  const args = [BIOME, 'lint', '--max-diagnostics=none', '--reporter=github', 'src']
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: directory, maxBuffer: 1e8 }, (_error, stdout) => resolve(stdout))
  })
  const lines = output.matchAll(/^::error .*?file=([^,]+),line=(\d+)/gm)
  return new Set([...lines].map(([, file = '', line]) => `${relative(directory, file)}:${line}`))
}

test.each(each(REFUSED))('in %s nothing gets through that has no place there', (file, rule) => {
  const statements = statementsOf(rule, file)
  expect(statements.filter((_, at) => !complaints.has(`src/${file}:${at + 1}`))).toEqual([])
})

test.each(each(TAKEN))('in %s what has its place there is let through', (file) => {
  expect([...complaints].filter((complaint) => complaint.startsWith(`src/${file}:`))).toEqual([])
})

function each(rules: readonly Rule[]): (readonly [string, Rule])[] {
  return rules.flatMap((rule) => rule.files.map((file) => [file, rule] as const))
}
