import { isPermissions } from './listings.ts'

const UUID = /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const HASH = /^(?:(?:sha|md)\d{1,3}[:-])?(?=[0-9a-f]*\d)[0-9a-f]{7,128}$/i
const TIMESTAMP = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?Z| ?[+-]\d\d:?\d\d)?)?$/i
const COLOUR = /^(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(?:rgb|hsl)a?\([\d\s.,%/]{1,60}\))$/i
const MIME_TYPE =
  /^(?:application|audio|font|image|message|model|multipart|text|video)\/[\w.+-]{1,100}(?:;.{0,100})?$/i
const DATA_URI = /^data:[\w/+.-]{0,100}[;,]/i
const HARDWARE_ADDRESS = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i
const IPV6 = /^(?=[^:]*:[^:]*:)(?=.*\d)[0-9a-f:]{3,39}$/i
const PERCENT_ENCODED = /^(?:%[0-9a-f]{2}){2,}$/i
const CSS_LENGTH = /^-?\d{1,5}(?:\.\d{1,4})?(?:px|r?em|v[hw]|pt)$/
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/
/** Every one of these has a digit, which few words have. */
const WITH_DIGITS = [UUID, HASH, TIMESTAMP, ULID, HARDWARE_ADDRESS, IPV6, PERCENT_ENCODED, CSS_LENGTH]

const LONGEST_LITERAL = 160
/** How much of a long string is looked at to tell what it is. */
const SAMPLE = 4096
/** The longest run of characters without a space that can still be a word, an identifier or a URL. */
const LONGEST_RUN = 2048

/** Whether a whole string is language or code written by people, rather than an id, a hash or encoded data. */
export function isReadable(text: string): boolean {
  const sample = text.slice(0, SAMPLE).trim()
  if (!/\p{L}/u.test(sample)) return text.length > SAMPLE && /\p{L}{2}/u.test(text.slice(SAMPLE))
  return (
    !isIdOrLiteral(sample) && !isClassList(sample) && !isEncoded(sample) && !isMinified(sample.slice(0, 1024))
  )
}

/** Whether a run without spaces is an id, a hash, a literal or encoded data. */
export function isNoise(run: string): boolean {
  return run.length > LONGEST_RUN || isIdOrLiteral(run) || isEncodedRun(run)
}

/** A class of CSS that is named for what it does: `px-4`, `hover:bg-blue-500`, `md:flex-row`, `btn-primary`. */
const CSS_CLASS =
  /^(?:[a-z-]{1,20}:){0,3}-?(?:[mp][trblxy]?|w|h|z|gap|size|space|inset|top|left|right|bottom|min|max|flex|grid|col|row|order|items|justify|content|self|place|text|font|leading|tracking|bg|border|rounded|ring|shadow|opacity|overflow|object|transition|duration|ease|cursor|btn|card|nav|navbar|form|input|table|alert|badge|modal|container|d)-[a-z\d./[\]#%-]{1,40}$/

/** What an element of a page is given as its classes: four and more, most of them of CSS. */
function isClassList(text: string): boolean {
  if (text.length > 1000 || !text.includes('-') || /[^\w\s:./[\]#%-]|[A-Z]/.test(text)) return false
  const words = text.split(/\s+/)
  return words.length >= 4 && words.filter((word) => CSS_CLASS.test(word)).length * 2 > words.length
}

function isIdOrLiteral(text: string): boolean {
  if (DATA_URI.test(text)) return true
  if (text.length > LONGEST_LITERAL) return false
  if (isPermissions(text)) return true
  if (COLOUR.test(text) || (text.includes('/') && MIME_TYPE.test(text))) return true
  return /\d/.test(text) && WITH_DIGITS.some((pattern) => pattern.test(text))
}

/** Base64 and the like: one long run of its alphabet with letters of both cases and digits all over. */
function isEncoded(text: string): boolean {
  const lines = text.split('\n', 50)
  return lines.every((line) => isEncodedRun(line.trim())) && lines.some((line) => line.trim().length > 0)
}

function isEncodedRun(run: string): boolean {
  if (run.length < 40) return false
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(run)) return false
  if (/[a-z]{4}[-_/][a-z]{3}/.test(run)) return false
  return /[A-Z]/.test(run) && /[a-z]/.test(run) && changesOfKind(run) > run.length / 5
}

function changesOfKind(run: string): number {
  return run.match(/[a-z][A-Z0-9+/]|[A-Z][a-z0-9+/]|[0-9+/][A-Za-z]/g)?.length ?? 0
}

/** Code squeezed into lines of hundreds of characters, with more punctuation than spaces. */
function isMinified(text: string): boolean {
  if (text.length < 500) return false
  const lines = text.match(/\n/g)?.length ?? 0
  if (text.length / (lines + 1) <= 400) return false
  const spaces = text.match(/\s/g)?.length ?? 0
  const signs = text.match(/[{}()[\];,=<>&|!?:+]/g)?.length ?? 0
  return signs > text.length / 12 && spaces < text.length / 10
}
