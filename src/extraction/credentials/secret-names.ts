import { Remembered } from '../language/remembered.ts'
import { isOrdinaryName, isUnpronounceable, looksDrawn } from './random.ts'

/** Words for what a person types to get in; a value may be any words. */
const PASSWORD =
  'pass(?:word|wort|wd|code)|pwd|pass(?![a-z])(?<=(?:(?<![a-z])|db|user|root|admin|smtp|ssh|sudo|pg|mysql|my|login|become|store|key|require|bind)pass)|pw(?![a-z])(?<![a-z]pw)'
/** The same in other languages, with the endings that these add. */
const PASSWORD_ABROAD =
  '(?<=%[\\dA-F]{2}|(?<!\\p{L}))(?:kennwort|passord|contrase[ñn]y?a|contrasinal|palavra-passe|senha|mot de passe|parol[aă]|wachtwoord|adgangskode|kodeord|l[öo]senord|salasana|has[łl][oa]|heslo|geslo|jelsz[óo]|lozinka|parool|slaptažod|[şs]ifre|kata sandi|mật khẩu|aðgangsorð|парол|лозинка|κωδικ[όο]ς(?: πρόσβασης)?|סיסמ[אה]|كلمة (?:المرور|السر)|رمز عبور|گذرواژه|पासवर्ड|รหัสผ่าน)\\p{L}{0,6}|密[码碼]|口令|パスワード|暗証番号|비밀번호|암호'
/** Words for secrets of several words. */
const PHRASE = 'pass[ _-]?phrase|mnemonic|(?:seed|recovery|backup|secret)[ _-]?(?:phrase|words?|codes?)'
/** Words for what machines show one another; a value is one word. */
const SECRET = 'secret|credentials?|creds(?![a-z])|string_?data|connection[_-]?string'
const KEY =
  'token(?!s)(?<=(?:[a-z][_-]?|(?:access|api|auth|bearer|refresh|session|personal|deploy|bot|secret|security|app|root|admin|registry|login|service) )token)|keys?(?![a-z])(?<=(?:api|access|private|secret|signing|encryption|master|client|account|storage|service|license|deploy|auth|host|webhook|subscription|instrumentation|recovery)[_ -]?keys?)(?:[_-]data)?|authorization'
/** Also a piece of a text, and what is counted of it. */
const TOKEN = 'token(?!s)'
/** Words for what is a credential only when it looks like one. */
const VAGUE = 'tokens|(?<![a-z])(?:auth|session[_-]?id|cookies?|key|signature)(?![a-z])'
/** The same, too short to be looked for in texts. */
const VAGUE_KEY = '(?<![a-z])(?:[a-z]*sess?ion[_-]?id|jsessionid|phpsessid|sid|otp|pin|cvv|ssn)'

/** What may follow such a word and leave the name one of a credential: `password2`, `TOKEN_VALUE`. */
const TAIL =
  '(?:s|es)?(?:[_-]?(?:\\d{1,2}|hash|confirm(?:ation)?|value|text|string|base|repeat|again|new|old|plain|data))?'

/** How each of those words begins, which is found fast. */
export const STEM =
  /pass|pwd|pw|secret|token|key|creds|credential|auth_|auth-|auth\b|authoriz|session_|session-|sessionid|session id|cookie|signature|connections|connection_|connection-|mnemonic|seed phr|seed w|seed_|recovery|backup c|backup_|stringdata|string_data|kennwort|contras|palavra|senha|mot de|parol|parool|wachtwoord|adgangskode|kodeord|salasana|haslo|heslo|geslo|jelsz|lozinka|sifre|losenord|kata sandi/gi
const STEM_ABROAD = new RegExp(
  `${STEM.source}|lösenord|hasł|slaptažod|şifre|mật khẩu|aðgangsorð|парол|лозинка|κωδικ|סיסמ|كلمة|رمز عبور|گذرواژه|पासवर्ड|รหัสผ่าน|密[码碼]|口令|パスワード|暗証番号|비밀번호|암호`,
  'giu',
)
export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are of ASCII, too
  return !/[^\u0000-\u007f]/.test(text)
}

/** Where a name of a credential may stand in a text: global, to be searched from its `lastIndex` on. */
export function stemsFor(text: string): RegExp {
  const stems = isAscii(text) ? STEM : STEM_ABROAD
  stems.lastIndex = 0
  return stems
}

/** Whether a text may name a credential. */
export function namesSecret(text: string): boolean {
  return stemsFor(text).test(text)
}

const NAMES_PHRASE = new RegExp(PHRASE, 'i')

/** Whether a text may name a secret of several words. */
export function namesPhrase(text: string): boolean {
  return NAMES_PHRASE.test(text)
}

const WORD = new RegExp(`(${PHRASE})|(${PASSWORD})|(${SECRET})|(${KEY})|(${TOKEN})|(?:${VAGUE})`, 'iy')
const WORD_ABROAD = new RegExp(PASSWORD_ABROAD, 'iuy')
const WORD_TAIL = new RegExp(`${TAIL}(?![A-Za-z])`, 'iy')

/** How sure it is that the value of a name is a credential. */
export type Secrecy = 'phrase' | 'password' | 'secret' | 'key' | 'token' | 'vague'

/** Whether any words may be the value. */
export function isPassword(secrecy: Secrecy): boolean {
  return secrecy === 'password' || secrecy === 'phrase'
}

const SECRECIES: readonly Secrecy[] = ['phrase', 'password', 'secret', 'key', 'token']

/** A name of a credential in a text. */
export interface SecretName {
  readonly secrecy: Secrecy
  readonly word: string
  /** Position behind it. */
  readonly end: number
}

/** The name that begins there, if one does. */
export function secretNameAt(text: string, start: number): SecretName | undefined {
  WORD.lastIndex = start
  WORD_ABROAD.lastIndex = start
  const word = WORD.exec(text)
  const [abroad] = word === null ? (WORD_ABROAD.exec(text) ?? []) : []
  const found = word?.[0] ?? abroad
  if (found === undefined) return undefined
  WORD_TAIL.lastIndex = start + found.length
  if (!WORD_TAIL.test(text)) return undefined
  return { secrecy: word === null ? 'password' : secrecyIn(word), word: found, end: WORD_TAIL.lastIndex }
}

function secrecyIn(groups: RegExpExecArray): Secrecy {
  return SECRECIES[groups.findIndex((group, i) => i > 0 && group !== undefined) - 1] ?? 'vague'
}

const NAME = new RegExp(
  `(?:(${PHRASE})|(${PASSWORD}|${PASSWORD_ABROAD})|(${SECRET})|(${KEY})|(${TOKEN})|(?:${VAGUE}|${VAGUE_KEY}))${TAIL}$`,
  'iu',
)
const LONGEST_NAME = 100

/** Keys under which even a holder of credentials tells about them. */
const DESCRIPTIVE =
  /^(?:\$?type|kind|format|title|description|label|name|provider|scheme|method|env|required|scope|in|id)s?$/i

/** Keys come from outside: their number must not grow the memory. */
const MAX_REMEMBERED_KEYS = 2000
const known = new Remembered<Secrecy | 'none'>(MAX_REMEMBERED_KEYS, (key) => secrecyOfKey(key) ?? 'none')

/** What a key of a JSON document, the name of a variable or a heading says of its value. */
export function secrecyOf(key: string): Secrecy | undefined {
  const secrecy = key.length > LONGEST_NAME ? 'none' : known.of(key)
  return secrecy === 'none' ? undefined : secrecy
}

function secrecyOfKey(key: string): Secrecy | undefined {
  const name = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\s*[([].*$/, '')
    .trim()
  const found = NAME.exec(name)
  return found === null ? undefined : secrecyIn(found)
}

/** The same for a key inside the value of another, such as `credentials.db`. */
export function secrecyWithin(outer: Secrecy | undefined, key: string): Secrecy | undefined {
  const own = secrecyOf(key)
  if (own !== undefined || outer === undefined || DESCRIPTIVE.test(key)) return own
  return isPassword(outer) ? 'secret' : outer
}

/** Whether a value is a credential, going by the key of a JSON document that it is under. */
export function isSecretValue(secrecy: Secrecy | undefined, value: string): boolean {
  if (secrecy === undefined) return false
  if (isPassword(secrecy)) return true
  const text = value.trim()
  const word = /^(?:bearer|basic|token|digest|apikey|negotiate)\s+(\S+)$/i.exec(text)?.[1] ?? text
  return !/\s/.test(word) && isSecretWord(secrecy, word)
}

/** The same for a value without spaces. */
export function isSecretWord(secrecy: Secrecy, word: string): boolean {
  if (secrecy === 'vague')
    return looksDrawn(word) || isUnpronounceable(word) || /^[^\s:/]+:[^\s:/]+$/.test(word)
  if (secrecy === 'token') return isMadeUp(word)
  return !isNameOfVariable(word) && !(secrecy === 'key' && isOrdinaryName(word))
}

/** Whether a cell of a table is one, going by the heading of its column: often the column tells of names of keys. */
export function isSecretCell(secrecy: Secrecy, cell: string): boolean {
  const text = cell.trim().replace(/^[*_`"']{1,3}|[*_`"']{1,3}$/g, '')
  if (!isPassword(secrecy)) return looksDrawn(text) || isUnpronounceable(text)
  return text !== '' && !SAYS_OF_PASSWORDS.test(text) && (!/\s/.test(text) || PHRASE_OF_WORDS.test(text))
}

/** What tables say of passwords rather than being one. */
const SAYS_OF_PASSWORDS =
  /^(?:-+|yes|no|none|null|n\/a|required|optional|mandatory|not? null|(?:var)?char(?:\(\d+\))?|text|string|bool(?:ean)?|bytea|hidden|hashed|encrypted|expired|never|default|empty|unset|set|masked|redacted|[*•.x]+)$/i
/** Three words and more, none of which joins others to a sentence. */
const PHRASE_OF_WORDS =
  /^(?!.*\b(?:a|an|and|are|as|at|be|by|can|each|every|for|from|has|have|if|in|is|it|its|least|may|must|not|of|on|only|or|should|than|that|the|their|this|to|use|user|users|was|when|which|will|with|you|your)\b)[a-z\d]{2,16}(?:[ -][a-z\d]{2,16}){2,23}$/

/** Letters and digits, and no name of an algorithm; or letters that make no word. */
function isMadeUp(word: string): boolean {
  const isMixed = word.length >= 6 && /\d/.test(word) && /[A-Za-z]/.test(word)
  return (isMixed && !ALGORITHM.test(word)) || isUnpronounceable(word)
}

export const ALGORITHM =
  /^(?:aes|argon|base|bcrypt|fido|md|ntlm|oauth|pbkdf|pkcs|rfc|scrypt|sha|utf|v|x)[-_]?\d/i

/** `OPENAI_API_KEY`: says which credential, not what it is. */
function isNameOfVariable(value: string): boolean {
  return /^[A-Z][A-Z]*(?:_[A-Z\d]+)+$/.test(value) && !looksDrawn(value)
}
