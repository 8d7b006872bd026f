import { expect, test } from 'vitest'
import type { FailureText } from '../../../src/database/records/failure-texts.ts'
import { kindsNamed, kindsOfFailures } from '../../../src/processing/failures/kinds.ts'

const EARLIER = new Date('2026-11-20T10:00:00Z')
const LATER = new Date('2026-11-21T10:00:00Z')

function failed(error: string, count: number, newest = EARLIER, example = 'x'): FailureText {
  return { error, count, newest, example }
}

test('texts that differ in ids and numbers are one kind, with the newest of them as the example', () => {
  const kinds = kindsOfFailures([
    failed('tenant 1 is over its quota of 5', 2, LATER, 'newest'),
    failed('tenant 22 is over its quota of 7', 3, EARLIER, 'older'),
    failed('shard "a" is read-only', 4),
  ])
  expect(kinds).toMatchObject([
    { what: 'tenant … is over its quota of …', count: 5, newest: LATER, example: 'newest' },
    { what: 'shard … is read-only', count: 4 },
  ])
})

test('a kind keeps its name whatever other kinds there are, and the name tells it from them', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const texts = [...letters].flatMap((a) => [...letters].map((b) => failed(`the ${a} of ${b} is gone`, 1)))
  const kinds = kindsOfFailures(texts)
  expect(new Set(kinds.map(({ code }) => code)).size).toBe(676)
  expect(kinds.some(({ code }) => code.length === 2)).toBe(true)
  for (const { code, what } of kinds) {
    expect(kindsNamed(code, kinds).map((kind) => kind.what)).toEqual([what])
    expect(code).toContain(kindsOfFailures([failed(what, 1)])[0]?.code)
  }
})
