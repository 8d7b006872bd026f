import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../support/cli.ts'

describe('extract, without any database', () => {
  let directory: string
  const file = async (name: string, content: unknown) => {
    const path = join(directory, name)
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rcrt-extract-'))
  })
  afterAll(() => rm(directory, { recursive: true }))

  const text = 'The Bell Rock Lighthouse warns ships'

  test('reads its arguments, or stdin, or a file, and gives the same for the same text', async () => {
    const fromArguments = await runCli(['extract', ...text.split(' '), '--json'])
    const fromStdin = await runCli(['extract', '--json'], { input: text })
    expect(JSON.parse(fromArguments.stdout).keywords).toContain('bell rock lighthouse')
    expect(fromStdin.stdout).toBe(fromArguments.stdout)
    const path = await file('crumb.json', {
      title: text,
      context: { content: 'a beacon' },
      schema_name: 'note.v1',
    })
    const fromFile = JSON.parse((await runCli(['extract', '--file', path, '--json'])).stdout)
    expect(fromFile.keywords).toEqual(expect.arrayContaining(['bell rock lighthouse', 'beacon']))
    const dash = await runCli(['extract', '--file', '-', '--json'], { input: await readFile(path) })
    expect(JSON.parse(dash.stdout)).toEqual(fromFile)
  })

  test('shows entities by type and keywords', async () => {
    const { stdout, code } = await runCli(['extract', text])
    expect(stdout).toMatch(/^name +Bell Rock Lighthouse$/m)
    expect(stdout).toMatch(/^keywords +/m)
    expect(code).toBe(0)
  })

  test('warns of names that no breadcrumb has, not of those that are not read', async () => {
    const crumb = { title: text, id: 'x', tags: [], contxt: { content: 'a beacon' } }
    const { stdout, stderr, code } = await runCli(['extract', '--file', await file('typo.json', crumb)])
    expect(stderr).toMatch(
      /^warning: no column of breadcrumbs, and ignored, in \S*typo\.json: contxt \(read: title,/,
    )
    expect(stdout).toMatch(/^name +Bell Rock Lighthouse$/m)
    expect(code).toBe(0)
    const right = await file('right.json', { title: text, id: 'x', entity_keywords: null })
    expect((await runCli(['extract', '--file', right])).stderr).toBe('')
  })

  test('takes more vocabulary from a rules file', async () => {
    const rules = await file('rules.json', { vocabulary: { product: { frobnicator: ['frobnicators'] } } })
    const { stdout, stderr } = await runCli(['extract', 'two frobnicators', '--rules', rules, '--json'])
    expect(JSON.parse(stdout).entities, stderr).toMatchObject({ product: ['frobnicator'] })
  })

  test.each([
    ['nothing to read', () => ['extract'], /there is no text to extract from/],
    [
      'a file that is not there',
      () => ['extract', '--file', '/nowhere/crumb.json'],
      /--file names a file that can't be read/,
    ],
    [
      'a file that is not JSON',
      async () => [
        'extract',
        '--file',
        await file('bad.json', '{\n  "title": "Ada",\n  "context": hunter2\n}'),
      ],
      /^error: \S*bad\.json is not JSON: see line 3\n$/,
    ],
    [
      'a stdin that is not JSON',
      () => ['extract', '--file', '-'],
      /^error: stdin is not JSON: see line 1\n$/,
    ],
    [
      "the library's spelling of schema_name",
      async () => ['extract', '--file', await file('spelled.json', { title: text, schemaName: 'note.v1' })],
      /spelled\.json is no breadcrumb: schemaName is spelled schema_name here/,
    ],
    [
      'tags that are no list of strings',
      async () => ['extract', '--file', await file('tags.json', { title: text, tags: 'coast' })],
      /tags\.json is no breadcrumb: tags must be a list of strings or null/,
    ],
    [
      'rules with two mistakes',
      async () => [
        'extract',
        'x',
        '--rules',
        await file('bad-rules.json', { vocabulary: { a: 1 }, surprise: true }),
      ],
      /bad-rules\.json[\s\S]*vocabulary[\s\S]*surprise|bad-rules\.json[\s\S]*surprise[\s\S]*vocabulary/,
    ],
  ])('%s ends with 2 and says so', async (_, args, message) => {
    const { stdout, stderr, code } = await runCli(await args(), { input: '' })
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })
})
