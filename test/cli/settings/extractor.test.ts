import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { extractorOptions } from '../../../src/cli/settings/extractor.ts'
import { refusalOf } from '../../support/refusal.ts'

test('what no flag says is left to the extractor', () => {
  expect(extractorOptions({})).toEqual({})
  expect(extractorOptions({ maxKeywords: 5 })).toEqual({ maxKeywords: 5 })
})

test('--rules names a file that is read, and refused with its own name', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rcrt-rules-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const rules = join(directory, 'rules.json')
  await writeFile(rules, '{"vocabulary": {"product": {"Acme Router": ["acme rtr"]}}}')
  expect(extractorOptions({ rules })).toMatchObject({ rules: { vocabulary: expect.anything() } })
  await writeFile(rules, '{')
  expect(refusalOf(() => extractorOptions({ rules })).message).toContain(rules)
})

test('a file that is not there is refused as usage, with flag and reason', () => {
  const refusal = refusalOf(() => extractorOptions({ rules: '/no/such/rules.json' }))
  expect(refusal.kind).toBe('usage')
  expect(refusal.message).toMatch(/^--rules names a file that can't be read: ENOENT/)
  expect(refusal.cause).toMatchObject({ code: 'ENOENT' })
})
