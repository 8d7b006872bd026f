import { expect, test } from 'vitest'
import { entitiesByType } from '../../../src/database/records/stored.ts'

test.each([
  [
    { place: ['Osaka'], concept: ['agent', 'tool'] },
    { concept: ['agent', 'tool'], place: ['Osaka'] },
  ],
  [{ concept: 'agent', place: ['Osaka', 7], person: [{ name: 'Ada' }], tool: [] }, { tool: [] }],
  [['agent'], {}],
  ['agent', {}],
  [null, {}],
])('of %j, lists of words by type are entities, in the order of types', (stored, entities) => {
  expect(JSON.stringify(entitiesByType(stored))).toBe(JSON.stringify(entities))
})
