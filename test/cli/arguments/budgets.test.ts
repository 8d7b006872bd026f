import { expect, test } from 'vitest'
import { budget, DEFAULT_BUDGETS, DEFAULT_BUDGETS_WORDS } from '../../../src/cli/arguments/budgets.ts'
import { runCli } from '../../support/cli.ts'

test.each([
  ['commits=500ms', { commits: 0.5 }],
  ['backends=0.5', { backends: 0.5 }],
  ['wal=50MB', { wal: 50e6 }],
  ['wal=1.5GB', { wal: 1.5e9 }],
  ['lag=1m30s', { lag: 90 }],
  ['archive=2TB', { archive: 2e12 }],
  ['vacuum=off', { vacuum: Number.POSITIVE_INFINITY }],
  ['slowdown=1.2', { slowdown: 1.2 }],
])('%s', (text, given) => {
  expect(budget(text)).toEqual(given)
})

test('several are collected, the last of one signal counts', () => {
  expect(budget('wal=2MB', budget('lag=1s', budget('wal=1MB')))).toEqual({ wal: 2e6, lag: 1 })
})

test.each([
  '',
  'wal',
  'wal=',
  'wal=50',
  'wal=0MB',
  'wal=-1MB',
  'wal=50MB ',
  'lag=10',
  'lag=0s',
  'backends=0',
  'slowdown=1',
  'speed=3',
  'toString=1',
])("'%s' is refused", (text) => {
  expect(() => budget(text)).toThrow(/^--budget( \w+)? is '.*', but has to/)
})

test('help tells what holds by default', () => {
  const told = DEFAULT_BUDGETS_WORDS.split(', ').reduce((all, text) => budget(text, all), {})
  expect(told).toEqual(DEFAULT_BUDGETS)
})

test('a budget that nobody would keep is refused', async () => {
  const { code, stderr } = await runCli(['backfill', '--no-adaptive', '--budget', 'wal=1MB'])
  expect(stderr).toMatch(/--budget is for --adaptive, and --no-adaptive is given/)
  expect(code).toBe(2)
})

test('so is a pace by which nothing steers: it would stay at its first', async () => {
  const off = Object.keys(DEFAULT_BUDGETS).map((signal) => `${signal}=off`)
  const { code, stderr } = await runCli(['backfill', '--budget', ...off])
  expect(stderr).toMatch(/^error: --budget takes all signals no part/)
  expect(stderr).toMatch(/^hint: --no-adaptive/m)
  expect(code).toBe(2)
})

test('and cores that nobody would count', async () => {
  const { code, stderr } = await runCli(['backfill', '--no-adaptive', '--server-cores', '4'])
  expect(stderr).toMatch(/--server-cores is for --adaptive, and --no-adaptive is given/)
  expect(code).toBe(2)
})
