import { ToolError } from '../../errors.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const ID_PREFIX = /^[0-9a-f-]{4,36}$/i
const DURATION = /^(?:\d+(?:ms|[smhd]))+$/
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Parsers of what a person writes on the command line or in a variable. `source` names the flag or variable in
 * the error, which is of kind `usage`.
 */
export function wholeNumber(source: string, range: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= range.min && value <= range.max) return value
    throw usage(source, text, `a whole number from ${range.min} to ${range.max}`)
  }
}

/** Such as `30s`, `4m`, `1h30m`; milliseconds. */
export function duration(source: string, range: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const value = DURATION.test(text) ? milliseconds(text) : Number.NaN
    if (value >= range.min && value <= range.max) return value
    throw usage(
      source,
      text,
      'a time such as 500ms, 30s, 4m or 1h30m, above zero and not longer than 30 days',
    )
  }
}

function milliseconds(text: string): number {
  return [...text.matchAll(/(\d+)(ms|[smhd])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN),
    0,
  )
}

/** What can be sent in a header; a value that can't is not quoted in the error. */
export function bearerToken(source: string): (text: string) => string {
  return (text) => {
    if (/^[!-~]+$/.test(text)) return text
    const problem = text === '' ? 'is empty' : 'has spaces, line breaks or characters that are not ASCII'
    throw new ToolError('usage', `${source} is no bearer token: it ${problem}`)
  }
}

/** A moment: ISO 8601, or a time back from now such as `7d`. */
export function moment(source: string, now: Date): (text: string) => Date {
  return (text) => {
    if (DURATION.test(text)) return new Date(now.getTime() - milliseconds(text))
    const value = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : new Date(Number.NaN)
    if (!Number.isNaN(value.getTime())) return value
    throw usage(source, text, 'a moment such as 2026-11-23, 2026-11-23T10:00:00Z, or 7d for seven days ago')
  }
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
