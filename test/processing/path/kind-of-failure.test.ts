import { expect, test } from 'vitest'
import { kindOf } from '../../../src/processing/path/kind-of-failure.ts'

test.each([
  [
    'ids',
    'breadcrumb 0f8fad5b-d9cb-469f-a165-70867728950e is locked',
    'breadcrumb 7c9e6679-7425-40DE-944B-e07fc1f90ae7 is locked',
  ],
  ['ids alone', 'no row abcdefab-cdef-abcd-efab-cdefabcdefab', 'no row fedcbafe-dcba-fedc-bafe-dcbafedcbafe'],
  ['names that hold a number', 'node etl7 is away', 'node web12 is away'],
  ['numbers', 'row 17 of 2.5 MB', 'row 1234567 of 30 MB'],
  ['lines of a file', 'its extraction failed at rules.js:17', 'its extraction failed at rules.js:4'],
  [
    'quotes',
    `invalid input "one" for 'two', “three” and «four»`,
    `invalid input "2" for '', “five six” and «x»`,
  ],
  ['lists, however long', 'key (1, 2) exists', 'key (1, 2, 3) exists'],
  ['what comes after 200 characters', `${'x '.repeat(100)}one`, `${'x '.repeat(100)}two`],
])('failures that differ in %s are of one kind', (_, one, other) => {
  expect(kindOf(one)).toBe(kindOf(other))
})

test.each([
  ['words', 'the index is damaged', 'the index is missing'],
  ['words before 200 characters', `${'x '.repeat(99)}one`, `${'x '.repeat(99)}two`],
  ['where a quote ends', 'of "one" and one', 'of "one" and two'],
])('failures that differ in %s are of two kinds', (_, one, other) => {
  expect(kindOf(one)).not.toBe(kindOf(other))
})

test('what is left can be read', () => {
  expect(kindOf('value 7 in "context" is too long for type character varying(64)')).toBe(
    'value … in … is too long for type character varying(…)',
  )
  expect(kindOf('key (1, 2, 3) exists')).toBe('key (…) exists')
})

test.each([
  ['constraints', 'constraint'],
  ['columns', 'column'],
  ['triggers', 'trigger'],
])('failures at two %s are of two kinds, and each is named', (_, what) => {
  const at = (name: string) => `a row violates ${what} "${name}" of 17`
  expect(kindOf(at('has_2_tags'))).toBe(`a row violates ${what} "has_2_tags" of …`)
  expect(kindOf(at('has_2_tags'))).not.toBe(kindOf(at('has_3_tags')))
})
