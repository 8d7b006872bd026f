import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { widthOf } from '../../../src/cli/output/width.ts'

const SIGNS = [...' ~·×–—‘’“”…→█▉▊▋▌▍▎▏░✔✖', 'a', '\u001b[31m', '猫', '👍🏽', '\u0301', '\ufe0f']

test.each([
  ['signs of our own', fc.string({ unit: fc.constantFrom(...SIGNS) })],
  ['any text', fc.string({ unit: 'grapheme' })],
])('%s take as many columns as string-width says', (_, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(widthOf(text)).toBe(stringWidth(text))
    }),
  )
})
