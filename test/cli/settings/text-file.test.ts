import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readStdin } from '../../../src/cli/settings/text-file.ts'
import { runCli } from '../../support/cli.ts'

const MARK = '\uFEFF'
const read = (bytes: Buffer) => readStdin({ stdin: Readable.from([bytes]) })
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rcrt-text-'))
})
afterAll(() => rm(directory, { recursive: true }))

test.each([[[0xff, 0x41]], [[0xfe, 0x41]], ['a\0bc'], ['abc\0'], ['\0abc'], ['ab\0c'], ['\0\0bc']])(
  'what only begins like UTF-16 is read as UTF-8: %j',
  async (written) => {
    const bytes = Buffer.from(written)
    expect(await read(bytes)).toBe(bytes.toString('utf8'))
  },
)

describe.each([
  ['UTF-8', (text: string) => Buffer.from(text)],
  ['UTF-8 with a byte order mark', (text: string) => Buffer.from(MARK + text)],
  ['UTF-16', (text: string) => Buffer.from(MARK + text, 'utf16le')],
  ['UTF-16 without a mark', (text: string) => Buffer.from(text, 'utf16le')],
  ['UTF-16 with the high bytes first', (text: string) => utf16be(MARK + text)],
  ['UTF-16 with the high bytes first, without a mark', utf16be],
])('%s is read', (_, encoded) => {
  test.each(['Bell Rock', 'ab', 'a', ''])('as it was written: %j', async (text) => {
    // Without a mark, it takes two characters to tell.
    if (text.length > 1 || encoded(text).length < 2) expect(await read(encoded(text))).toBe(text)
  })

  test('in .env', async () => {
    await writeFile(join(directory, '.env'), encoded('DATABASE_URL=postgresql://u@127.0.0.1:1/crumbs\r\n'))
    const { stderr, code } = await runCli(['stats'], { cwd: directory })
    expect(stderr).toContain('127.0.0.1:1/crumbs')
    expect(code).toBe(4)
  })

  test('in --rules and --file', async () => {
    const rules = join(directory, 'rules.json')
    const file = join(directory, 'breadcrumb.json')
    await writeFile(rules, encoded('{"vocabulary": {"product": {"Acme": ["acme rtr"]}}}'))
    await writeFile(file, encoded('{"title": "The acme rtr of Zürich", "context": {}}'))
    const { stdout, stderr } = await runCli(['extract', '--json', '--rules', rules, '--file', file])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ entities: { product: ['acme'] } })
    expect(stdout).toContain('zürich')
  })

  test('on stdin', async () => {
    const { stdout } = await runCli(['extract'], { input: encoded('Docker and pgvector\n') })
    expect(stdout).toMatch(/docker.*pgvector/s)
  })
})
