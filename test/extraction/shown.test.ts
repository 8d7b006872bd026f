import { expect, test } from 'vitest'
import { shownText } from '../../src/extraction/reading/shown.ts'

test('takes credentials out, also those that addresses hold', () => {
  const text = 'Login: https://ada:geheim9@example.com/a?token=tk77&page=2, password: hunter2'
  expect(shownText(text)).toMatch(/^Login: https:\/\/example\.com\/a /)
  expect(shownText(text)).not.toMatch(/geheim9|tk77|hunter2/)
  expect(shownText('Ada Lovelace at https://example.com/a')).toBe('Ada Lovelace at https://example.com/a')
})

test('reads a word of 200,000 letters without hanging', { timeout: 5_000 }, () => {
  const word = 'lighthouse'.repeat(20_000)
  expect(shownText(word)).toBe(word)
})
