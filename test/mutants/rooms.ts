/** Sources that are mutated together, and the tests that have to notice. Paths are relative to the project. */
export interface Room {
  readonly sources: string
  readonly tests: readonly string[]
}

export const ROOMS: Readonly<Record<string, Room>> = {
  settings: { sources: 'src/cli/settings', tests: ['test/cli/settings'] },
  events: { sources: 'src/events', tests: ['test/events'] },
  claims: { sources: 'src/database/claims', tests: ['test/database/claims'] },
  path: { sources: 'src/processing/path', tests: ['test/processing/path'] },
  credentials: { sources: 'src/extraction/credentials', tests: ['test/extraction/credentials'] },
}

/** The share of a room's mutants that its tests have to kill. */
export const GOAL = 0.8
