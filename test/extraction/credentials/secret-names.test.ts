import { expect, it } from 'vitest'
import {
  isSecretCell,
  isSecretValue,
  isSecretWord,
  namesSecret,
  secrecyOf,
  secrecyWithin,
  secretNameAt,
} from '../../../src/extraction/credentials/secret-names.ts'

const NAMES = {
  password:
    'password Passwort passwd passcode pwd pass db_pass dbpass userpass mailPass rootpass admin-pass smtp_pass sshpass pgpass mysqlpass mypass loginpass storepass keypass requirepass bindpass pw my_pw password2 password_hash PASSWORD_CONFIRM passwords password-again newPassword old.password Kennwort passord contraseña contrasenya contrasinal palavra-passe senha wachtwoord adgangskode kodeord lösenord losenord salasana hasło haslo heslo geslo jelszó jelszo lozinka parool slaptažodis şifre sifre aðgangsorð пароль лозинка κωδικός סיסמה 密码 密碼 口令 パスワード 暗証番号 비밀번호 암호 parola parolă',
  phrase: 'passphrase pass_phrase mnemonic seed_phrase seed-words recovery_code backup_codes secret_phrase',
  secret:
    'secret client_secret credentials credential creds stringData string_data connectionString connection-string',
  key: 'access_token apiToken auth-token bearer_token api_key apiKey API-KEY access_keys private_key secretkey signing_key encryption_key master_key client_key account_key storage_key service_key license_key deploy_key auth_key host_key webhook_key subscription_key instrumentation_key recovery_key authorization',
  token: 'token',
  vague:
    'tokens auth session_id session-id sessionId cookie cookies key signature jsessionid PHPSESSID sid otp pin cvv ssn',
} as const

it.each(Object.entries(NAMES).flatMap(([secrecy, names]) => names.split(' ').map((name) => [name, secrecy])))(
  '%s names a credential of the kind %s',
  (name, secrecy) => {
    expect(secrecyOf(name ?? '')).toBe(secrecy)
  },
)

it.each(
  'compass bypass passage pwned author keyboard monkey donkey keynote tokenizer secretary pinned spinner cookies_enabled name passenger encompass masseur signature_count'.split(
    ' ',
  ),
)('%s names none', (name) => expect(secrecyOf(name)).toBeUndefined())

it('a name is read without what stands in brackets behind it, and no longer than names are', () => {
  expect(secrecyOf('Password (old)')).toBe('password')
  expect(secrecyOf(' password [x] ')).toBe('password')
  expect(secrecyOf(`${'x'.repeat(92)}password`)).toBe('password')
  expect(secrecyOf(`${'x'.repeat(93)}password`)).toBeUndefined()
})

it('in a text, the name that begins at a place is told with its end', () => {
  expect(secretNameAt('my password2: x', 3)).toEqual({ secrecy: 'password', word: 'password', end: 12 })
  expect(secretNameAt('my пароля: x', 3)).toMatchObject({ secrecy: 'password', end: 9 })
  expect(secretNameAt('passenger', 0)).toBeUndefined()
  expect(secretNameAt('a mnemonic', 2)).toMatchObject({ secrecy: 'phrase' })
  expect(secretNameAt('a token', 2)).toMatchObject({ secrecy: 'token' })
  expect(secretNameAt('a cookie: x', 2)).toMatchObject({ secrecy: 'vague', end: 8 })
  expect(secretNameAt('authors', 0)).toBeUndefined()
  expect(secretNameAt('tokens', 0)).toMatchObject({ secrecy: 'vague' })
})

it.each(['a password', 'hasło', 'haslo', '密码', 'senha', 'seed words', 'cookie', 'şifre', 'mật khẩu'])(
  'a text may name a credential: %s',
  (text) => {
    expect(namesSecret(text)).toBe(true)
    expect(namesSecret(text)).toBe(true)
  },
)

it('a key inside a holder of credentials is one, unless it describes it', () => {
  expect(secrecyWithin('secret', 'db')).toBe('secret')
  expect(secrecyWithin('password', 'db')).toBe('secret')
  expect(secrecyWithin('key', 'db')).toBe('key')
  expect(secrecyWithin('secret', 'password')).toBe('password')
  expect(secrecyWithin(undefined, 'db')).toBeUndefined()
  for (const key of 'type $type kind format title description labels name provider scheme method env required scope in id'.split(
    ' ',
  ))
    expect(secrecyWithin('secret', key), key).toBeUndefined()
})

it.each([
  ['password', 'two words', true],
  ['phrase', 'of many words', true],
  ['secret', 'swordfish', true],
  ['secret', 'two words', false],
  ['secret', ' Bearer  swordfish ', true],
  ['secret', 'OPENAI_API_KEY', false],
  ['secret', 'A9_ZK3_X7', true],
  ['secret', 'x-OPENAI_API_KEY', true],
  ['secret', 'OPENAI_API_KEY-x', true],
  ['key', 'max_connections', false],
  ['key', 'aB3dE5fG7hJ9', true],
  ['token', 'swordfish', false],
  ['token', 'a1b2c3', true],
  ['token', 'a1b2c', false],
  ['token', 'sha256', false],
  ['token', 'qzkxvmplwrt', true],
  ['vague', 'swordfish', false],
  ['vague', 'hunter:swordfish', true],
  ['vague', 'a:b:c', false],
  ['vague', 'x7q2k9z4', true],
  [undefined, 'aB3dE5fG7hJ9', false],
] as const)('of the kind %s, the value %j is one: %s', (secrecy, value, isOne) => {
  expect(isSecretValue(secrecy, value)).toBe(isOne)
  if (secrecy !== undefined && secrecy !== 'password' && secrecy !== 'phrase' && !/\s/.test(value))
    expect(isSecretWord(secrecy, value)).toBe(isOne)
})

it.each([
  ['password', 'swordfish', true],
  ['password', ' `swordfish` ', true],
  ['password', '"swordfish"', true],
  ['password', 'correct horse battery', true],
  ['password', 'two words', false],
  ['password', 'it is not here', false],
  ['password', 'VARCHAR(64)', false],
  ['password', 'not null', false],
  ['password', '****', false],
  ['password', '--', false],
  ['password', 'yes', false],
  ['password', 'Required', false],
  ['password', '', false],
  ['key', 'docker', false],
  ['key', 'x7q2k9z4', true],
  ['key', '`qzkxvmplwrt`', true],
] as const)('below a heading of the kind %s, the cell %j is one: %s', (secrecy, cell, isOne) => {
  expect(isSecretCell(secrecy, cell)).toBe(isOne)
})

it('a value is judged whole, not by how it ends', () => {
  expect(isSecretValue('key', 'see the bearer a1b2c3d4e5')).toBe(false)
  expect(isSecretCell('password', 'xhidden')).toBe(true)
})
