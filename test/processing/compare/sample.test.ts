import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { gated } from '../../../src/commands/backfill/gated.ts'
import { compareSample } from '../../../src/processing/compare/sample.ts'
import { summaryOf } from '../../../src/processing/compare/summary.ts'
import { Patience, UNOBSERVED } from '../../../src/processing/run/patience.ts'
import { ExtractionPool } from '../../../src/processing/threads/pool.ts'
import { Work } from '../../../src/processing/work.ts'
import { numberedBreadcrumbs, updateContent } from '../../support/breadcrumbs.ts'
import { preparedForEach } from '../../support/prepared.ts'
import { insertExtracted } from '../../support/searchable.ts'

/** Extractors that are bad in one way each: by the title of a breadcrumb. */
const BAD = `export default async function extractRows(rows) {
  return rows.map(({ id, version, title }) => title === 'Breadcrumb 1'
    ? { kind: 'error', id, version, error: 'it failed' }
    : { kind: 'result', result: { id, version, entities: '{"name":["Nobody"]}', keywords: 'nothing', weights: 'ff',
        reason: null, truncated: false } })
}`
/** Gives what is stored. */
const GOOD = BAD.replace('"name":["Nobody"]', '').replace('nothing', 'agent').replace('Breadcrumb 1', '')

const prepared = preparedForEach()
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rcrt-compare-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('a gate stops a deliberately bad extractor, and tells what would change and what would fail', async () => {
  await extracted(40)
  const refusal = await withExtractor(BAD, (work, pool) => gated(work, pool, 10))
  expect(refusal).toMatchObject({ kind: 'failure', exitCode: 1 })
  expect(refusal?.message).toContain(
    '39 of a sample of 40 breadcrumbs would change and 1 would fail: 100.00%, more than --gate lets through (10%)',
  )
  expect(await withExtractor(GOOD, (work, pool) => gated(work, pool, 0))).toBeUndefined()
})

test('counts what each breadcrumb gains and loses, and those that fail', async () => {
  await extracted(40)
  const comparison = await withExtractor(BAD, (work, pool) => compareSample(work, pool, 100))
  expect(summaryOf(comparison)).toMatchObject({
    ...{ compared: 39, changed: 39, changedPercent: 100, failed: 1 },
    keywords: { gained: 39, lost: 39 },
    entities: { gained: 39, lost: 0 },
  })
})

test('what changes while it is extracted is left out', async () => {
  const [first = ''] = await extracted(3)
  const comparison = await withExtractor(GOOD, async (work, pool) => {
    const extract = pool.extract.bind(pool)
    vi.spyOn(pool, 'extract').mockImplementation(async (rows, stop) => {
      const done = await extract(rows, stop)
      await updateContent(prepared.server.pool, first, { content: 'new' })
      return done
    })
    return compareSample(work, pool, 10)
  })
  expect(comparison.compared.map(({ id }) => id)).not.toContain(first)
  expect(comparison.compared).toHaveLength(2)
})

async function extracted(count: number): Promise<string[]> {
  const rows = numberedBreadcrumbs(count, () => ({ entities: {} }))
  return insertExtracted(
    prepared.server.pool,
    rows.map((row) => ({ ...row, keywords: { agent: 255 } })),
  )
}

async function withExtractor<T>(
  code: string,
  look: (work: Work, pool: ExtractionPool) => Promise<T>,
): Promise<T> {
  const file = join(directory, `${randomUUID()}.mjs`)
  await writeFile(file, code)
  const pool = new ExtractionPool({ workerFile: pathToFileURL(file), threads: 1, extractor: {} })
  const { database, table } = prepared
  const stop = new AbortController().signal
  const work = new Work({
    ...{ database, table },
    selection: { kinds: ['outdated'], filters: {}, includeUnembedded: false },
    run: { id: randomUUID(), extractor: 'other', since: new Date(Date.now() + 60_000) },
    patience: new Patience({ outageLimit: 0, observer: UNOBSERVED, stop }),
  })
  try {
    return await look(work, pool)
  } finally {
    await pool.close()
  }
}
