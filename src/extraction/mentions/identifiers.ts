import { CAMEL_CASE, TWO_WORDS } from '../reading/spellings.ts'

/** A file name's ending that makes a run with dots a file rather than an address. */
const FILE_ENDING =
  /\.(?:[cm]?[jt]sx?|json[l5]?|ya?ml|toml|ini|env|md|txt|csv|tsv|pdf|docx?|xlsx?|pptx?|html?|css|scss|xml|svg|png|jpe?g|gif|webp|mp[34]|wav|zip|tar|gz|tgz|sql|sh|bash|ps1|py|ipynb|rs|go|java|kt|rb|php|cs?|cpp|h|hpp|swift|lock|conf|cfg|log|wasm|onnx|proto|graphql|prisma|tf|dockerfile|service|vue|svelte)$/i

const CAMEL =
  /^_*[a-z][a-z\d]*[A-Z][A-Za-z\d]*$|^[A-Z][a-z\d]+(?:[A-Z][a-z\d]*)+$|^[A-Z]{2,}[a-z\d]+[A-Z][A-Za-z\d]*$/
const SNAKE = /^_*[A-Za-z\d]+(?:_+[A-Za-z\d]+)+_*$|^_{1,2}[A-Za-z]\w*$/
const KEBAB = /^[A-Za-z][A-Za-z\d]*(?:-[A-Za-z\d]+)+$/
const DOTTED = /^[A-Za-z_$][\w$-]*(?:\.[A-Za-z_$\d][\w$-]*)+$/
/** `e.g`, `U.S`, `p.m`. */
const ABBREVIATION = /^[A-Za-z](?:\.[A-Za-z])+$/
const DOT_FILE = /^\.[a-z][a-z\d_-]{2,}(?:\.\w+)*$/
const COLONS = /^[A-Za-z_]\w*(?:::[A-Za-z_]\w*)+$/
const PACKAGE = /^@[a-z\d][\w.-]*\/[a-z\d][\w.-]*$/i
const PATH =
  /^[A-Za-z]:(?:\\[\w.@+~-]+)+$|^(?:[A-Za-z]:)?(?:~|\.{1,2})?(?:\/[\w.@+~-]+)+\/?$|^[\w.@+-]+(?:\/[\w.@+-]+)+\/?$/
const FLAG = /^--?[A-Za-z][\w-]*$/
const ALPHANUMERIC = /^(?=\w*\d)[A-Za-z][A-Za-z\d]+$|^\d{1,2}[A-Za-z]{1,3}$/
/** `90s` and `12px` are amounts, `3D` and `4K` are names. */
const AMOUNT = /^\d+(?:[nm]?s|[mhdwy]|min|hrs?|secs?|px|pt|r?em|[cmk]m|[kKMGT]i?B|kg|st|nd|rd|th)$/
/** `C++`, `F#`, `.NET`. */
const WITH_SIGN = /^[A-Za-z]{1,20}(?:\+\+|#)$|^\.[A-Z]{2,10}$/

export const SCHEMA_NAME = /^[a-z][a-z\d_-]*(?:\.[a-z\d_-]+)*\.v\d+$/
export const VERSION = /^v?\d+(?:\.\d+){1,3}(?:[-+.]?(?:alpha|beta|rc|pre|dev|canary|next)[\w.-]*)?$|^v\d+$/i

/** Characters of the longest name. */
const LONGEST = 120

/** Whether a run without spaces is a name from code: an identifier, path, package, command or flag. */
export function isIdentifier(run: string): boolean {
  if (run.length < 2 || run.length > LONGEST || !/[A-Za-z]/.test(run)) return false
  return (
    CAMEL.test(run) ||
    SNAKE.test(run) ||
    COLONS.test(run) ||
    PACKAGE.test(run) ||
    FLAG.test(run) ||
    WITH_SIGN.test(run) ||
    (ALPHANUMERIC.test(run) && !AMOUNT.test(run)) ||
    isFileOrDotted(run) ||
    isCodeKebab(run) ||
    isPath(run)
  )
}

function isFileOrDotted(run: string): boolean {
  if (ABBREVIATION.test(run)) return false
  return DOTTED.test(run) || DOT_FILE.test(run) || (FILE_ENDING.test(run) && /^[\w.@/~-]+$/.test(run))
}

const KEBAB_WORD = /(?<![\w/.@#:-])[a-z]+(?:-[a-z]+)+(?![\w/-]|\.\w)/g
/** Words that join others into one of English: `state-of-the-art`, `step-by-step`, `well-thought-out`. */
const JOINERS = new Set(
  'a after an and as at before by de down for from if in it no not of off offs on one ons or out over per so than the then to too un up us vs well who with you'.split(
    ' ',
  ),
)
const ENGLISH_START =
  /^(?:anti|bi|co|counter|cross|de|e|ex|extra|high|hyper|inter|intra|long|low|macro|meta|micro|mid|mini|mono|multi|nano|neo|non|over|poly|post|pre|pro|pseudo|quasi|re|self|semi|short|sub|super|trans|tri|ultra|un|under|uni|x)-/
const ENGLISH_END =
  /-(?:able|agnostic|aware|backed|based|bit|bound|built|centric|class|compatible|compliant|driven|enabled|end|focused|free|friendly|grade|in|intensive|known|less|level|like|line|made|native|old|only|oriented|powered|ready|related|shot|side|size|sized|specific|style|time|to|tuned|type|wide|wise|year)$|(?:ed|ing|er|est)$/

/** The words of a text in kebab-case that no English compound can be; `isWord` tells words of the dictionary. */
export function kebabIn(text: string, isWord: (word: string) => boolean): string[] {
  if (!text.includes('-')) return []
  return (text.match(KEBAB_WORD) ?? []).filter((run) => isCodeName(run, isWord))
}

function isCodeName(run: string, isWord: (word: string) => boolean): boolean {
  if (run.length > 64 || ENGLISH_START.test(run) || ENGLISH_END.test(run)) return false
  const parts = run.split('-')
  if (parts.some((part) => JOINERS.has(part))) return false
  return parts.length > 2 || parts.some((part) => part.length > 1 && !isWord(part))
}

/** `rcrt-entities-v2` and `gpt-4o`; hyphenated words of a sentence are left to the language model. */
function isCodeKebab(run: string): boolean {
  return KEBAB.test(run) && /\d/.test(run)
}

/** `src/main.ts` and `/etc/hosts`, not `and/or`. */
function isPath(run: string): boolean {
  if (!PATH.test(run)) return false
  return (
    run.startsWith('/') ||
    run.startsWith('.') ||
    run.startsWith('~') ||
    run.includes('\\') ||
    FILE_ENDING.test(run) ||
    run.split('/').length > 2
  )
}

/** A name and its version: `docker27`, `python3.11`. */
const VERSIONED = /^(\p{L}{3,})\d{1,3}(?:\.\d+)*$/u

/**
 * The words an identifier is made of, in lower case: `createUserToken` → create, user, token; `PostgreSQL16` →
 * postgresql.
 */
export function partsOf(identifier: string): string[] {
  const named = VERSIONED.exec(identifier)?.[1]
  if (named !== undefined)
    return isWhole(named) ? [named.toLowerCase()] : [named.toLowerCase(), ...partsOf(named)]
  return withSpaces(identifier)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= 2 && part.length <= 64 && /\p{L}{2}/u.test(part))
}

function isWhole(name: string): boolean {
  return !CAMEL_CASE.test(name) && !TWO_WORDS.test(name)
}

function withSpaces(identifier: string): string {
  return identifier.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
}

/** Where something stands in a file: `src/main.ts:12:7`, `user.rb:42:in`, `parse.c(33,4)`, `file:///app/main.mjs:3:1`. */
const LINE_OF_FILE =
  /^(?:file:\/\/(?=\/))?((?:[A-Za-z]:)?[^:()]+\.\w{1,10})(?::\d+(?::(?:\d+|in))?|:line|\(\d+(?:,\d+)?)$/

/** A file's path without the line and the column that follow it. */
export function withoutLine(run: string): string {
  const file = run.length <= LONGEST ? LINE_OF_FILE.exec(run)?.[1] : undefined
  return file !== undefined && FILE_ENDING.test(file) ? file : run
}
