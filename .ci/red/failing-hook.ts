import { afterAll, test } from 'vitest'

test('a test that is green', () => undefined)

afterAll(() => {
  throw new Error('a hook that is red on purpose')
})
