import { type Findings, heaviest } from './findings.ts'

const SHORTEST = 2
const LONGEST = 64

/** The most telling candidates, at most `limit`, sorted; what is required is always among them. */
export function keywordsOf(findings: Findings, limit: number): string[] {
  const required = [...findings.required].filter(isKeyword)
  const others = findings.candidates.filter(({ value }) => isKeyword(value) && !findings.required.has(value))
  const keywords = [...required, ...heaviest(others, limit - required.length)].sort()
  return keywords.every((keyword) => ASCII.test(keyword)) ? keywords : composed(keywords)
}

const ASCII = /^[ -~]*$/
const TWO_LETTERS = /[\p{L}\p{N}]{2}/u

function isKeyword(keyword: string): boolean {
  if (keyword.length < SHORTEST || keyword.length > LONGEST) return false
  return (
    (isSmallLetter(keyword.charCodeAt(0)) && isSmallLetter(keyword.charCodeAt(1))) ||
    TWO_LETTERS.test(keyword)
  )
}

/** Spares most keywords the slower test. */
function isSmallLetter(code: number): boolean {
  return code >= 97 && code <= 122
}

/** A small letter may compose with its accent where the capital did not. */
function composed(keywords: readonly string[]): string[] {
  return [...new Set(keywords.map((keyword) => keyword.normalize('NFC')))].sort()
}
