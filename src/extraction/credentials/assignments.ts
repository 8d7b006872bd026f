import { isRandom, looksDrawn } from './random.ts'
import { SECRET_STEM, SECRET_WORD, SECRET_WORD_TAIL, type Secrecy } from './secret-names.ts'

const QUOTES = `(?:[\\\\"'\`“”„«»‘’]|&quot;|&#34;|%22)`
/** Between a name and what assigns its value: quotes, brackets, Markdown's emphasis. */
const CLOSE = `(?:${QUOTES}|[\\])*_?]){0,8}[ \\t]{0,20}`
const ASSIGNS = [
  // `name: PASSWORD, value: …`, `key="password" value="…"`, `variable "password" { default = "…" }`
  `[,\\s]{0,20}${QUOTES}?(?:value|val|default)${QUOTES}?\\s{0,3}[:=]`,
  `\\{[^{}="]{0,100}\\bdefault\\s{0,3}=`,
  // `"password": { "value": "…" }`
  `:\\s{0,3}\\{\\s{0,3}${QUOTES}?(?:value|val|default)${QUOTES}?\\s{0,3}:`,
  // `PASSWORD: string = …`
  ':\\s{0,3}\\w{1,20}\\s{0,3}=(?![=>])',
  ':=|=>|:[-?]|={1,3}|[:＝：]|%3D|%3A|&#(?:61|x3d);',
  // `setPassword("…")`, `"X-Api-Key", "…"`, `env.KEY || "…"`
  `(?:\\(|,|\\|\\||\\?\\?|or\\b)\\s{0,3}(?=${QUOTES})`,
  // `<password>…</password>`, `| password | …`
  '>(?!\\s)|\\|(?![-\\s|]*\\|)',
].join('|')
const ASSIGNMENT = new RegExp(`${CLOSE}(?:${ASSIGNS})[*_]{0,3}\\s{0,20}(?:[|>][+-]?\\n\\s{0,40})?`, 'iy')
/** Weaker: "the password is …", "password for the admin is …", `password - …`. */
const SAID =
  /["'`*]{0,3}(?:\s{1,3}(?:for|of|to|on)\s(?:[\w'’.-]{1,30}\s){1,6}?(?:is|was)\s|\s{1,3}(?:(?:is|was|to|be|=|[-–—]):?\s)?|['’]s\s)\s{0,2}/iy
/** `password (hunter2)`. */
const BRACKET = /\s{0,3}[([](?:default:?\s{1,3})?/iy
const ALGORITHM = /^(?:aes|argon|base|bcrypt|fido|md|ntlm|oauth|pbkdf|pkcs|rfc|scrypt|sha|utf|v|x)[-_]?\d/i
const OPENING = new RegExp(`(?:${QUOTES}|[*_(])*`, 'y')
const MARKING = new RegExp(`(?:${QUOTES}|\\*{1,3})+`, 'y')
const QUOTED = /[^"'`“”„«»‘’\n]{1,200}(?=["'`“”„«»‘’\\])/y
const BARE = /[^\s\\"'`,;<>(){}[\]“”„«»‘’|]{3,400}/y
/** A value that its writer wrapped goes on in the next line. */
const WRAPPED = /\\?\n[ \t]{0,40}([\w+/=-]{10,400})(?=\s|$)/y

const AUTHENTICATION_SCHEME = /(?:bearer|basic|token|digest|apikey|negotiate)\s{1,3}/iy
/** What is said of passwords rather than being one. */
const PREDICATE =
  /^(?:wrong|incorrect|invalid|correct|weak|strong|secret|safe|missing|empty|there|here|not|never|always|still|now|sent|too|only|also|set|kept|lost|known|shown|\w+(?:ed|ing|able|ible|ly))$/i

/** Takes out the values of `password = …`, `"api_key": "…"`, `TOKEN=…`, "the password is …" and the like. */
export function withoutAssigned(text: string, mark: string): string {
  let clean = ''
  let read = 0
  SECRET_STEM.lastIndex = 0
  for (let stem = SECRET_STEM.exec(text); stem !== null; stem = SECRET_STEM.exec(text)) {
    const value = valueNamedAt(text, stem.index)
    if (value === undefined || value.end <= read) continue
    clean += text.slice(read, Math.max(read, value.start)) + mark
    read = value.end
    // What looks like a value may hold the next name: `secret: boolean/password = …`.
    SECRET_STEM.lastIndex = Math.max(value.start, stem.index + 1)
  }
  return read === 0 ? text : clean + text.slice(read)
}

interface Span {
  readonly start: number
  readonly end: number
}

function valueNamedAt(text: string, stem: number): Span | undefined {
  SECRET_WORD.lastIndex = stem
  const word = SECRET_WORD.exec(text)
  if (word === null) return undefined
  const secrecy = word[1] !== undefined ? 'password' : word[2] !== undefined ? 'key' : 'vague'
  const nameEnd = endOf(SECRET_WORD_TAIL, text, SECRET_WORD.lastIndex)
  if (nameEnd === undefined) return undefined
  const assigned = endOf(ASSIGNMENT, text, nameEnd)
  if (assigned !== undefined) return assignedValue(text, assigned, secrecy)
  if (/^(?:pass|pwd)$/i.test(word[0])) return undefined
  return saidValue(text, nameEnd, secrecy) ?? bracketedValue(text, nameEnd, secrecy)
}

function assignedValue(text: string, at: number, secrecy: Secrecy): Span | undefined {
  const opened = endOf(OPENING, text, at) ?? at
  const start = endOf(AUTHENTICATION_SCHEME, text, opened) ?? opened
  const isBare = opened === at
  const inQuotes = secrecy === 'password' && start > at
  const end = (inQuotes ? endOf(QUOTED, text, start) : undefined) ?? endOf(BARE, text, start)
  if (end === undefined) return undefined
  const value = text.slice(start, end)
  if (isPlaceholder(value) || (isBare && isPartOfMore(text, at, end))) return undefined
  if (secrecy === 'vague' && !looksDrawn(value)) return undefined
  return { start, end: endOfWrapped(text, end) }
}

/** A call, a comparison, an abbreviation, or the first word of a sentence: `Token: see the chapter`. */
function isPartOfMore(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end)
  if (
    (text[end] === '(' && !/\d/.test(value)) ||
    /==\s{0,4}$/.test(text.slice(Math.max(0, start - 6), start))
  )
    return true
  if (/^[A-Z]{2,5}[.]?$/.test(value)) return true
  const isWord = /^[A-Za-z][a-z]{0,15}$/.test(value)
  return isWord && text[start - 1] !== '=' && /^ [a-z]/.test(text.slice(end, end + 2))
}

function saidValue(text: string, at: number, secrecy: Secrecy): Span | undefined {
  if (secrecy === 'vague') return undefined
  const said = endOf(SAID, text, at)
  if (said === undefined || said === at) return undefined
  const start = endOf(MARKING, text, said) ?? said
  const end = endOf(BARE, text, start)
  if (end === undefined) return undefined
  const value = text.slice(start, end).replace(/[.:!?*_]+$/, '')
  if (isPlaceholder(value)) return undefined
  const hasDigit = value.length >= 4 && /\d/.test(value)
  const isMarked = secrecy === 'password' && start > said
  return hasDigit || isMarked || (secrecy === 'password' && endsSentence(text, said, end, value))
    ? { start, end }
    : undefined
}

function bracketedValue(text: string, at: number, secrecy: Secrecy): Span | undefined {
  const start = secrecy === 'password' ? endOf(BRACKET, text, at) : undefined
  const end = start === undefined ? undefined : endOf(BARE, text, start)
  if (start === undefined || end === undefined || !')]'.includes(text[end] ?? ' ')) return undefined
  const value = text.slice(start, end)
  const isTelling = value.length >= 4 && /\d/.test(value) && /[a-z]/i.test(value)
  return isTelling && !ALGORITHM.test(value) ? { start, end } : undefined
}

/** "My password is swordfish." */
function endsSentence(text: string, said: number, end: number, value: string): boolean {
  return (
    /\b(?:is|was)\s+$/.test(text.slice(said - 6, said)) &&
    /[.!?]$|^\s*(?:\n|$)/.test(text.slice(end - 1, end + 20)) &&
    !PREDICATE.test(value)
  )
}

function endOfWrapped(text: string, end: number): number {
  let last = end
  for (;;) {
    WRAPPED.lastIndex = last
    const next = WRAPPED.exec(text)?.[1]
    if (next === undefined || !isRandom(lastWord(text, last) + next)) return last
    last = WRAPPED.lastIndex
  }
}

function lastWord(text: string, end: number): string {
  const before = text.slice(Math.max(0, end - 40), end)
  return before.split(/[\s=:]/).at(-1) ?? ''
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

/** In code and schemas the value is often no credential: a type, a variable, a call, a description. */
function isPlaceholder(value: string): boolean {
  return (
    /^(?:string|str|number|boolean|bool|int|integer|null|none|undefined|true|false|required|optional|secret|any|unknown|object|text|varchar|char|bytes?|env|process\.env[.\w]*|os\.environ[.\w]*|config[.\w]*|self\.\w+|this\.\w+|req\.[.\w]*|options?\.\w+|\$\w*|new|await|the|an?|your|if|in|and|or|is|not|for|to|get\w*|[A-Z][a-z]+Token|%s|\?)[.;:]?$/i.test(
      value,
    ) || /^(?:[$%*.…x]+|\d{1,9}|your[-_].*|[A-Z]+(?:_[A-Z]+)+)$/.test(value)
  )
}
