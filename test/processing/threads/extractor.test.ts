import { afterAll, expect, it } from 'vitest'
import { joinKeywords } from '../../../src/database/claims/joined-keywords.ts'
import type { BreadcrumbRow } from '../../../src/database/claims/read.ts'
import type { Sensitivity } from '../../../src/extraction/breadcrumb.ts'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { ExtractionPool } from '../../../src/processing/threads/pool.ts'
import {
  FAKE_CREDENTIALS,
  ORDINARY_SENTENCES,
  ORDINARY_STRINGS,
} from '../../extraction/credentials/samples.ts'

/** Compiled by the suite's global set-up. */
const workerFile = new URL('../../../dist/processing/threads/worker.js', import.meta.url)
const pool = new ExtractionPool({ workerFile, threads: 2, extractor: {} })
afterAll(() => pool.close())

const markdown =
  '# Deploying Docker\n\nSee [the guide](https://docs.docker.com/get-started).\n\n```ts\nconst runner = createAgentRunner()\n```\n'
const CONTEXTS: readonly (readonly [string, string | null, unknown, Sensitivity?])[] = [
  ['Ada Lovelace wrote to Charles Babbage', null, null],
  ['Markdown', 'knowledge.v1', { content: markdown }],
  [
    'Code',
    'tool.code.v1',
    { name: 'fetch-page', code: { source: 'export async function fetchPage(url) {}' } },
  ],
  ['Chinese', 'note.v1', '数据库迁移需要五分钟。'],
  ['Thai', 'note.v1', 'ระบบฐานข้อมูลทำงานได้ดี'],
  ['Arabic', 'note.v1', 'قاعدة البيانات جاهزة'],
  ['Emoji', 'user.message.v1', { message: 'Ship it 🚀🚀 please, @grace #release' }],
  ['Personal', 'note.v1', 'Call Grace Hopper at +1 555 010 9999 about the tool', 'pii'],
  ['Secret', 'note.v1', 'the launch codes', 'secret'],
  ['Credentials', null, Object.values(FAKE_CREDENTIALS)],
  ['Strings', 'document.v1', ORDINARY_STRINGS],
  ['Sentences', 'agent.response.v1', ORDINARY_SENTENCES],
  ['Unknown words', null, Array.from({ length: 3000 }, (_, i) => `zq${i.toString(36)}ing`).join(' ')],
  ['Nested', 'browser.page.context.v1', { a: { b: [{ c: { headings: ['Semantic search'] } }] } }],
  ['Quantities', null, 'It cost $1,200 (12 %) on 2024-01-15, v1.2.3, for 5 minutes'],
  ['Nothing', null, { id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' }],
  ['Long', null, 'The gardener planted seventeen tomatoes beside the windmill. '.repeat(2000)],
  ['Surrogates', null, ['\ud83d', 'ok \udc00']],
  ['A number', 'schema.def.v1', 42],
  ['Capitals', 'workflow.result.v1', { result: 'THE DEPLOYMENT OF PostgreSQL FAILED AT NASA' }],
]

const rows: readonly BreadcrumbRow[] = CONTEXTS.map(([title, schemaName, context, sensitivity], i) => ({
  id: `row-${i}`,
  version: 1,
  title,
  description: null,
  tags: ['knowledge', 'workspace:test'],
  context: JSON.stringify(context),
  schemaName,
  sensitivity: sensitivity ?? 'low',
}))

const hex = (bytes: readonly number[]) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')

it('worker threads give byte for byte what the main thread gives, in whichever order', async () => {
  const extractor = createExtractor()
  const here = new Map(
    rows.map(({ id, context, ...content }) => {
      const found = extractor.extract({ ...content, context: JSON.parse(context ?? 'null') })
      return [id, `${JSON.stringify(found.entities)}${joinKeywords(found.keywords)}${hex(found.weights)}`]
    }),
  )
  for (const order of [rows, rows.toReversed()]) {
    // One call a row, so that both threads get some.
    const stop = new AbortController().signal
    const extracted = (await Promise.all(order.map((row) => pool.extract([row], stop)))).flat()
    const there = extracted.map((one) => {
      if (one.kind === 'error') throw new Error(one.error)
      return [one.result.id, `${one.result.entities}${one.result.keywords}${one.result.weights}`] as const
    })
    expect(new Map(there)).toEqual(here)
    expect(there).toHaveLength(20)
  }
})
