import { describe, expect, it } from 'vitest'
import { withoutAssigned } from '../../../src/extraction/credentials/assignments.ts'

const MARK = '…'

/** What stands between two ¦ goes, and nothing else. */
const ASSIGNED = [
  'password=¦hunter2b¦',
  'password: ¦hunter2b¦, and more',
  'password : ¦hunter2b¦\nuser: ada',
  'password := ¦hunter2b¦',
  'password => ¦hunter2b¦',
  'password :- ¦hunter2b¦',
  'password：¦hunter2b¦',
  'password:: ¦hunter2b¦',
  'password%3D¦hunter2b¦',
  'password%3a¦hunter2b¦',
  'password&#61;¦hunter2b¦',
  'password&#x3d;¦hunter2b¦',
  '"password": "¦hunter2b¦",',
  "'password' : '¦it hunts 2 bees¦'",
  '`password`: `¦hunter2b¦`',
  '**Password**: ¦hunter2b¦',
  '**Password:** ¦hunter2b¦',
  '__Password__ : ¦hunter2b¦',
  '[password](https://example.com/x): ¦hunter2b¦',
  '(password): ¦hunter2b¦',
  'password?: ¦hunter2b¦',
  '\\"password\\": \\"¦hunter2b¦\\"',
  '&quot;password&quot;: &quot;¦hunter2b&quot¦;',
  '%22password%22:%22¦hunter2b%22¦',
  '“password”: “¦hunter2b¦”',
  '„password“: „¦zwei Worte¦“',
  '«password» : «¦deux mots¦»',
  'name: PASSWORD, value: ¦hunter2b¦',
  "{name: 'PASSWORD', 'value': '¦hunter2b¦'}",
  'key="password" value="¦hunter2b¦"',
  'key="password" val = "¦hunter2b¦"',
  'name: PASSWORD\n  value: ¦hunter2b¦',
  'variable "password" { default = "¦hunter2b¦" }',
  '"password": { "value": "¦hunter2b¦" }',
  'password: {\n  default: ¦hunter2b¦\n}',
  'const PASSWORD: string = "¦hunter2b¦"',
  'setPassword("¦hunter2b¦")',
  "setPassword( '¦hunter2b¦' )",
  '"X-Api-Key", "¦aB3dE5fG7hJ9¦"',
  'env.API_KEY || "¦aB3dE5fG7hJ9¦"',
  'env.API_KEY ?? "¦aB3dE5fG7hJ9¦"',
  'password or "¦hunter2b¦"',
  '<password>¦hunter2b¦</password>',
  '| password | ¦hunter2b¦ |',
  'password: |\n  ¦hunter2b¦',
  'password: >-\n    ¦hunter2b¦',
  'Authorization: Bearer ¦aB3dE5fG7hJ9¦',
  'authorization: basic  ¦aB3dE5fG7hJ9==¦',
  'password: ¦Xk9,hunter2b¦',
  'password: ¦Xk9<hunter2b¦',
  'password=¦hunter2b&user=ada¦',
  'password=¦hunter2b¦; user=ada',
  'password=¦hunter2b¦\\nuser=ada',
  'password: ¦correct horse battery staple¦',
  'passphrase: ¦qwfp luyz neio arst¦',
  'Password: ```\n¦hunter2b¦\n```',
  'Password: ```sh\n¦two words here¦\n```',
  'password = ¦12345678¦',
  'pwd=¦hunter2b¦',
  'DB_PASS=¦hunter2b¦',
  'sshpass: ¦hunter2b¦',
  'password2: ¦hunter2b¦',
  'PASSWORD_HASH=¦hunter2b¦',
  'password_confirmation: ¦hunter2b¦',
  'api_key: ¦aB3dE5fG7hJ9kL1m¦',
  'client-secret: ¦aB3dE5fG7hJ9kL1m¦',
]

const ARGUMENTS = [
  'tool --password ¦hunter2b¦ --verbose',
  'tool --password  ¦hunter2b¦',
  'tool -storepass ¦hunter2b¦ -alias x',
  '["--password", "¦hunter2b¦"]',
  "tool --db-password '¦two words¦'",
  'tool --token ¦aB3dE5fG7hJ9¦',
  '(--password ¦swordfish¦)',
  'tool --api-key ¦aB3dE5fG7hJ9¦',
]

const SAID = [
  'My password is ¦swordfish.¦ Please keep it.',
  'the password for the admin was ¦swordfish¦',
  'password is now ¦swordfish¦, do not tell',
  'The password was changed to ¦swordfish.¦',
  'password has been reset to be ¦swordfish¦',
  'The password was changed ¦from hunter2b to swordfish.¦',
  'Please change the password to ¦swordfish.¦',
  'set the admin password to  ¦hunter2b¦',
  'password → ¦swordfish¦',
  'password -> ¦swordfish¦\nnext',
  '`password` ⇒ ¦swordfish¦',
  'password ¦hunter2b¦ works',
  'password - ¦hunter2b¦',
  'pass ¦abc--22¦',
  'password – ¦hunter2b¦',
  "the password's ¦hunter2b¦",
  'password (¦hunter2b¦)',
  'password [default: ¦hunter2b¦]',
  'password [default:  ¦hunter2b¦]',
  'password "¦swordfish¦" works',
  'Das Passwort lautet ¦Rumpelstilz.¦',
  'password is "¦correct horse¦", really',
  'password is ¦swordfish¦ and it works',
  '¦hunter2b¦ is the password',
  'Use ¦swordfish¦ as the password',
  'Try "¦swordfish¦" as  your admin password',
  '"¦swordfish¦" was the password',
  'The token is ¦aB3dE5fG7hJ9.¦',
]

describe('what a name of a credential announces goes, and nothing else', () => {
  it.each([...ASSIGNED, ...ARGUMENTS, ...SAID])('%s', (line) => {
    const [before = '', value = '', after = ''] = line.split('¦')
    expect(withoutAssigned(before + value + after, MARK)).toBe(before + MARK + after)
  })
})

describe('what announces none stays', () => {
  it.each([
    'password: required',
    'password: string',
    'password == hunter2b ',
    'password = getPassword()',
    'password: $PASSWORD',
    'password: your-password',
    'password: ab',
    'password: ***',
    'password = <PASSWORD>',
    'if (password == other) {',
    'Token: see the chapter on tokens',
    'token: OPENAI_API_KEY',
    'api_key: max_connections',
    'key: docker',
    'tokens: 4096',
    'tool --password option is gone',
    'The password is wrong.',
    'The password was changed.',
    'the password is checked again later',
    'Settings → Password → Reset',
    'the password to the server',
    'password (see below)',
    'password (admin)',
    'password (1234)',
    'password (SHA256)',
    '$ pwd\n/home/ada',
    'pass 1000 of them',
    'secret is out',
    'He is the password manager',
    'a compass: north',
    'passwordless = true4you',
    'Password: ```\nhunter2b\n`x`',
    'Password: ```\nhunter2b\nxk9zebra\n```',
    'abc4def is the secret',
  ])('%s', (text) => expect(withoutAssigned(text, MARK)).toBe(text))
})

it('a value that was wrapped goes with all its lines', () => {
  const [one, two] = ['aB3dE5fG7hJ9kL1mN3pQ5rS7tU9', 'vW1xYz3Bd5Fh7Jk9Mn1Pr3Tv5Xz7']
  expect(withoutAssigned(`secret: ${one}\n  ${two}\nand words`, MARK)).toBe(`secret: ${MARK}\nand words`)
  expect(withoutAssigned(`secret: ${one}\\\n${two} more`, MARK)).toBe(`secret: ${MARK} more`)
})

it('what looks like a value may hold the next name', () => {
  expect(withoutAssigned('secret: boolean/password = hunter2b', MARK)).toBe(`secret: ${MARK} = ${MARK}`)
})

it('two names and two values are told apart', () => {
  expect(withoutAssigned('password=hunter2b user=ada api_key=aB3dE5fG7hJ9kL1m!', MARK)).toBe(
    `password=${MARK} user=ada api_key=${MARK}`,
  )
})
