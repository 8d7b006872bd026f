import { describe, expect, test } from 'vitest'
import { connectionUrl } from '../../../src/database/connection/url.ts'
import { refusalOf } from '../../support/refusal.ts'

describe('a password with a character that ends what comes before the host', () => {
  // Digits, since a `/` after letters leaves no port behind and is malformed for everybody.
  test.each(['/', '?', '#'])('%s: is refused when it is plain, without being shown', (character) => {
    const refusal = refusalOf(() =>
      connectionUrl(`postgresql://user:54${character}32hunter@localhost:1/crumbs`),
    )
    expect(refusal.message).toBe('the database URL (--database-url or DATABASE_URL) is malformed')
    expect(refusal.hint).toMatch(/special characters percent-encoded/)
    expect(`${refusal.message}${refusal.hint}`).not.toContain('hunter')
  })

  test.each(['/', '?', '#', '@', '%'])('%s: is taken when it is percent-encoded', (character) => {
    const url = `postgresql://user:54${encodeURIComponent(character)}32hunter@localhost:1/crumbs`
    expect(connectionUrl(url)).toBe(url)
  })
})

test.each(['postgres', 'postgresql'])('%s:// is a scheme, others are not', (scheme) => {
  expect(connectionUrl(`${scheme}://localhost/crumbs`)).toBe(`${scheme}://localhost/crumbs`)
  for (const other of [`x${scheme}`, `${scheme}x`, 'http'])
    expect(() => connectionUrl(`${other}://localhost/crumbs`)).toThrow('malformed')
})

test('a fragment, which no database has, is refused', () => {
  expect(() => connectionUrl('postgresql://localhost/crumbs#draft')).toThrow('malformed')
})
