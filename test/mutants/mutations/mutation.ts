/** A small change to a source that its tests should notice. */
export interface Mutation {
  /** Offsets in the source. */
  readonly start: number
  readonly end: number
  readonly replacement: string
}

export function mutated(source: string, { start, end, replacement }: Mutation): string {
  return source.slice(0, start) + replacement + source.slice(end)
}
