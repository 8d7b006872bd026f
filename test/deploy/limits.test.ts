import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EXIT_CODES } from '../../src/errors.ts'

const MIB = 1024 ** 2
/** What docs and help say of each, and what the rest takes. */
const [THREAD, REST] = [100e6, 256 * MIB]

function textOf(file: string): string {
  return readFileSync(new URL(`../../deploy/${file}`, import.meta.url), 'utf8')
}

test.each([
  ['systemd/rcrt-entities-backfill.service', /^MemoryMax=(\d+)G$/m],
  ['kubernetes/backfill.yml', /limits:\s+memory: (\d+)Gi/],
])('the threads of %s fit into its memory, however many cores there are', (file, limit) => {
  const text = textOf(file)
  const [, gib] = limit.exec(text) ?? []
  const [, threads] = /^[^#]*--concurrency,? "?(\d+)/m.exec(text) ?? []
  expect(Number(threads) * THREAD + REST).toBeLessThan(Number(gib) * 1024 * MIB)
})

test('a backfill that systemd stops has not failed', () => {
  const [, codes = ''] =
    /^SuccessExitStatus=(.*)$/m.exec(textOf('systemd/rcrt-entities-backfill.service')) ?? []
  expect(codes.split(' ')).toContain(String(EXIT_CODES.terminated))
})
