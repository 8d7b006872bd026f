import type { Extraction } from '../breadcrumb.ts'
import { type Findings, heaviest, type Weighed } from './findings.ts'
import { weightOf } from './weights.ts'

const SHORTEST = 2
const LONGEST = 64

/** The most telling candidates, at most `limit`, sorted; what is required is always among them. */
export function keywordsOf(findings: Findings, limit: number): Pick<Extraction, 'keywords' | 'weights'> {
  const required = [...findings.required.values()].filter(({ value }) => isKeyword(value))
  const others = findings.candidates.filter(({ value }) => isKeyword(value) && !findings.required.has(value))
  const kept = composed([...required, ...heaviest(others, limit - required.length)])
  kept.sort((a, b) => (a.value < b.value ? -1 : 1))
  return {
    keywords: kept.map(({ value }) => value),
    weights: kept.map(({ mentions }) => weightOf(mentions, findings.words)),
  }
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
function composed(keywords: readonly Weighed[]): Weighed[] {
  if (keywords.every(({ value }) => ASCII.test(value))) return [...keywords]
  const byValue = new Map<string, Weighed>()
  for (const keyword of keywords) {
    const value = keyword.value.normalize('NFC')
    const mentions = keyword.mentions + (byValue.get(value)?.mentions ?? 0)
    byValue.set(value, { ...keyword, value, mentions })
  }
  return [...byValue.values()]
}
