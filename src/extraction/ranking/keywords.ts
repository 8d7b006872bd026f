import type { Extraction } from '../breadcrumb.ts'
import { type Findings, heaviest, type Weighed } from './findings.ts'
import { weightOf } from './weights.ts'

const SHORTEST = 2
const LONGEST = 64

/** The most telling candidates, at most `limit`, sorted; tags and terms of the vocabulary come before all others. */
export function keywordsOf(findings: Findings, limit: number): Pick<Extraction, 'keywords' | 'weights'> {
  const { terms, place } = findings
  const first = firstOf(findings)
  const others = findings.candidates.filter(
    ({ value }) => isKeyword(value) && !first.has(value) && !terms.isOwn(value),
  )
  const chosen = [...first.values()].slice(0, limit)
  const keywords = composed([...chosen, ...heaviest(others, limit - chosen.length)])
  keywords.sort((a, b) => (a.value < b.value ? -1 : 1))
  return {
    keywords: keywords.map(({ value }) => value),
    weights: keywords.map((keyword) => weightOf(keyword, place.words)),
  }
}

/** Keywords that stand whatever their weight, each with all its mentions. */
function firstOf(findings: Findings): Map<string, Weighed> {
  const first = new Map<string, Weighed>()
  for (const keyword of [...findings.kept, ...findings.terms.about(findings.place.words)]) {
    if (!isKeyword(keyword.value)) continue
    const before = first.get(keyword.value)?.mentions ?? findings.mentionsOf(keyword.value)
    first.set(keyword.value, { ...keyword, mentions: Math.max(keyword.mentions, before) })
  }
  return first
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
