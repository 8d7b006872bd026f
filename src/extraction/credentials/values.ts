// Where the value of a credential ends, and what a value says by its looks.

/** Where a value begins and ends in a text. */
export interface Span {
  readonly start: number
  readonly end: number
}

const LONGEST_VALUE = 400
const QUOTE = '(?:\\\\{0,8}["\'`“”„«»‘’]|&quot;|&#34;|%22)'
/** Quotes, brackets and Markdown's emphasis before a value. */
const OPENING = new RegExp(`(?:${QUOTE}|[*_([])*`, 'y')
/** The same without brackets: what marks a value in a sentence. */
const MARKING = new RegExp(`(?:${QUOTE}|\\*{1,3})+`, 'y')
const CLOSED_BY: Readonly<Record<string, string>> = { '“': '”', '„': '“”', '«': '»', '»': '«', '‘': '’' }

/** A word of a value, as far as it can be told from what stands around it. */
const PART = /[^\s\\"'`,;<>(){}[\]“”„«»‘’|]{1,400}/y
/** What follows a value in the notations that values stand in: the next name, a tag, an escape of a line end. */
const NEXT_NAME = /[,;&|]{1,2}\s{0,3}["']?[\w.-]{1,40}["']?\s{0,2}[=:]/y
const TAG = /<\/?[A-Za-z!][^<>\n]{0,100}>/y
const LINE_END = /\\{1,8}[nrt](?:\\|["'\s]|$|[\w.-]{1,40}\s{0,2}[=:])/y
const SIGNS = /[\\"'`,;<>(){}[\]|]{1,8}/y
const GOES_ON = /[\w!#$%&@^*+~?./=-]/

/** Position behind quotes and the like. */
export function behindOpening(text: string, at: number): number {
  return endOf(OPENING, text, at) ?? at
}

/** The same for what marks a value in a sentence. */
export function behindMarking(text: string, at: number): number {
  return endOf(MARKING, text, at) ?? at
}

/** Where what stands in quotes ends, when a quote that begins right before the position is closed in its line. */
export function endOfQuoted(text: string, start: number): number | undefined {
  const quote = text[start - 1] ?? ''
  if (!/["'`“„«»‘]/.test(quote)) return undefined
  const escapes = backslashesBefore(text, start - 1)
  const closing = CLOSED_BY[quote] ?? quote
  const last = Math.min(text.length, start + LONGEST_VALUE)
  for (let at = start; at < last && text[at] !== '\n'; at += 1) {
    if (!closing.includes(text[at] ?? '\n')) continue
    const before = Math.min(backslashesBefore(text, at), at - start)
    if (before <= escapes || (escapes === 0 && before % 2 === 0)) return at - Math.min(before, escapes)
  }
  return undefined
}

function backslashesBefore(text: string, at: number): number {
  let count = 0
  while (count < 8 && text[at - count - 1] === '\\') count += 1
  return count
}

/** Where a word of a value ends, signs inside it left aside; undefined when none begins there. */
export function endOfPart(text: string, start: number): number | undefined {
  return endOf(PART, text, start)
}

/** Where a value ends that has signs in it, as in `Xk9,a<b`, going on from the end of its first word. */
export function endOfSigned(text: string, start: number, partEnd: number): number {
  let end = partEnd
  while (end < text.length && end - start < LONGEST_VALUE) {
    if (endOf(NEXT_NAME, text, end) !== undefined || endOf(TAG, text, end) !== undefined) return end
    if (endOf(LINE_END, text, end) !== undefined) return end
    const signs = endOf(SIGNS, text, end)
    if (signs === undefined || !GOES_ON.test(text[signs] ?? ' ')) return end
    if (/^\\+["'`]/.test(text.slice(end, signs)) || /["'`],["'`]?$/.test(text.slice(end, signs))) return end
    end = endOf(PART, text, signs) ?? signs
  }
  return end
}

/** Position behind a match that begins there. */
export function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

/** In code and schemas the value is often no credential: a type, a variable, a call, a description. */
export function isPlaceholder(value: string): boolean {
  return (
    /^(?:string|str|number|boolean|bool|int|integer|null|none|undefined|true|false|required|optional|secret|any|unknown|object|text|varchar|char|bytes?|env|process\.env[.\w]*|os\.environ[.\w]*|config[.\w]*|self\.\w+|this\.\w+|req\.[.\w]*|options?\.\w+|\$\w*|new|await|the|an?|your|if|in|and|or|is|not|for|to|get\w*|[A-Z][a-z]+Token|%s|\?)[.;:]?$/i.test(
      value,
    ) || /^(?:[$%*.…x]+|\d{1,9}|your[-_].*|[A-Z]+(?:_[A-Z]+)+)$/.test(value)
  )
}
