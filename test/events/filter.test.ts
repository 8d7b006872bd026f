import { expect, test } from 'vitest'
import { eventFilter } from '../../src/events/filter.ts'

const ownerId = '00000000-0000-0000-0000-000000000001'

function accepts(
  options: Parameters<typeof eventFilter>[0],
  schemaName?: string,
  owner: string | undefined = ownerId,
) {
  return eventFilter(options)({ id: ownerId, schemaName, ownerId: owner })
}

test('without options everything passes', () => {
  expect(accepts({}, 'note.v1')).toBe(true)
})

test('globs match the whole name, and dots are dots', () => {
  const schemas = ['knowledge.*', 'note.v?']
  expect(['knowledge.v1', 'note.v2'].map((name) => accepts({ schemas }, name))).toEqual([true, true])
  expect(['my.knowledge.v1', 'note.v12', 'knowledgeXv1'].map((name) => accepts({ schemas }, name))).toEqual([
    ...[false, false, false],
  ])
})

test('a ? is one character and a * any number, whichever they are', () => {
  expect(['note.𝄞', 'note.\n'].map((name) => accepts({ schemas: ['note.?'] }, name))).toEqual([true, true])
  expect(accepts({ schemas: ['*'] }, 'note\nv1')).toBe(true)
})

test('exclusion outranks', () => {
  expect(accepts({ schemas: ['*'], excludedSchemas: ['tool.*'] }, 'tool.code.v1')).toBe(false)
})

test('another tenant does not pass', () => {
  expect(accepts({ ownerId }, 'note.v1', '00000000-0000-0000-0000-000000000002')).toBe(false)
})

test('what an event leaves out is for the database to decide', () => {
  expect(
    eventFilter({ schemas: ['note.*'], ownerId })({ id: ownerId, schemaName: undefined, ownerId: undefined }),
  ).toBe(true)
})
