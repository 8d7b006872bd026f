import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli } from './support/cli.ts'

/** Packages that a source file loads when it is loaded, directly or through others; and `seen`, which files. */
function packagesOf(file: URL, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>()
  if (seen.has(file.href)) return packages
  seen.add(file.href)
  const source = readFileSync(file, 'utf8')
  for (const [, specifier = ''] of source.matchAll(/^(?:import|export) (?!type)[^;]*?from '([^']+)'/gm)) {
    if (specifier.startsWith('.'))
      for (const name of packagesOf(new URL(specifier, file), seen)) packages.add(name)
    else if (!specifier.startsWith('node:')) packages.add(specifier)
  }
  return packages
}

const source = (path: string) => new URL(`../src/${path}`, import.meta.url)

test('help needs nothing but the parser of arguments', () => {
  expect([...packagesOf(source('main.ts'))]).toEqual(['commander'])
})

test.each(['stats', 'inspect', 'migrate'])(
  '%s never loads the language model, nor the embedded database where none is meant',
  (command) => {
    const packages = packagesOf(source(`commands/${command}.ts`))
    expect(packages).toContain('pg')
    expect([...packages].filter((name) => /wink|piscina|pglite/.test(name))).toEqual([])
  },
)

test.each(['stats', 'backfill', 'watch', 'doctor'])(
  '%s on a server loads neither the embedded database nor a bar for terminals',
  (command) => {
    const files = new Set<string>()
    const packages = packagesOf(source(`commands/${command}.ts`), files)
    expect([...files].filter((file) => file.includes('/database/connection/'))).not.toEqual([])
    expect([...files].filter((file) => file.includes('/database/embedded/'))).toEqual([])
    expect([...packages].filter((name) => /^(cli-progress|ora|@electric-sql)/.test(name))).toEqual([])
  },
)

test('pg is told what it runs on, so that it does not load fetch to find out', async () => {
  const script = `process.once('exit', () => {
    process._rawDebug(process.moduleLoadList.filter((name) => name.endsWith('deps/undici/undici')).length)
  })`
  const { stderr } = await runCli(['stats', '--database-url', 'postgresql://127.0.0.1:1/none'], {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` },
  })
  expect(stderr).toMatch(/cannot reach[\s\S]*\n0\n$/)
})

test('the language model is only loaded in worker threads, and nothing there that speaks to a database', () => {
  expect([...packagesOf(source('commands/backfill.ts'))].filter((name) => name.includes('wink'))).toEqual([])
  const packages = packagesOf(source('processing/threads/worker.ts'))
  expect(packages).toContain('wink-nlp')
  expect(packages).not.toContain('pg')
})

test('a bare command shows help and ends with 0', async () => {
  const { stdout, code } = await runCli([])
  expect(stdout).toMatch(/^Usage: rcrt-entities/)
  expect(stdout).toMatch(/Exit codes:/)
  expect(code).toBe(0)
})
