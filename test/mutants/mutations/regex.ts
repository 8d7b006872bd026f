import { mutate } from 'weapon-regex'
import type { Mutation } from './mutation.ts'

/** Mutations of a regular expression between these offsets; its flags stay. */
export function regexMutations(pattern: string, start: number): Mutation[] {
  return patternMutants(pattern).map((replacement) => ({ start, end: start + pattern.length, replacement }))
}

/** Mutations of a string's value that goes into a regular expression. */
export function regexPartMutations(value: string, start: number, end: number): Mutation[] {
  if (!LOOKS_LIKE_REGEX.test(value)) return []
  return patternMutants(value).map((pattern) => ({ start, end, replacement: JSON.stringify(pattern) }))
}

const LOOKS_LIKE_REGEX = /\\[bdswDSW]|\(\?[:=!<]/

/** Those of Stryker's own choice: anchors, quantifiers, classes and lookarounds turned over or taken away. */
function patternMutants(pattern: string): string[] {
  try {
    return mutate(pattern, undefined, { mutationLevels: [1] }).map((mutant) => mutant.pattern)
  } catch {
    // A part of an expression may be none by itself.
    return []
  }
}
