import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli } from '../../support/cli.ts'
import { runMain } from '../../support/main.ts'

const ROOT = new URL('../../../', import.meta.url)
const COMMANDS = [
  ...[
    'backfill',
    'extract',
    'watch',
    'inspect',
    'search',
    'evaluate',
    'stats',
    'failures',
    'doctor',
    'drill',
  ],
  ...['plan', 'runs', 'undo', 'migrate', 'completion', 'help'],
]

test.each([[], ...COMMANDS.map((name) => [name])])(
  'help of %s names documents that there are',
  async (...command) => {
    const { stdout } = await runMain([...command, '--help'])
    const [, listed = ''] = stdout.split("\n\nDocumentation, in the package's folder:\n")
    const documents = [...listed.matchAll(/^ {2}(\S+\.md) /gm)].map(([, name = '']) => name)
    expect(documents).not.toEqual([])
    for (const document of documents) expect(existsSync(new URL(document, ROOT)), document).toBe(true)
  },
)

test.each([
  ['extract', ['--database-url', '--embedded', '--owner', '--no-progress'], ['--json', '--no-color']],
  ['inspect', ['--no-progress'], ['--owner', '--embedded']],
  ['migrate', ['--owner', '--no-progress'], ['--database-url', '--json']],
  ['completion', ['--database-url', '--json', '--quiet'], []],
  ['help', ['--database-url', '--json', '--quiet'], []],
  ['backfill', [], ['--database-url', '--embedded', '--owner', '--no-progress']],
])('help and manual of %s leave out the options that it has no use for', async (command, unused, used) => {
  const help = (await runMain([command, '--help'])).stdout
  const manual = manualOf(command, readFileSync(new URL('man/rcrt-entities.1', ROOT), 'utf8'))
  for (const text of [help, manual]) {
    for (const option of unused) expect(text).not.toContain(option)
    for (const option of used) expect(text).toContain(option)
  }
})

test('options that a command has no use for are taken all the same, so that an alias may carry them', async () => {
  const { code, stderr } = await runCli(['extract', 'Ada', '--owner', 'x', '--no-progress'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

/** The section of a command, without the marks of roff. */
function manualOf(command: string, manual: string): string {
  const sections = manual.replaceAll('\\-', '-').split(/^\.S[SH] /m)
  return (
    sections.find((section) => section.startsWith(`${command} `) || section.startsWith(`${command}\n`)) ?? ''
  )
}
