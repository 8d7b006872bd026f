import { ALGORITHM, isPassword, type SecretName } from './secret-names.ts'
import {
  behindMarking,
  endOf,
  endOfPart,
  endOfQuoted,
  endOfSigned,
  isPlaceholder,
  type Span,
} from './values.ts'
import { endOfWords } from './words.ts'

const NAME_END = `["'\`*)\\]]{0,3}`
const WHOSE = `(?:\\s{1,3}(?:for|of|to|on|in)\\s(?:[\\w'’.@-]{1,40}\\s){1,6}?|\\s{1,3}(?=\\S))`
const IS =
  '(?:(?:is|was|are|will be|should be|must be|ist|lautet|est|es|é|è|jest|är|er|on)\\b(?:\\s(?:now|currently|still|simply|just|always|called))?)'
const CHANGED =
  '(?:(?:(?:is|was|has been|have been|got|gets) )?(?:now )?(?:changed|set|reset|updated|rotated|switched) (?:back )?)'
/** "the password is …", "password for the admin was …" */
const COPULA = new RegExp(`${NAME_END}${WHOSE}${IS}:?\\s{1,3}`, 'iy')
/** "password was changed to …"; what it was before is told as well. */
const CHANGE = new RegExp(`${NAME_END}${WHOSE}${CHANGED}(?:to\\s{1,3}(?:be )?|(?=from ))`, 'iy')
const FROM_TO = /from\s{1,3}\S{1,100}\s{1,3}to\s{1,3}/iy
/** "change the password to …" */
const TARGET = new RegExp(`${NAME_END}(?:${WHOSE})?\\s{0,3}\\bto\\s{1,3}`, 'iy')
const CHANGES = /\b(?:chang|set|reset|updat|rotat|switch|mak)\w{0,3}\b[^.!?\n]{0,40}$/i
/** `password → …` */
const ARROW = new RegExp(`${NAME_END}\\s{0,3}(?:→|⇒|➜|➔|⟶|->|=>|»)\\s{0,3}`, 'iy')
const ARROWS = /→|⇒|➜|➔|⟶|->|=>|»|>/
/** `password hunter2`, `password - hunter2`, "password's hunter2". */
const BESIDE = new RegExp(`${NAME_END}(?:\\s{1,3}(?:(?:[-–—=]|to|be):?\\s)?|['’]s\\s)\\s{0,2}`, 'iy')
/** `password (hunter2)`. */
const BRACKET = /\s{0,3}[([](?:default:?\s{1,3})?/iy

/** What is said of passwords rather than being one. */
const PREDICATE =
  /^(?:wrong|incorrect|invalid|correct|weak|strong|secret|safe|unsafe|secure|insecure|missing|empty|blank|there|here|not|never|always|still|now|sent|too|only|also|set|kept|lost|known|shown|unknown|yours|mine|his|hers|ours|theirs|optional|mandatory|fine|good|bad|ok|okay|long|short|unique|same|different|plain|simple|complex|old|new|it|them|that|this|something|anything|nothing|everything|one|null|\w+(?:ed|ing|able|ible|ly))$/i

/** Where the value is that a sentence tells of a password: "My password is swordfish.", `password → swordfish`. */
export function saidValue(text: string, name: SecretName): Span | undefined {
  if (name.secrecy === 'vague') return undefined
  const { end } = name
  const told = changedTo(text, name) ?? endOf(COPULA, text, end) ?? pointedAt(text, end)
  if (told !== undefined) return valueAt(text, told, name, true)
  const beside = endOf(BESIDE, text, end)
  const isNext = beside !== undefined && beside > end && !(isAmbiguous(name) && isOfShell(text, beside))
  return (isNext ? valueAt(text, beside, name, false) : undefined) ?? bracketed(text, name)
}

function isAmbiguous({ word }: SecretName): boolean {
  return /^(?:pass|pwd)$/i.test(word)
}

/** `$ pwd` and what it prints; "pass 1000 of them". */
function isOfShell(text: string, at: number): boolean {
  return (
    /\n\s*$/.test(text.slice(at - 3, at)) ||
    !/^["'`]?[^\s/\d]*[a-z][^\s/]*\d|^["'`]?\d+[a-z]/i.test(text.slice(at, at + 60))
  )
}

function changedTo(text: string, { end }: SecretName): number | undefined {
  const change = endOf(CHANGE, text, end)
  if (change !== undefined) return change
  const target = endOf(TARGET, text, end)
  return target !== undefined && CHANGES.test(text.slice(Math.max(0, end - 80), end)) ? target : undefined
}

/** An arrow between parts of a menu points at no value: `Settings → Password → Reset`. */
function pointedAt(text: string, end: number): number | undefined {
  const arrow = endOf(ARROW, text, end)
  if (arrow === undefined) return undefined
  const lineStart = text.lastIndexOf('\n', end) + 1
  return ARROWS.test(text.slice(Math.max(lineStart, end - 80), end)) ? undefined : arrow
}

/** The value there; an ordinary word is one only where it is `told`, and ends what is told. */
function valueAt(text: string, said: number, { secrecy }: SecretName, told: boolean): Span | undefined {
  const from = endOf(FROM_TO, text, said)
  const start = behindMarking(text, from ?? said)
  const isMarked = isPassword(secrecy) && start > (from ?? said)
  const quoted = isMarked ? endOfQuoted(text, start) : undefined
  const part = endOfPart(text, start)
  if (part === undefined) return undefined
  const words = told ? endOfWords(text, start, secrecy) : undefined
  const end = quoted ?? words ?? endOfSigned(text, start, part)
  const value = text.slice(start, end).replace(/[.,:;!?*_)]+$/, '')
  if (value.length < 3 || isPlaceholder(value)) return undefined
  const hasDigit = value.length >= 4 && /\d/.test(value) && !/\s/.test(value)
  const isTold = isPassword(secrecy) && told && (words !== undefined || endsThere(text, end, value))
  return hasDigit || isMarked || isTold ? { start: from === undefined ? start : said, end } : undefined
}

/** Whether the value ends its sentence or clause, so that it is not the first word of what goes on. */
function endsThere(text: string, end: number, value: string): boolean {
  if (PREDICATE.test(value)) return false
  if (/[.!?,;)]$/.test(text.slice(end - 1, end)) && /^(?:\s|$)/.test(text.slice(end, end + 1))) return true
  return /^[.!?,;)"']{0,3}\s{0,3}(?:\n|$|[,;)]|(?:and|but|so|please|for|until|on|at) )/.test(
    text.slice(end, end + 20),
  )
}

function bracketed(text: string, { end, secrecy }: SecretName): Span | undefined {
  const start = isPassword(secrecy) ? endOf(BRACKET, text, end) : undefined
  const last = start === undefined ? undefined : endOfPart(text, start)
  if (start === undefined || last === undefined || !')]'.includes(text[last] ?? ' ')) return undefined
  const value = text.slice(start, last)
  const isTelling = value.length >= 4 && /\d/.test(value) && /[a-z]/i.test(value)
  return isTelling && !ALGORITHM.test(value) ? { start, end: last } : undefined
}

const WHOSE_PASSWORD =
  '(?:the|my|our|your|a|an|his|her|its|their)\\s{1,3}(?:\\w{1,20}\\s{1,3}){0,2}[\\w-]{0,20}$'
/** "use … as the password" */
const USED = new RegExp(
  `\\b(?:use|try|enter|type|with)\\s{1,3}["'\`*]{0,3}([^\\s"'\`*]{3,100})["'\`*]{0,3}\\s{1,3}as\\s{1,3}${WHOSE_PASSWORD}`,
  'i',
)
/** "… is the password": without a digit or quotes it would be any subject. */
const SUBJECT = new RegExp(
  `(?:^|[\\s([{])(?:["'\`“„*]{1,3}([^\\s"'\`“”*]{3,100})["'\`”*]{1,3}|((?=\\S{0,100}\\d)[^\\s"'\`*]{4,100}))\\s{1,3}(?:is|was|=)\\s{1,3}(?:now\\s)?${WHOSE_PASSWORD}`,
  'i',
)
const LOOK_BACK = 200

/** Where the value is when the sentence tells it before the name that begins there: "hunter2 is the password". */
export function valueBefore(text: string, name: number): Span | undefined {
  const before = text.slice(Math.max(0, name - LOOK_BACK), name)
  if (!/\b(?:as|is|was|=)\s/i.test(before)) return undefined
  const found = USED.exec(before) ?? SUBJECT.exec(before)
  const value = found?.[1] ?? found?.[2]
  if (found === null || value === undefined) return undefined
  const start = name - before.length + found.index + found[0].indexOf(value)
  return { start, end: start + value.length }
}
