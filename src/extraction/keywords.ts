import { compare, type Findings } from './findings.ts'

const SHORTEST = 2
const LONGEST = 64

/** The most telling candidates, at most `limit`, sorted; what is required is always among them. */
export function keywordsOf(findings: Findings, limit: number): string[] {
  const required = [...findings.required].filter(isKeyword)
  const chosen = new Set(required)
  // Candidates of the same weight stay in the order of the text: what comes first says more.
  for (const [candidate] of [...findings.scores].sort((a, b) => b[1] - a[1])) {
    if (chosen.size >= limit) break
    // A small letter may compose with its accent where the capital did not.
    const keyword = candidate.normalize('NFC')
    if (isKeyword(keyword)) chosen.add(keyword)
  }
  return [...chosen].sort(compare)
}

function isKeyword(keyword: string): boolean {
  return keyword.length >= SHORTEST && keyword.length <= LONGEST && /[\p{L}\p{N}]{2}/u.test(keyword)
}
