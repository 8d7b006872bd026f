import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { cleanEnvironment, runCli } from '../../support/cli.ts'

/** What bash offers for the last word of a line. */
async function offered(line: string): Promise<string[]> {
  const { stdout: script } = await runCli(['completion', 'bash'])
  const words = line.split(' ')
  const ask = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rcrt_entities; echo "\${COMPREPLY[@]}"`
  const { stdout } = await promisify(execFile)('bash', ['-c', `${script}\n${ask}`, 'bash', ...words], {
    env: cleanEnvironment(),
  })
  return stdout.trim().split(' ')
}

test('bash completes commands and global flags', async () => {
  expect(await offered('rcrt-entities ba')).toEqual(['backfill'])
  expect(await offered('rcrt-entities --emb')).toEqual(['--embedded'])
})

test.each(['backfill', '--embedded backfill', '--database-url postgresql://localhost/crumbs backfill'])(
  'bash completes flags of the command, and global ones, after %s',
  async (before) => {
    expect(await offered(`rcrt-entities ${before} --dr`)).toEqual(['--dry-run'])
    expect(await offered(`rcrt-entities ${before} --own`)).toEqual(['--owner'])
    expect(await offered(`rcrt-entities ${before} --he`)).toEqual(['--help'])
  },
)

test('bash completes the shells of completion, and the commands of help', async () => {
  expect(await offered('rcrt-entities completion ')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']))
  expect(await offered('rcrt-entities help sta')).toEqual(['stats'])
})

test.each([
  ['zsh', "'1:completion:(bash zsh fish)'"],
  ['fish', "-n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'"],
])('%s completes the shells of completion', async (shell, words) => {
  expect((await runCli(['completion', shell])).stdout).toContain(words)
})
