import { expect } from 'vitest'
import { runCli } from './cli.ts'
import { expectToFit } from './json-schemas.ts'

/** What `doctor` found, check by check: `✔`, `!`, `✖` or `-`, and its words with how to mend it. */
export interface Diagnosis {
  readonly code: number | null
  readonly signs: Readonly<Record<string, string>>
  readonly words: Readonly<Record<string, string>>
}

const SIGNS: Readonly<Record<string, string>> = { ok: '✔', warning: '!', fault: '✖', unseen: '-' }

/** Holds what it prints against its schema, and looks for a password or token that must not be in it. */
export async function diagnose(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  script?: string,
): Promise<Diagnosis> {
  const result = await runCli(['doctor', '--json', ...args], { env, ...(script && { script }) })
  const { stdout, stderr, code } = result
  expect(stdout + stderr).not.toMatch(/hunter2|geheim/)
  const document: {
    isSound: boolean
    checks: { name: string; state: string; says: string; mend: string }[]
  } = JSON.parse(stdout || `"${stderr}"`)
  expectToFit('doctor', document, stderr)
  expect(code).toBe(document.isSound ? 0 : 1)
  const { checks } = document
  return {
    code,
    signs: Object.fromEntries(checks.map(({ name, state }) => [name, SIGNS[state] ?? '?'])),
    words: Object.fromEntries(checks.map(({ name, says, mend }) => [name, `${says} → ${mend}`])),
  }
}
