import { expect, test } from 'vitest'
import { haveBoth, isSuperfluous } from '../../../src/events/jetstream/twins.ts'

const event = (id: string, version: number | undefined) => ({
  ...{ id, version, ownerId: undefined, schemaName: undefined },
})

test.each(['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'])(
  'of the two messages of the creation of %s one is superfluous, never both',
  (id) => {
    const subjects = ['created', 'updated'].map((kind) => `bc.${id}.${kind}`)
    expect(subjects.filter((subject) => isSuperfluous(subject, event(id, 1)))).toHaveLength(1)
  },
)

test('each subject has its share', () => {
  const superfluous = '0123456789abcdef'
    .split('')
    .filter((digit) => isSuperfluous('bc.x.created', event(digit, 1)))
  expect(superfluous).toHaveLength(8)
})

test.each([2, undefined])('a message of version %s stands for itself', (version) => {
  expect(isSuperfluous('bc.x.created', event('1', version))).toBe(false)
  expect(isSuperfluous('bc.x.updated', event('0', version))).toBe(false)
})

test.each([
  [['bc.*.created', 'bc.*.updated'], true],
  [['bc.>'], true],
  [['bc.*.*'], true],
  [['>'], true],
  [['bc.*.created'], false],
  [['bc.*.updated', 'other.*.created'], false],
  [['bc.*'], false],
  [['bc.*.created.>'], false],
])('%j have both: %s', (subjects, both) => {
  expect(haveBoth(subjects)).toBe(both)
})
