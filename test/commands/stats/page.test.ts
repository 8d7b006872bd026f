import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertBreadcrumbs } from '../../support/breadcrumbs.ts'
import { browserAvailable, lookAt } from '../../support/browser.ts'
import { runCli } from '../../support/cli.ts'
import { liveIn } from '../../support/lived-in.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

const HOSTILE = `</td><script>window.harmed = 1</script><img src=x onerror="window.harmed=1">&'`

let database: TestDatabase
let folder: string
let file: string
const stats = (...args: string[]) => runCli(['stats', '--database-url', database.url, ...args])

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'rcrt-html-'))
  file = join(folder, 'stats.html')
  await runCli(['migrate', '--database-url', database.url])
  await liveIn(database.pool, 1_200)
  await insertBreadcrumbs(database.pool, [{ schemaName: HOSTILE, entityKeywords: [HOSTILE], entities: {} }])
  await database.pool.query(`UPDATE rcrt_entities.outcomes SET error = $1 WHERE error LIKE 'shard 1%'`, [
    HOSTILE,
  ])
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await database.drop()
})

test('--html writes one page that loads nothing and runs nothing, and says so', async () => {
  const { stdout, stderr, code } = await stats('--html', file, '--words', '1000')
  expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: `Wrote ${file}\n`, code: 0 })
  const page = await readFile(file, 'utf8')
  expect(page).toMatch(/^<!doctype html>\n/)
  expect(page).toContain(`default-src &#39;none&#39;`)
  expect(page).not.toMatch(/<script|<img|<link|<iframe|<[^>]*\s(?:src|href|on\w+)=|@import|url\(|https?:/i)
  expect(page).toContain('&#60;script&#62;window.harmed')
  expect(page).not.toContain(
    new URL(database.url).password === '' ? '\u0000' : `:${new URL(database.url).password}@`,
  )
})

test('--html replaces what is there as a whole, leaves nothing beside it, and goes with --json and --exit-code', async () => {
  await writeFile(file, 'old')
  const { stdout, code } = await stats('--html', file, '--json', '--max-failed', '1')
  expect(JSON.parse(stdout).total).toBe(1_201)
  expect(code).toBe(3)
  expect(await readFile(file, 'utf8')).toMatch(/✖ bad: 30 failed[\s\S]*<\/html>\n$/)
  expect(await readdir(folder)).toEqual(['stats.html'])
})

test('a page that cannot be written is told with its name, and what was there stays', async () => {
  const { stderr, code } = await stats('--html', join(folder, 'missing', 'stats.html'))
  expect(stderr).toMatch(/^error: --html names a file that can't be written: ENOENT/)
  expect(code).toBe(2)
  expect(await readdir(folder)).toEqual(['stats.html'])
})

interface Seen {
  readonly text: string
  readonly harmed: boolean
  readonly requests: number
  readonly overflow: number
  readonly colours: number
  /** Of each bar, the width of its states in parts of its own. */
  readonly stacks: Record<string, number>[]
  /** In parts of the highest. */
  readonly hours: number[]
}

const LOOK = `
  const part = (one, whole) => one / whole
  const stacks = [...document.querySelectorAll('.stack')].map((stack) => Object.fromEntries(
    [...stack.children].map((child) => [child.className, part(child.getBoundingClientRect().width, stack.getBoundingClientRect().width)])))
  const heights = [...document.querySelectorAll('.hours > span')].map((hour) => hour.getBoundingClientRect().height)
  const highest = Math.max(...heights)
  return {
    text: document.body.innerText,
    harmed: 'harmed' in window,
    requests: performance.getEntriesByType('resource').length,
    overflow: document.scrollingElement.scrollWidth - innerWidth,
    colours: new Set([...document.querySelectorAll('.legend i')].map((key) => getComputedStyle(key).backgroundColor)).size,
    stacks,
    hours: heights.map((height) => part(height, highest)),
  }`

test.skipIf(!browserAvailable).each([1280, 420])(
  'in a real browser of %i pixels bars are as long as what they tell, and nothing is loaded, run or wider than the window',
  async (width) => {
    await stats('--html', file)
    const summary = JSON.parse((await stats('--json')).stdout)
    const seen = (await lookAt(await readFile(file, 'utf8'), width, LOOK)) as Seen
    expect(seen).toMatchObject({ harmed: false, requests: 0, colours: 7 })
    expect(seen.overflow).toBeLessThanOrEqual(0)
    expect(seen.text).toContain('1,201 breadcrumbs, 87.1')
    expect(seen.text).toContain(HOSTILE)
    const kinds = summary.failureKinds.length
    const bars = [summary, ...summary.schemas]
    const stacks = [seen.stacks[0], ...seen.stacks.slice(1 + kinds)]
    expect(stacks).toHaveLength(bars.length)
    for (const [at, bar] of bars.entries())
      for (const [state, part] of Object.entries(stacks[at] ?? {}))
        expect(part, `${bar.schema} ${state}`).toBeCloseTo(bar[state] / bar.total, 1.7)
    const most = Math.max(...summary.finishedByHour)
    expect(seen.hours).toHaveLength(24)
    for (const [at, count] of summary.finishedByHour.entries())
      expect(seen.hours[at]).toBeCloseTo(count / most, 1)
  },
)
