import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { cleanEnvironment } from '../../support/cli.ts'
import { runMain } from '../../support/main.ts'

/** What bash offers for the last word of a line. */
async function offered(line: string): Promise<string[]> {
  const { stdout: script } = await runMain(['completion', 'bash'])
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
  expect(await offered('rcrt-entities runs pa')).toEqual(['pause'])
})

test.each([
  ['backfill --rules bi', ['bin', 'biome.json']],
  ['backfill --rules = biome', ['biome.json']],
  ['extract --file biome', ['biome.json']],
  ['evaluate biome', ['biome.json']],
  ['stats --embedded bi', ['bin']],
  ['evaluate --wor', ['--worst']],
])('bash completes files and directories where they are values: %s', async (line, files) => {
  expect((await offered(`rcrt-entities ${line}`)).sort()).toEqual(files)
})

test('bash offers nothing where only the user knows the value', async () => {
  expect(await offered('rcrt-entities backfill --limit ')).toEqual([''])
})

test('no shell offers a command the flags that it has no use for', async () => {
  expect(await offered('rcrt-entities extract --')).not.toContain('--owner')
  expect(await offered('rcrt-entities completion --')).toEqual(['--help'])
  const [zsh, fish] = await Promise.all(
    ['zsh', 'fish'].map(async (shell) => (await runMain(['completion', shell])).stdout),
  )
  expect(/ extract\) .*/.exec(zsh ?? '')?.[0]).not.toContain('--owner')
  expect(fish).not.toMatch(/from extract' -l owner/)
})

test.each([
  ['zsh', "'1:completion:\\(bash zsh fish\\)'"],
  // Else the flags of before a command would swallow what comes after --embedded behind it.
  ['zsh', "_arguments -C -A '-\\*' "],
  ['zsh', "evaluate\\) _arguments .* '1:file:_files' ;;"],
  ['zsh', "'\\*--rules=\\[.*\\]:file:_files'"],
  ['fish', "-n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'"],
  ['fish', "-n '__fish_seen_subcommand_from evaluate' -F"],
  ['fish', "-n '__fish_seen_subcommand_from extract' -l rules -r -F "],
  ['fish', "-n '__fish_seen_subcommand_from extract' -l help "],
])('%s completes values: %s', async (shell, words) => {
  const { stdout } = await runMain(['completion', shell])
  expect(stdout).toMatch(new RegExp(words))
})
