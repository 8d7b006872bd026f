import { looksDrawn } from './random.ts'

/** Words for what a person types to get in; a value may be any words. */
const PASSWORD =
  'pass(?:word|wort|wd|phrase|code)|kennwort|pwd|contrase(?:ñ|n)a|senha|mot de passe|пароль|密码|密碼|パスワード|비밀번호|(?:(?<![a-z])|(?<=db|user|root|admin|smtp|ssh|sudo|pg|mysql|my|login|become))pass(?![a-z])|(?<![a-z])pw(?![a-z])'
/** Words for what machines show one another. */
const KEY =
  'secret|token(?!s)|credentials?|creds(?![a-z])|(?<=(?:api|access|private|secret|signing|encryption|master|client|account|storage|service|license|deploy|auth|host|webhook|subscription|instrumentation)[_ -]?)keys?(?:[_-]data)?(?![a-z])|authorization|connection[_-]?string'
/** Words for what is a credential only when it looks like one. */
const VAGUE = 'tokens|(?<![a-z])(?:auth|session[_-]?id|cookies?|key|signature)(?![a-z])'
/** The same, too short to be looked for in texts. */
const VAGUE_KEY = '(?<![a-z])(?:[a-z]*sess?ion[_-]?id|jsessionid|phpsessid|sid|otp|pin|cvv|ssn)'

/** What may follow such a word and leave the name one of a credential: `password2`, `TOKEN_VALUE`. */
const TAIL =
  '(?:s|es)?(?:[_-]?(?:\\d{1,2}|hash|confirm(?:ation)?|value|text|string|base|repeat|again|new|old|plain|data))?'

/** Where a name of a credential may stand in a text: how each of those words begins, which is found fast. */
export const SECRET_STEM =
  /pass|pwd|pw|secret|token|key|cred|auth|session|cookie|signature|connection|kennwort|contrase|senha|mot de|пароль|密码|密碼|パスワード|비밀번호/gi
export const SECRET_WORD = new RegExp(`(${PASSWORD})|(${KEY})|(?:${VAGUE})`, 'iy')
export const SECRET_WORD_TAIL = new RegExp(`${TAIL}(?![A-Za-z])`, 'iy')

const PASSWORD_NAME = new RegExp(`(?:${PASSWORD})${TAIL}$`, 'i')
const KEY_NAME = new RegExp(`(?:${KEY})${TAIL}$`, 'i')
const VAGUE_NAME = new RegExp(`(?:${VAGUE}|${VAGUE_KEY})${TAIL}$`, 'i')
const LONGEST_NAME = 100

/** Keys under which even a holder of credentials tells about them. */
const DESCRIPTIVE =
  /^(?:\$?type|kind|format|title|description|label|name|provider|scheme|method|env|required|scope|in|id)s?$/i

/** How sure it is that the value of a name is a credential. */
export type Secrecy = 'password' | 'key' | 'vague'

/** What a key of a JSON document, or the name of a variable or header, says of its value. */
export function secrecyOf(key: string): Secrecy | undefined {
  if (key.length > LONGEST_NAME) return undefined
  const name = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\s*[([].*$/, '')
    .trim()
  if (PASSWORD_NAME.test(name)) return 'password'
  if (KEY_NAME.test(name)) return 'key'
  return VAGUE_NAME.test(name) ? 'vague' : undefined
}

/** The same for a key inside the value of another, such as `credentials.db`. */
export function secrecyWithin(outer: Secrecy | undefined, key: string): Secrecy | undefined {
  const own = secrecyOf(key)
  if (own !== undefined || outer === undefined || DESCRIPTIVE.test(key)) return own
  return outer === 'password' ? 'key' : outer
}

/** Whether a value is a credential, going by the key of a JSON document that it is under. */
export function isSecretValue(secrecy: Secrecy | undefined, value: string): boolean {
  if (secrecy === undefined) return false
  if (secrecy === 'password') return true
  const text = value.trim()
  const word = /^(?:bearer|basic|token|digest|apikey|negotiate)\s+(\S+)$/i.exec(text)?.[1] ?? text
  if (/\s/.test(word)) return false
  return secrecy === 'key' ? !isNameOfVariable(word) : looksDrawn(word) || /^[^\s:/]+:[^\s:/]+$/.test(word)
}

/** `OPENAI_API_KEY`: says which credential, not what it is. */
function isNameOfVariable(value: string): boolean {
  return /^[A-Z][A-Z]*(?:_[A-Z\d]+)+$/.test(value) && !looksDrawn(value)
}
