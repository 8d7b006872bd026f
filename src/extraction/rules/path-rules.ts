import { Remembered } from '../language/remembered.ts'
import { globMatcher } from './glob.ts'
import type { Kind, SchemaRule } from './schema-rules.ts'

export interface Treatment {
  readonly kind: Kind
  readonly weight: number
}

/** What to do with the string at a path, such as `context.content`. Array positions are not part of it. */
export interface PathRules {
  treatmentOf(path: string): Treatment
  /** Whether terms of the vocabulary are keywords of whatever mentions them. */
  readonly termsAlways: boolean
}

/** The first rule whose path pattern matches decides. */
export function pathRules(rules: readonly SchemaRule[]): PathRules {
  const patterns = rules.flatMap((rule) =>
    rule.paths.map(({ path, kind = 'text', weight = 1 }) => ({
      segments: path.split('.').map((key) => (key === '**' ? key : globMatcher(key))),
      treatment: { kind, weight },
    })),
  )
  const treatments = new Remembered(MAX_KNOWN_PATHS, (path) => {
    const keys = path.split('.')
    return patterns.find(({ segments }) => matchesPath(segments, keys))?.treatment ?? OTHER
  })
  return {
    treatmentOf: (path) => treatments.of(path),
    termsAlways: rules.find(({ terms }) => terms !== undefined)?.terms === 'always',
  }
}

const OTHER: Treatment = { kind: 'text', weight: 1 }
const MAX_KNOWN_PATHS = 500

/** Globs for one key each, and `**` for any number of keys. */
type PathPattern = readonly ('**' | ((key: string) => boolean))[]

function matchesPath(pattern: PathPattern, path: readonly string[]): boolean {
  // reach[i]: the pattern's segments read so far match the first i segments of the path.
  let reach = path.map(() => false)
  reach.unshift(true)
  for (const segment of pattern) {
    const next = reach.map(() => false)
    for (let i = 0; i < reach.length; i += 1) {
      if (segment === '**') next[i] = reach[i] === true || (i > 0 && next[i - 1] === true)
      else if (i > 0) next[i] = reach[i - 1] === true && segment(path[i - 1] ?? '')
    }
    reach = next
  }
  return reach.at(-1) === true
}
