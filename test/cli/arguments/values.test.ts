import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { duration, moment, percent, wholeNumber } from '../../../src/cli/arguments/values.ts'

const NOW = new Date('2026-11-23T10:00:00Z')

describe('a moment', () => {
  const parse = moment('--since', NOW)

  test.each([
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['2026-11-23T10:00', '2026-11-23T10:00:00.000Z'],
    ['2026-11-23 10:00:05', '2026-11-23T10:00:05.000Z'],
    ['2026-11-23T10:00:05.25Z', '2026-11-23T10:00:05.250Z'],
    ['2026-11-23T10:00:05.123456Z', '2026-11-23T10:00:05.123Z'],
    ['2026-11-23T23:30:00-05:30', '2026-11-24T05:00:00.000Z'],
    ['2026-11-23T00:30+01:00', '2026-11-22T23:30:00.000Z'],
    ['7d', '2026-11-16T10:00:00.000Z'],
    ['1h30m', '2026-11-23T08:30:00.000Z'],
    ['0s', '2026-11-23T10:00:00.000Z'],
    ['36525d', '1926-11-23T10:00:00.000Z'],
  ])('may be %s, which is %s', (text, expected) => {
    expect(parse(text).at.toISOString()).toBe(expected)
  })

  test.each([
    ...['2026-02-31', '2026-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-11-00', '2026-11-32'],
    ...['2026-11-23 (x)', '2026-11-23 x', '2026-11-23Z', '2026-11-23 ', ' 2026-11-23', '2026-11-23\n'],
    ...[
      '2026-11-23T24:00',
      '2026-11-23T10:60',
      '2026-11-23T10:00:60',
      '2026-11-23T10',
      '2026-11-23T',
      '2026-11-23T10:00.5',
    ],
    ...['2026-11-23T10:00+1', '2026-11-23T10:00+16:00', '2026-11-23T10:00 UTC', '2026-11-23T10:00:00.Z'],
    ...[
      '2026-1-1',
      '26-11-23',
      '+002026-11-23',
      '-000001-01-01',
      '12026-11-23',
      '2026-11',
      '2026',
      '23/11/2026',
    ],
    ...[
      '99999999d',
      '36525d1ms',
      `${'9'.repeat(400)}d`,
      '7',
      'd',
      '',
      '-7d',
      '7 d',
      '1.5d',
      '1d1d',
      '1m1h',
      '7D',
    ],
    ...['now', 'yesterday', 'infinity', '1e3d', '٧d'],
  ])('is not %j', (text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: expect.stringMatching(
          /^--since is '.*', but has to be a moment such as 2026-11-23 or 2026-11-23T10:00:00\+01:00 .* 7d or 1h30m, at most 36525d$/s,
        ),
      }),
    )
  })

  test('that is written out in full comes back as it was', () => {
    const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, (date) => {
        expect(parse(date.toISOString())).toEqual({ at: date, words: date.toISOString() })
        expect(parse(date.toISOString().slice(0, 10)).at.toISOString()).toContain(
          date.toISOString().slice(0, 10),
        )
      }),
    )
  })
})

describe('a duration', () => {
  const parse = duration('--retry-for', { min: 1, max: 30 * 86_400_000 })

  test.each([
    ['1ms', 1],
    ['500ms', 500],
    ['30s', 30_000],
    ['4m', 240_000],
    ['1h30m', 5_400_000],
    ['30d', 2_592_000_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['90m', 5_400_000],
  ])('may be %s, which is %d ms', (text, expected) => {
    expect(parse(text)).toBe(expected)
  })

  test.each([
    ...['0s', '0ms', '30d1ms', '31d', '99999999d', `${'9'.repeat(400)}s`, '4', '', 's', '-4s', '4 s', '1.5s'],
    ...['30s4m', '1s1s', '5M', '5min', '1e3s', '0x5s', 'Infinitys', '5s\n'],
  ])('is not %j', (text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: expect.stringContaining('a time such as 500ms, 30s, 4m or 1h30m, above zero and not longer'),
      }),
    )
  })
})

test.each([
  ...['', ' 5', '5 ', '+5', '-5', '5.0', '1e1', '0x5', '5n', '٥', '5\n', '0', '11'],
  '9'.repeat(400),
])('a whole number is not %j', (text) => {
  expect(() => wholeNumber('--limit', { min: 1, max: 10 })(text)).toThrow(
    /has to be a whole number from 1 to 10$/,
  )
})

test.each<[string, number]>([
  ['10%', 10],
  ['0', 0],
  ['0.25%', 0.25],
  ['100%', 100],
])('a share: %s is %d percent', (text, expected) => {
  expect(percent('--gate')(text)).toBe(expected)
})

test.each(['', '%', '101%', '100.01', '-1%', '1e1', '.5%', '10 %', '10%%', '0.001%'])(
  'a share is not %j',
  (text) => {
    expect(() => percent('--gate')(text)).toThrow(/--gate is '.*', but has to be a share from 0% to 100%/)
  },
)
