import { describe, expect, it } from 'vitest'
import { withoutCredentials } from '../../../src/extraction/credentials/credentials.ts'
import { isRandom } from '../../../src/extraction/credentials/random.ts'
import { isSecretValue, secrecyOf } from '../../../src/extraction/credentials/secret-names.ts'
import { createExtractor } from '../../../src/extraction/extractor.ts'
import { KEY_PLACES, PASSWORD_CONTEXTS, PASSWORD_PLACES, TELLING_PASSWORD_PLACES } from './places.ts'
import { FAKE_CREDENTIALS, ORDINARY_SENTENCES, ORDINARY_STRINGS } from './samples.ts'

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

const PASSWORDS = ['hunter2', 'swordfish', 'S3cur3-Pa55', 'summer2024', 'correcthorsebattery']
const KEYS = {
  'letters and digits': 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY',
  'base64 with slashes': `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYEXAMPLEKEY'}`,
  'small letters': 'qzkxvmplwrtbncyhsdgfjaeuqokivxbn',
  'capital letters': 'QZKXVMPLWRTBNCYHSDGFJAEUQOKIVXBN',
  hexadecimal: '9f8c1e7ab4d2063f5e9b7c1d8a3f60e2',
}

describe.each(Object.entries(PASSWORD_PLACES))('a password in %s', (_place, embed) => {
  it.each(PASSWORDS)('is taken out: %s', (password) => expectNothingOf(password, embed(password)))
})

describe.each(Object.entries(TELLING_PASSWORD_PLACES))('a password with a digit in %s', (_place, embed) => {
  const telling = PASSWORDS.filter((password) => /\d/.test(password))
  it.each(telling)('is taken out: %s', (password) => expectNothingOf(password, embed(password)))
})

describe.each(Object.entries(PASSWORD_CONTEXTS))('a password in JSON, by %s', (_place, embed) => {
  it.each(PASSWORDS)('is left out: %s', (password) => expectNothingOf(password, embed(password)))
})

describe.each(Object.entries(KEY_PLACES))('a key by %s', (_place, embed) => {
  it.each(Object.entries(KEYS))('is taken out: %s', (_kind, key) => expectNothingOf(key, embed(key)))
})

/** Nothing of a secret, as long as its shortest telling part, comes out of a text or a context that has it. */
function expectNothingOf(secret: string, holder: unknown): void {
  const found = JSON.stringify(extractor.extract({ title: 'Settings', context: { holder } })).toLowerCase()
  const part = telling(secret).toLowerCase()
  const size = Math.min(part.length, 10)
  for (let at = 0; at + size <= part.length; at += 1) expect(found).not.toContain(part.slice(at, at + size))
}

it('names of variables, descriptions and types beside credentials stay', () => {
  const { keywords } = extractor.extract({
    title: 'Settings',
    context: {
      secrets: ['OPENAI_API_KEY'],
      properties: { password: { type: 'string', description: 'Windmill password of the gardener' } },
      credentials: { provider: 'zeppelin' },
    },
  })
  expect(keywords).toEqual(expect.arrayContaining(['openai_api_key', 'gardener', 'zeppelin']))
})

it('the words of an address stay when a random part of it goes', () => {
  const hash = '9f8c1e7ab4d2063f5e9b7c1d8a3f60e2b7d4c95a'
  expect(withoutCredentials(`https://github.com/winkjs/windmill/commit/${hash}`)).toMatch(
    /^https:\/\/github\.com\/winkjs\/windmill\/commit\/ /,
  )
})

it('holds at least 30 kinds of credentials and 400 ordinary strings', () => {
  expect(Object.keys(FAKE_CREDENTIALS).length).toBeGreaterThanOrEqual(30)
  expect(new Set(ORDINARY_STRINGS).size).toBeGreaterThanOrEqual(400)
})

it.each(ORDINARY_STRINGS)('an ordinary string stays: %s', (text) => {
  expect(withoutCredentials(`We use ${text} here`)).toContain(text)
  expect(withoutCredentials(text)).toBe(text)
})

it.each(ORDINARY_SENTENCES)('an ordinary sentence stays: %s', (text) => {
  expect(withoutCredentials(text)).toBe(text)
})

const isSecretKey = (key: string, value: string): boolean => isSecretValue(secrecyOf(key), value)

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

it('an address stays one without its password, and gives the words of its path', () => {
  const { entities, keywords } = extractor.extractText(
    'Read https://bob:hunter2@wiki.example.com/M%C3%BChle/repair?utm_source=x first.',
  )
  expect(entities.url).toEqual(['https://wiki.example.com/M%C3%BChle/repair'])
  expect(keywords).toEqual(expect.arrayContaining(['mühle', 'repair', 'wiki.example.com']))
})

it.each([
  ['two spaces', 'The password (default:  hunter2x) is old', 'hunter2x'],
  ['a quote and figures', 'pass "42secret" and go', '42secret'],
])('a password behind %s is taken out', (_what, text, password) => {
  expect(withoutCredentials(text)).not.toContain(password)
})

it.each(['$ pwd\n  build7x\n', 'The password (optional) comes second', 'The pass (2nd) is over'])(
  'what only stands beside a word for a password stays: %j',
  (text) => expect(withoutCredentials(text)).toBe(text),
)
