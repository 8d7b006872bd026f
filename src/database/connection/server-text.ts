import pg from 'pg'
import { messageOf } from '../../errors.ts'
import { printable } from '../../printable.ts'

/** SQLSTATE classes whose texts are PostgreSQL's own and quote names: of tables, columns, constraints, roles. */
const CLASSES_QUOTING_NAMES = new Set('08 0A 23 25 26 28 2D 3D 3F 40 42 44 53 54 55 57 58'.split(' '))
/** Those of PostgreSQL's own that may quote values. Any further class is one that a function has made up. */
const CLASSES_QUOTING_VALUES = new Set('0B 0F 0L 0P 0Z 20 21 22 24 27 2B 2F 34 3B 72 F0 HV P0 XX'.split(' '))
/** PL/pgSQL's RAISE and ASSERT, which take any SQLSTATE. */
const RAISING_ROUTINES = new Set<string | undefined>(['exec_stmt_raise', 'exec_stmt_assert'])
/** Of all languages that PostgreSQL's own messages come in; an apostrophe within a word is none. */
const QUOTES = /["«»“”„‘’]|(?<!\p{L})'|'(?!\p{L})/gu
const QUOTES_AND_BRACKETS = new RegExp(`${QUOTES.source}|[()[\\]{}<>]`, 'gu')
const HIDDEN = '…'
const LONGEST = 300

/**
 * What an error says, as one printable line that any log may hold: names stay readable, values of a row stay out.
 * PostgreSQL's detail, hint and context may quote rows, and are never told. Of its message:
 * - where quotes hold names, all is told;
 * - where they may hold values (in data exceptions, and in all that happens inside a function of the database), what
 *   is quoted is left out, unless the function's source has its words;
 * - of what a function raises in words of its own, only those words are told that its source has, and nothing that
 *   stands in quotes or brackets.
 *
 * @param source of the function that `functionOf` names, once it is known
 */
export function serverText(error: unknown, source?: string): string {
  const text = printable(messageOf(error)).trim()
  if (!(error instanceof pg.DatabaseError) || quotesNames(error)) return truncated(text)
  const name = functionOf(error)
  const place = name === undefined ? '' : ` (in ${name})`
  const told = isRaised(error) ? raisedText(text, source) : textWithoutValues(text, source)
  return truncated(told) + place
}

/** The signature of the function of the database in which the error arose, such as `audit()`. */
export function functionOf(error: unknown): string | undefined {
  if (!(error instanceof pg.DatabaseError)) return undefined
  return /^[^"\n]*PL\/pgSQL[^"()\n]*?\s([\w."]+\([^()\n]*\))/m.exec(error.where ?? '')?.[1]
}

/** Inside a function, a statement that was put together from values may quote them as if they were names. */
function quotesNames(error: pg.DatabaseError): boolean {
  const { code = '', where = '' } = error
  if (code === '') return true
  if (isRaised(error)) return false
  return code.startsWith('23') || (where === '' && CLASSES_QUOTING_NAMES.has(code.slice(0, 2)))
}

/** Whether the words are not PostgreSQL's own. */
function isRaised({ code = '', routine, where = '' }: pg.DatabaseError): boolean {
  const sqlClass = code.slice(0, 2)
  const isKnown = CLASSES_QUOTING_NAMES.has(sqlClass) || CLASSES_QUOTING_VALUES.has(sqlClass)
  return !isKnown || RAISING_ROUTINES.has(routine) || /PL\/(?!pgSQL)/.test(where)
}

function raisedText(text: string, source: string | undefined): string {
  if (source === undefined) return 'an exception whose words may quote a breadcrumb'
  const own = wordsOf(source)
  return withoutSpan(text, QUOTES_AND_BRACKETS)
    .split(/\s+/)
    .map((part) => (isSubset(wordsOf(part), own) ? part : HIDDEN))
    .join(' ')
    .replace(/…(?:\s*…)+/g, HIDDEN)
}

function textWithoutValues(text: string, source: string | undefined): string {
  const quoted = [...text.matchAll(/"([^"]*)"/g)].map(([, inner = '']) => inner)
  const isOfSource = source !== undefined && isSubset(wordsOf(quoted.join(' ')), wordsOf(source))
  const told = isOfSource ? text : withoutSpan(text, QUOTES)
  return told.replace(/\b0x[\da-f]+\b/gi, HIDDEN)
}

/** A value may hold the same signs itself: all goes from the first to the last, or from a single one on. */
function withoutSpan(text: string, signs: RegExp): string {
  const found = [...text.matchAll(signs)].map(({ index }) => index)
  const [first] = found
  if (first === undefined) return text
  const end = found.length === 1 ? text.length : (found.at(-1) ?? first) + 1
  return text.slice(0, first) + HIDDEN + text.slice(end)
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}\p{N}_]+/gu))
}

function isSubset(words: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...words].every((word) => others.has(word))
}

function truncated(text: string): string {
  return text.length <= LONGEST ? text : text.slice(0, LONGEST) + HIDDEN
}
