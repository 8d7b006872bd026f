import { describe, expect, it } from 'vitest'
import { isRandom, isSecretKey, withoutCredentials } from '../../src/extraction/credentials.ts'
import { createExtractor } from '../../src/extraction/extractor.ts'
import { FAKE_CREDENTIALS, ORDINARY_SENTENCES, ORDINARY_STRINGS } from './credential-samples.ts'

const extractor = createExtractor()

const SETTINGS: readonly [string, (secret: string) => string][] = [
  ['prose', (secret) => `I put ${secret} into the settings, please rotate it.`],
  ['JSON', (secret) => JSON.stringify({ service: 'billing', value: secret, retries: 3 })],
  ['code', (secret) => `\`\`\`ts\nconst client = connect("${secret}", { retries: 3 })\n\`\`\``],
]

describe.each(SETTINGS)('a credential in %s', (_setting, embed) => {
  it.each(Object.entries(FAKE_CREDENTIALS))('is taken out: %s', (_kind, secret) => {
    const text = embed(secret)
    expect(withoutCredentials(text)).not.toContain(telling(secret))
    const found = JSON.stringify(
      extractor.extract({ title: 'Settings', context: { note: text } }),
    ).toLowerCase()
    expect(found).not.toContain(telling(secret).toLowerCase())
  })
})

it.each(Object.entries(FAKE_CREDENTIALS))(
  'a credential that is a whole value is taken out: %s',
  (_kind, secret) => {
    const found = JSON.stringify(extractor.extract({ title: 'Settings', context: { values: [secret] } }))
    expect(found.toLowerCase()).not.toContain(telling(secret).toLowerCase())
  },
)

it('holds at least 30 kinds of credentials and 200 ordinary strings', () => {
  expect(Object.keys(FAKE_CREDENTIALS).length).toBeGreaterThanOrEqual(30)
  expect(new Set(ORDINARY_STRINGS).size).toBeGreaterThanOrEqual(200)
})

it.each(ORDINARY_STRINGS)('an ordinary string stays: %s', (text) => {
  expect(withoutCredentials(`We use ${text} here`)).toContain(text)
  expect(withoutCredentials(text)).toBe(text)
})

it.each(ORDINARY_SENTENCES)('an ordinary sentence stays: %s', (text) => {
  expect(withoutCredentials(text)).toBe(text)
})

it('a key of a JSON document tells that its value is a credential', () => {
  for (const key of [
    'password',
    'apiKey',
    'api_key',
    'clientSecret',
    'access-token',
    'DB_PASSWORD',
    'privateKey',
    'Authorization',
  ]) {
    expect(isSecretKey(key, 'hunter2hunter2')).toBe(true)
  }
  for (const key of ['title', 'tokens_used_for', 'keyboard', 'secretary', 'passenger', 'description']) {
    expect(isSecretKey(key, 'hunter2hunter2')).toBe(false)
  }
  expect(isSecretKey('password', 'correct horse battery staple')).toBe(true)
  expect(isSecretKey('token', 'A token is a piece of a word')).toBe(false)
})

it('words, identifiers and versions are not random', () => {
  for (const text of [
    'createUserAuthenticationToken',
    'claude-3-5-sonnet-20241022',
    'internationalization-utils',
    'TestContainersPostgreSQL16',
  ]) {
    expect(isRandom(text)).toBe(false)
  }
  expect(isRandom(`Zx8Qw2${'Lp9Vr4Tk7Nm1Bc6'}`)).toBe(true)
})

/** The part of a credential that must not survive: its longest run of letters and digits. */
function telling(secret: string): string {
  return secret
    .split(/[^A-Za-z0-9]+/)
    .reduce((longest, run) => (run.length > longest.length ? run : longest), '')
}

it('a password in an address goes, whatever stands right before the address', () => {
  for (const before of ['9', 'url_', '漢', '=']) {
    expect(withoutCredentials(`${before}redis://user:Tr0ub4dor@cache:6379`)).not.toContain('Tr0ub4dor')
  }
})
