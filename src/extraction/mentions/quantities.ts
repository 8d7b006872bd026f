import type { Findings } from '../ranking/findings.ts'

const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?'
const DAY = '\\d{1,2}(?:st|nd|rd|th)?'
const YEAR = '(?:1[5-9]|20)\\d\\d'
const AMOUNT = '\\d{1,15}(?:[.,]\\d{1,6}){0,5}'

/** Mentions of several words that are told by their numbers. Every pattern has bounded repetition only. */
const QUANTITIES: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  {
    type: 'date',
    pattern: new RegExp(
      [
        `\\b${YEAR}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?`,
        `\\b${MONTH} ${DAY}(?:,? ${YEAR})?\\b`,
        `\\b${DAY} (?:of )?${MONTH}(?:,? ${YEAR})?\\b`,
        `\\b${MONTH},? ${YEAR}\\b`,
        `\\b\\d{1,2}[/.]\\d{1,2}[/.]${YEAR}\\b`,
        `\\bQ[1-4] ${YEAR}\\b`,
        `(?<=\\b(?:in|since|by|from|until|till|before|after|during|around|of|year) )${YEAR}\\b(?![-.]\\d)`,
        `\\b${YEAR.replace('\\d\\d', '\\d0')}s\\b`,
      ].join('|'),
      'g',
    ),
  },
  {
    type: 'duration',
    pattern: new RegExp(
      `(?:\\b${AMOUNT}[ -]?(?:ns|µs|ms|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?|yrs?|decades?))\\b`,
      'gi',
    ),
  },
  {
    type: 'money',
    pattern: new RegExp(
      `(?:US|C|A)?[$€£¥₹]\\s?${AMOUNT}(?:\\s?(?:k|m|bn|thousand|million|billion|trillion)\\b)?|\\b${AMOUNT}\\s?(?:(?:thousand|million|billion|trillion) )?(?:€|£|USD\\b|EUR\\b|GBP\\b|JPY\\b|CHF\\b|CNY\\b|INR\\b|dollars?\\b|euros?\\b|pounds\\b|cents?\\b|yen\\b)`,
      'gi',
    ),
  },
  { type: 'percent', pattern: new RegExp(`[+-]?\\b${AMOUNT}\\s?(?:%|percent\\b|per cent\\b)`, 'gi') },
]

/** Notes dates, durations, amounts of money and percentages, as they are written. */
export function noteQuantities(text: string, findings: Findings): void {
  for (const window of aroundDigits(text)) {
    for (const { type, pattern } of QUANTITIES) {
      // Not matchAll, which makes a new RegExp each time.
      for (const mention of window.match(pattern) ?? []) {
        findings.entity(type, mention.replace(/\s+/g, ' ').trim(), 1)
      }
    }
  }
}

/** Characters before the first digit and behind the last that a mention can have. */
const REACH = 32

/** The parts of a text around its digits, so that text without digits costs nothing. */
function aroundDigits(text: string): string[] {
  const windows: string[] = []
  const digit = /\d/g
  for (let found = digit.exec(text); found !== null; found = digit.exec(text)) {
    const end = windowEnd(text, found.index)
    windows.push(text.slice(windowStart(text, found.index), end))
    digit.lastIndex = end
  }
  return windows
}

/** Behind a space, so that no word is cut. */
function windowStart(text: string, digit: number): number {
  const start = Math.max(0, digit - REACH)
  for (let i = start; i > 0 && i > start - REACH; i -= 1) if (text[i - 1] === ' ') return i
  return start
}

/** Behind the last of the digits that follow one another within reach. */
function windowEnd(text: string, digit: number): number {
  let last = digit
  let i = digit
  for (; i < text.length && i - last <= REACH; i += 1) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) last = i
  }
  while (i < text.length && i - last <= 2 * REACH && text[i] !== ' ') i += 1
  return i
}
