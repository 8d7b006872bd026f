import { isRandom } from './random.ts'
import {
  isPassword,
  isSecretWord,
  type Secrecy,
  type SecretName,
  secretNameAt,
  stemsFor,
} from './secret-names.ts'
import { saidValue, valueBefore } from './sentences.ts'
import {
  behindOpening,
  endOf,
  endOfPart,
  endOfQuoted,
  endOfSigned,
  isPlaceholder,
  type Span,
} from './values.ts'
import { endOfWords } from './words.ts'

const QUOTES = `(?:[\\\\"'\`“”„«»‘’]|&quot;|&#34;|%22)`
/** Between a name and what assigns its value: quotes, brackets, Markdown's emphasis. */
const CLOSE = `(?:\\]\\([^()\\s]{0,300}\\)|${QUOTES}|[\\])*_?]){0,8}[ \\t]{0,20}`
const ASSIGNS = [
  // `name: PASSWORD, value: …`, `key="password" value="…"`, `variable "password" { default = "…" }`
  `[,\\s]{0,20}${QUOTES}?(?:value|val|default)${QUOTES}?\\s{0,3}[:=]`,
  `\\{[^{}="]{0,100}\\bdefault\\s{0,3}=`,
  // `"password": { "value": "…" }`
  `:\\s{0,3}\\{\\s{0,3}${QUOTES}?(?:value|val|default)${QUOTES}?\\s{0,3}:`,
  // `PASSWORD: string = …`
  ':\\s{0,3}\\w{1,20}\\s{0,3}=(?![=>])',
  ':=|=>|:[-?]|={1,3}|[:＝：](?::(?=\\s))?|%3D|%3A|&#(?:61|x3d);',
  // `setPassword("…")`, `"X-Api-Key", "…"`, `env.KEY || "…"`
  `(?:\\(|,|\\|\\||\\?\\?|or\\b)\\s{0,3}(?=${QUOTES})`,
  // `<password>…</password>`, `| password | …`
  '>(?!\\s)|\\|(?![-\\s|]*\\|)',
].join('|')
const ASSIGNMENT = new RegExp(`${CLOSE}(?:${ASSIGNS})[*_]{0,3}\\s{0,20}(?:[|>][+-]?\\n\\s{0,40})?`, 'iy')

/** A value that its writer wrapped goes on in the next line. */
const WRAPPED = /\\?\n[ \t]{0,40}([\w+/=-]{10,400})(?=\s|$)/y
const AUTHENTICATION_SCHEME = /(?:bearer|basic|token|digest|apikey|negotiate)\s{1,3}/iy
const SHORTEST = 3

/** Takes out the values of `password = …`, `"api_key": "…"`, `TOKEN=…`, "the password is …" and the like. */
export function withoutAssigned(text: string, mark: string): string {
  let clean = ''
  let read = 0
  const stems = stemsFor(text)
  for (let stem = stems.exec(text); stem !== null; stem = stems.exec(text)) {
    const value = valueNamedAt(text, stem.index)
    if (value === undefined || value.end <= read) continue
    clean += text.slice(read, Math.max(read, value.start)) + mark
    read = value.end
    // What looks like a value may hold the next name: `secret: boolean/password = …`.
    stems.lastIndex = Math.max(value.start, stem.index + 1)
  }
  return read === 0 ? text : clean + text.slice(read)
}

function valueNamedAt(text: string, stem: number): Span | undefined {
  const name = secretNameAt(text, stem)
  if (name === undefined) return undefined
  const assigned = endOf(ASSIGNMENT, text, name.end)
  if (assigned !== undefined) return assignedValue(text, assigned, name.secrecy)
  if (isFlag(text, stem)) return argument(text, name)
  return saidValue(text, name) ?? (isPassword(name.secrecy) ? valueBefore(text, stem) : undefined)
}

/** `--password …`, `-storepass …`, `["--token", "…"]`: whatever stands behind a flag is its value. */
const FLAG = /(?:^|[\s"'`[(])--?(?:[\w-]{1,40}[_-])?(?:[a-z]{0,12})$/i
const BEHIND_FLAG = /["']?[\s,]{1,4}(?![-"'\s])|["']?[\s,]{1,4}(?=["'])/y
/** What is said of a flag. */
const SAYS_OF_FLAGS =
  /^(?:option|flag|param\w*|arg\w*|switch|setting|is|was|to|and|or|for|if|with|in|on|at|by|as|when|where|which|that|takes|sets|must|can|should|instead|does|has|but|because|from|of|then|so|works|will|would|file|value)[.,;:]?$/i

function isFlag(text: string, stem: number): boolean {
  return FLAG.test(text.slice(Math.max(0, stem - 60), stem))
}

function argument(text: string, { secrecy, end }: SecretName): Span | undefined {
  const behind = secrecy === 'vague' ? undefined : endOf(BEHIND_FLAG, text, end)
  if (behind === undefined) return undefined
  const start = behindOpening(text, behind)
  const quoted = start > behind ? endOfQuoted(text, start) : undefined
  const part = endOfPart(text, start)
  const last = quoted ?? (part === undefined ? undefined : endOfSigned(text, start, part))
  if (last === undefined) return undefined
  const value = text.slice(start, last)
  const isValue = !isNoValue(value, secrecy) && !SAYS_OF_FLAGS.test(value)
  return isValue && (isPassword(secrecy) || isSecretWord(secrecy, value)) ? { start, end: last } : undefined
}

/** A block of code behind a name holds its value when it has a single line. */
const FENCED = /`{3,}\w{0,20}\n([^\n`]{3,400})\n`{3}/y

function assignedValue(text: string, at: number, secrecy: Secrecy): Span | undefined {
  if (text.startsWith('```', at)) return fencedValue(text, at)
  const opened = behindOpening(text, at)
  const start = endOf(AUTHENTICATION_SCHEME, text, opened) ?? opened
  const quoted = start > at ? endOfQuoted(text, start) : undefined
  if (quoted !== undefined) return quotedValue(text, start, quoted, secrecy)
  const part = endOfPart(text, start)
  if (part === undefined) return undefined
  const words = endOfWords(text, start, secrecy)
  if (words !== undefined) return { start, end: words }
  const end = endOfSigned(text, start, part)
  if (end - start < SHORTEST) return undefined
  const value = text.slice(start, part)
  if (isNoValue(value, secrecy) || (opened === at && isPartOfMore(text, at, part))) return undefined
  if (!isSecretWord(secrecy, trimmed(text.slice(start, end)))) return undefined
  return { start, end: endOfWrapped(text, end) }
}

function fencedValue(text: string, at: number): Span | undefined {
  FENCED.lastIndex = at
  const [block = '', value = ''] = FENCED.exec(text) ?? []
  if (value === '') return undefined
  const start = at + block.indexOf(value)
  return { start, end: start + value.length }
}

function quotedValue(text: string, start: number, end: number, secrecy: Secrecy): Span | undefined {
  const value = text.slice(start, end)
  if (value.length < SHORTEST || isNoValue(value, secrecy)) return undefined
  if (!isPassword(secrecy) && (/\s/.test(value) || !isSecretWord(secrecy, value))) return undefined
  return { start, end: endOfWrapped(text, end) }
}

function isNoValue(value: string, secrecy: Secrecy): boolean {
  return isPlaceholder(value) && !(secrecy === 'password' && /^\d{4,}$/.test(value))
}

function trimmed(value: string): string {
  return value.replace(/[.,:;!?*_)\]}>]+$/, '')
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
