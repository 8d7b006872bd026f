import { compare, type Findings } from './findings.ts'

const SHORTEST = 2
const LONGEST = 64

/** The most telling candidates, at most `limit`, sorted; what is required is always among them. */
export function keywordsOf(findings: Findings, limit: number): string[] {
  const required = [...findings.required].filter(isKeyword).sort(compare)
  const ranked = [...findings.scores]
    .filter(([keyword]) => isKeyword(keyword) && !findings.required.has(keyword))
    .sort(([a, x], [b, y]) => y - x || compare(a, b))
    .map(([keyword]) => keyword)
  return [...required, ...ranked].slice(0, Math.max(limit, required.length)).sort(compare)
}

function isKeyword(keyword: string): boolean {
  return keyword.length >= SHORTEST && keyword.length <= LONGEST && /\p{L}/u.test(keyword)
}
