import { ToolError } from '../../errors.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const ID_PREFIX = /^[0-9a-f-]{4,36}$/i
/** Each unit once, the largest first. */
const DURATION = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/
const UNITS_MS = [86_400_000, 3_600_000, 60_000, 1000, 1]
const DAY = /^\d{4}-\d{2}-\d{2}/
const TIME_OF_DAY =
  /^[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)?$/
/** A hundred years. */
const FARTHEST_BACK_MS = 36_525 * 86_400_000

/**
 * Parsers of what a person writes on the command line or in a variable. `source` names the flag or variable in
 * the error, which is of kind `usage`.
 */
export function wholeNumber(source: string, range: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const [, digits, unit = ''] = /^(\d+)([kM]?)$/.exec(text) ?? []
    const value = digits === undefined ? Number.NaN : Number(digits) * (THOUSANDS[unit] ?? 1)
    if (value >= range.min && value <= range.max) return value
    throw usage(source, text, `a whole number from ${range.min} to ${range.max}`)
  }
}

const THOUSANDS: Readonly<Record<string, number>> = { k: 1_000, M: 1_000_000 }

/** A whole number as above, or `all`, which is Infinity. */
export function limit(source: string, range: { min: number; max: number }): (text: string) => number {
  const parse = wholeNumber(source, range)
  return (text) => (text === 'all' ? Number.POSITIVE_INFINITY : parse(text))
}

/** Such as `10%`, `0.5%`, or the same without the sign; 0 to 100. */
export function percent(source: string): (text: string) => number {
  return (text) => {
    const [, digits] = /^(\d{1,3}(?:\.\d{1,2})?)%?$/.exec(text) ?? []
    const value = digits === undefined ? Number.NaN : Number(digits)
    if (value <= 100) return value
    throw usage(source, text, 'a share from 0% to 100%, such as 10%')
  }
}

/** Such as `30s`, `4m`, `1h30m`; milliseconds. */
export function duration(source: string, range: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const value = milliseconds(text)
    if (value >= range.min && value <= range.max) return value
    throw usage(
      source,
      text,
      'a time such as 500ms, 30s, 4m or 1h30m, above zero and not longer than 30 days',
    )
  }
}

/** NaN for what is no duration. */
function milliseconds(text: string): number {
  const counts = DURATION.exec(text)?.slice(1)
  if (counts === undefined) return Number.NaN
  return counts.reduce((sum, count, at) => sum + Number(count ?? 0) * (UNITS_MS[at] ?? Number.NaN), 0)
}

/** What can be sent in a header; a value that can't is not quoted in the error. */
export function bearerToken(source: string): (text: string) => string {
  return (text) => {
    if (/^[!-~]+$/.test(text)) return text
    const problem = text === '' ? 'is empty' : 'has spaces, line breaks or characters that are not ASCII'
    throw new ToolError('usage', `${source} is no bearer token: it ${problem}`)
  }
}

export interface Moment {
  readonly at: Date
  /** As it was given where it is a time back from now; otherwise ISO 8601. */
  readonly words: string
}

/** A day, or a day and a time, of ISO 8601, in UTC unless it names an offset; or a time back from now such as `7d`. */
export function moment(source: string, now: Date): (text: string) => Moment {
  return (text) => {
    const back = milliseconds(text)
    if (back <= FARTHEST_BACK_MS) return { at: new Date(now.getTime() - back), words: text }
    const at = momentOf(text)
    if (at !== undefined) return { at, words: at.toISOString() }
    throw usage(
      source,
      text,
      'a moment such as 2026-11-23 or 2026-11-23T10:00:00+01:00 (UTC where it names no offset), or a time back from now such as 7d or 1h30m, at most 36525d',
    )
  }
}

/** `new Date` alone takes 2026-02-31 for 3 March, and `2026-11-23 (x)` for a time where the process runs. */
function momentOf(text: string): Date | undefined {
  const [day] = DAY.exec(text) ?? []
  if (day === undefined) return undefined
  const midnight = new Date(`${day}T00:00Z`)
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined
  const time = text.slice(day.length)
  if (time === '') return midnight
  if (!TIME_OF_DAY.test(time)) return undefined
  return new Date(`${day}T${time.slice(1)}${/Z|[+-]/.test(time) ? '' : 'Z'}`)
}

export function uuid(source: string): (text: string) => string {
  return (text) => {
    if (UUID.test(text)) return text.toLowerCase()
    throw usage(source, text, 'a uuid such as 0f8fad5b-d9cb-469f-a165-70867728950e')
  }
}

/** A uuid, or its first characters, at least four hexadecimal digits. */
export function idPrefix(source: string): (text: string) => string {
  return (text) => {
    const digits = text.replaceAll('-', '')
    const hyphensInPlace = UUID.test(text + '0f8fad5b-d9cb-469f-a165-70867728950e'.slice(text.length))
    const plain = ID_PREFIX.test(text) && digits.length >= 4 && digits.length <= 32
    if (plain && (hyphensInPlace || !text.includes('-'))) return text.toLowerCase()
    throw usage(source, text, 'a uuid, or at least the first 4 of its hexadecimal digits')
  }
}

function usage(source: string, text: string, wanted: string): ToolError {
  return new ToolError('usage', `${source} is '${text}', but has to be ${wanted}`)
}
