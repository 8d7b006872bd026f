import { expect, test } from 'vitest'

test('a test that is red on purpose', () => {
  expect(1).toBe(2)
})
