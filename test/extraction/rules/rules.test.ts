import { describe, expect, it } from 'vitest'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { passagesOf } from '../../../src/extraction/passages/passages.ts'
import { BUILT_IN_SCHEMA_RULES } from '../../../src/extraction/rules/built-in.ts'
import { parseRules } from '../../../src/extraction/rules/parse-rules.ts'
import { pathRules } from '../../../src/extraction/rules/path-rules.ts'
import { readRules } from '../../../src/extraction/rules/read-rules.ts'
import { rulesFor } from '../../../src/extraction/rules/schema-rules.ts'

interface Case {
  readonly schema: string
  readonly context: unknown
  /** Paths that weigh more than the rest. */
  readonly heavy: readonly string[]
  readonly code?: readonly string[]
  readonly ignored: readonly string[]
}

const CASES: readonly Case[] = [
  {
    schema: 'user.message.v1',
    context: { content: 'Please repair it', session_name: 'blue fox', ui_state: 'chat panel' },
    heavy: ['content'],
    ignored: ['session_name', 'ui_state'],
  },
  {
    schema: 'agent.response.v1',
    context: {
      message: 'It is repaired',
      model: 'big model',
      creator: { type: 'agent kind' },
      finish_reason: 'stop',
    },
    heavy: ['message'],
    ignored: ['model', 'creator.type', 'finish_reason'],
  },
  {
    schema: 'knowledge.v1',
    context: {
      summary: 'About windmills',
      sections: [{ heading: 'Sails', body: 'They turn', example: { code: 'turnSails(3)' } }],
      etag: 'weak tag',
    },
    heavy: ['summary', 'sections.heading', 'sections.body'],
    code: ['sections.example.code'],
    ignored: ['etag'],
  },
  {
    schema: 'note.v1',
    context: { note: 'Buy some paint', source_id: 'imported list' },
    heavy: ['note'],
    ignored: ['source_id'],
  },
  {
    schema: 'document.v1',
    context: {
      abstract: 'On mills',
      pages: [{ text: 'Page one' }],
      encoding: 'latin one',
      file: { mime: 'plain kind' },
    },
    heavy: ['abstract', 'pages.text'],
    ignored: ['encoding', 'file.mime'],
  },
  {
    schema: 'tool.code.v1',
    context: {
      name: 'mill-turner',
      description: 'Turns mills',
      code: { language: 'typescript', source: 'export const turn = () => turnSails(3)' },
      input_schema: { type: 'object', properties: { speed: { type: 'number', description: 'How fast' } } },
      permissions: { net: ['mills only'] },
      limits: { note: 'five seconds' },
    },
    heavy: ['name', 'description', 'input_schema.properties.speed.description'],
    code: ['code.source'],
    ignored: ['input_schema.type', 'input_schema.properties.speed.type', 'permissions.net', 'limits.note'],
  },
  {
    schema: 'tool.response.v1',
    context: {
      tool: 'mill-turner',
      error: { message: 'It got stuck', stack: 'at turnSails (mill.ts:3)' },
      status: 'failed once',
      request_id: 'req abc',
    },
    heavy: ['tool', 'error.message'],
    code: ['error.stack'],
    ignored: ['status', 'request_id'],
  },
  {
    schema: 'agent.def.v1',
    context: {
      agent_name: 'Miller',
      system_prompt: 'You turn mills',
      capabilities: { can: 'turning' },
      model: 'big model',
      llm_config: { kind: 'hosted thing' },
    },
    heavy: ['agent_name', 'system_prompt', 'capabilities.can'],
    ignored: ['model', 'llm_config.kind'],
  },
  {
    schema: 'schema.def.v1',
    context: {
      schema_name: 'mill.v1',
      definition: {
        $schema: 'json schema',
        speed: { type: 'number', format: 'some format', description: 'How fast', example: 'turnSails' },
      },
    },
    heavy: ['schema_name', 'definition.speed.description'],
    code: ['definition.speed.example'],
    ignored: ['definition.$schema', 'definition.speed.type', 'definition.speed.format'],
  },
  {
    schema: 'browser.page.context.v1',
    context: {
      page: { title: 'Mills', url: 'https://example.com/mills' },
      dom: {
        headings: [{ text: 'Sails', tag: 'second level' }],
        nodes: [{ tag: 'main part', className: 'wide box', xpath: 'main div' }],
      },
      viewport: { name: 'small one' },
    },
    heavy: ['page.title', 'dom.headings.text'],
    code: ['page.url'],
    ignored: ['dom.headings.tag', 'dom.nodes.tag', 'dom.nodes.className', 'dom.nodes.xpath', 'viewport.name'],
  },
  {
    schema: 'code.snippet.v1',
    context: { explanation: 'Turns sails', code: 'turnSails(3)', path: 'src/mill.ts', checksum: 'some sum' },
    heavy: ['explanation'],
    code: ['code', 'path'],
    ignored: ['checksum'],
  },
  {
    schema: 'workflow.result.v1',
    context: {
      workflow: 'Repair',
      result: 'All sails turn',
      steps: [{ status: 'done well', stdout: 'turnSails ok' }],
      workflow_id: 'flow one',
    },
    heavy: ['workflow', 'result'],
    code: ['steps.stdout'],
    ignored: ['steps.status', 'workflow_id'],
  },
]

const built = (schema: string) => pathRules(rulesFor(schema, BUILT_IN_SCHEMA_RULES))

describe.each(CASES)('$schema', ({ schema, context, heavy, code = [], ignored }) => {
  const { passages } = passagesOf({ title: 'Mill', context, schemaName: schema }, built(schema))
  const found = (path: string) => passages.find((passage) => passage.path === `context.${path}`)

  it('weighs what says what it is about', () => {
    for (const path of heavy) expect([path, found(path)?.weight]).toEqual([path, expect.any(Number)])
    for (const path of heavy) expect(found(path)?.weight).toBeGreaterThan(1)
  })

  it('reads code as code, and nothing else', () => {
    for (const path of code) expect([path, found(path)?.code]).toEqual([path, true])
    for (const path of heavy) expect([path, found(path)?.code]).toEqual([path, false])
  })

  it('ignores ids and settings of machines', () => {
    expect(ignored.filter((path) => found(path) !== undefined)).toEqual([])
  })
})

it('there are rules of their own for twelve schemas, each tested here', () => {
  const schemas = BUILT_IN_SCHEMA_RULES.map(({ schema }) => schema).filter((schema) => schema !== '*')
  expect(CASES.map(({ schema }) => schema)).toEqual(schemas)
  expect(schemas).toHaveLength(12)
})

it('rules of a file win over the built-in ones, exact names over globs', () => {
  const extractor = createExtractor({
    rules: {
      schemas: [
        {
          schema: 'note.*',
          paths: [
            { path: 'context.note', kind: 'text' },
            { path: 'context.extra', kind: 'ignore' },
          ],
        },
        { schema: 'note.v1', paths: [{ path: 'context.note', kind: 'ignore' }] },
      ],
      vocabulary: { product: { 'Acme Router': ['acme rtr'] } },
    },
  })
  const context = { note: 'windmill', extra: 'zeppelin', text: 'We sell the acme rtr here' }
  const { keywords, entities } = extractor.extract({ title: 'Stock', context, schemaName: 'note.v1' })
  expect(keywords).not.toContain('windmill')
  expect(keywords).not.toContain('zeppelin')
  expect(keywords).toContain('acme router')
  expect(entities.product).toEqual(['acme router'])
})

it.each([
  ['{"tool": {"Acme\\u0000Router": []}}', 'vocabulary.tool["Acme\\u0000Router"]'],
  ['{"tool": {"Acme Router": ["rtr", "rtr\\u001b[2J"]}}', 'vocabulary.tool["Acme Router"][1]'],
  ['{"tool": {"Acme\u009bRouter": []}}', 'vocabulary.tool["Acme\\u009bRouter"]'],
  ['{"tool": {"Acme Router": ["half \\ud83d"]}}', 'vocabulary.tool["Acme Router"][0]'],
  ['{"to\\u0000ol": {}}', 'vocabulary.to\\u0000ol'],
  ['{"tool\\n": {}}', 'vocabulary.tool\\u000a'],
])(
  'a vocabulary that no database takes or that plays with terminals is refused, with the place: %s',
  (json, path) => {
    const { mistakes } = parseRules({ vocabulary: JSON.parse(json) })
    expect(mistakes).toEqual([{ path, message: expect.stringMatching(/control characters|a type is/) }])
  },
)

it('a vocabulary may have characters beyond the BMP', () => {
  expect(parseRules({ vocabulary: { tool: { '🚀 launcher': ['𞤀𞤣𞤤𞤢𞤥'] } } }).mistakes).toBeUndefined()
})

describe('readable strings of nested JSON', () => {
  const sentences = [
    'The gardener planted seventeen tomatoes beside the old windmill.',
    'Réparer le moulin à vent avant l’hiver',
    'A tag',
    'Deploying `createAgentRunner` to eu-west-1 failed twice.',
    'See https://example.com/guide for more, or ask ada@example.com',
    '- first\n- second\n\n```ts\nconst a = 1\n```',
    'ok',
    'WARNING: DISK IS FULL',
    'user.message.v1',
    'src/extraction/extractor.ts',
    'Запусти бота',
    '2 of 3 replicas are ready',
  ]
  const unreadable = [
    '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    'd41d8cd98f00b204e9800998ecf8427e',
    '2024-01-15T10:30:00Z',
    '#ff8800',
    'rgba(10, 20, 30, 0.5)',
    'application/json',
    'urn:uuid:6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    '00:1B:44:11:3A:B7',
    'fe80::1ff:fe23:4567:890a',
    '%E4%BD%A0%E5%A5%BD',
    '12px',
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA',
    Buffer.from(Array.from({ length: 600 }, (_, i) => (i * 97 + 13) % 251)).toString('base64'),
    '',
    '42',
    `!function(e,t){${'var n=e[t(3)],r={a:1,b:[n]};'.repeat(40)}}()`,
  ]

  function nested(depth: number): unknown {
    const at = (i: number): string => sentences[(depth * 5 + i) % sentences.length] as string
    const noise = unreadable[depth % unreadable.length]
    const inner = depth === 0 ? null : nested(depth - 1)
    return {
      label: at(0),
      payload: noise,
      items: [at(1), { note: at(2), value: depth }, [at(3), noise]],
      [`level_${depth}`]: { inner, also: at(4) },
    }
  }

  function stringsOf(value: unknown): string[] {
    if (typeof value === 'string') return [value]
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
  }

  const wordsOf = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => text.match(/[\p{L}\p{N}]+/gu) ?? [])

  it('come back as passages with at least 95 % of their words, the rest does not', () => {
    const context = nested(60)
    const { passages } = passagesOf({ title: '', context }, built('anything.v1'))
    const texts = passages.map(({ text }) => text)
    const readable = stringsOf(context).filter((text) => sentences.includes(text))
    expect(wordsOf(texts).length / wordsOf(readable).length).toBeGreaterThanOrEqual(0.95)
    for (const text of texts) expect(sentences).toContain(text)
  })
})

describe('a string that holds more than a line of text', () => {
  const textsOf = (context: unknown): readonly string[] =>
    passagesOf({ title: '', context }, built('any.v1')).passages.map(({ text }) => text)

  it('is opened when it is JSON, at any depth', () => {
    const inner = JSON.stringify({ note: 'The mill turns', list: JSON.stringify(['Garden wall', 3]) })
    expect(textsOf({ payload: inner, quoted: '"Stone bridge"' })).toEqual([
      'Stone bridge',
      'Garden wall',
      'The mill turns',
    ])
  })

  it.each(['[draft] a mill [end]', '{name}', '{ template }', '"One" or "two"'])(
    'stays as it is when it only looks like it: %s',
    (text) => expect(textsOf({ text })).toEqual([text]),
  )

  it('gets its lines back when it was escaped twice', () => {
    expect(textsOf('First line\\n\\n- Second \\"quoted\\" one\\n')).toEqual([
      'First line\n\n- Second "quoted" one\n',
    ])
    expect(textsOf('Read C:\\new\\temp, or \\nabla x')).toEqual(['Read C:\\new\\temp, or \\nabla x'])
  })
})

it('ids that machines give are ignored under every schema, names that people give are read', () => {
  const context = { trace_id: 'blue-fox', meta: { sessionId: 'red-fox' }, agent_id: 'gardener' }
  const { passages } = passagesOf({ title: '', context }, built('any.v1'))
  expect(passages.map(({ text }) => text)).toEqual(['gardener'])
})

it.each([
  ['context..a', /empty key/],
  ['context.a.', /empty key/],
  ['title.x', /title is a text/],
  ['contexts.a', /must start with/],
])('a path that can match nothing is a mistake: %s', (path, message) => {
  const { mistakes } = parseRules({ schemas: [{ schema: 'note.v1', paths: [{ path }] }] })
  expect(mistakes).toEqual([{ path: 'schemas[0].paths[0].path', message: expect.stringMatching(message) }])
})

describe('a rules file that is none', () => {
  it.each([
    ['DB_PASSWORD=hunter2\n', 'line 1'],
    ['{\n  "schemas": [],\n  "a": hunter2\n}', 'line 3'],
    ['{\n  "a": "hunter2"\n  "b": 1\n}', 'line 3'],
    ['{\n  "password": "hunter2",\n', 'line 3'],
  ])('is refused with the line of the mistake, without its contents: %s', (text, line) => {
    expect(() => readRules(text, 'rules.json')).toThrow(line)
    expect(() => readRules(text, 'rules.json')).not.toThrow(/hunter/)
  })

  it('names no credential that stands in a wrong place', () => {
    const key = `${'ghp'}_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY0zA2`
    const text = JSON.stringify({ vocabulary: { person: { [key]: 3 } }, [`password=${'hunter2'}`]: 1 })
    expect(() => readRules(text, 'rules.json')).toThrow('2 mistakes')
    expect(() => readRules(text, 'rules.json')).not.toThrow(/hunter2|aB3dE5fG7/)
  })
})
