import type { Mutant } from './mutant.ts'

/** Mutants that no test kills, by the reason why that is well. */
const SURVIVORS: readonly {
  readonly file: string
  readonly reason: string
  readonly changes: readonly string[]
}[] = []

export function reasonFor({ file, change }: Mutant): string | undefined {
  return SURVIVORS.find((entry) => file.endsWith(entry.file) && entry.changes.includes(change))?.reason
}
