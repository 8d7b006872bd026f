import type { Findings } from './findings.ts'

const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?'
const DAY = '\\d{1,2}(?:st|nd|rd|th)?'
const YEAR = '(?:1[5-9]|20)\\d\\d'
const AMOUNT = '\\d{1,15}(?:[.,]\\d{1,6}){0,5}'
const SMALL_NUMBER =
  '(?:a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|sixty|ninety)'

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
      `(?:\\b${AMOUNT}[ -]?(?:ns|µs|ms|milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?|yrs?|decades?)|\\b${SMALL_NUMBER}[ -](?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?))\\b`,
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
  if (!/\d/.test(text)) return
  for (const { type, pattern } of QUANTITIES) {
    for (const [mention] of text.matchAll(pattern))
      findings.entity(type, mention.replace(/\s+/g, ' ').trim(), 1)
  }
}
