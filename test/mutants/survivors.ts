import type { Mutant } from './mutant.ts'

/** Mutants that no test kills, by the reason why that is well. */
const SURVIVORS: readonly {
  readonly file: string
  readonly reason: string
  readonly changes: readonly string[]
}[] = [
  {
    file: 'database/claims/save.ts',
    reason: 'waiting for an earlier try that there was not costs a statement, and changes nothing',
    changes: ['if (⟦isAgain⟧) await session.quer → true'],
  },
  {
    file: 'database/claims/save.ts',
    reason: 'without a cause is without a cause',
    changes: ['⟦{ cause: undefined }⟧ → {}'],
  },
  {
    file: 'database/claims/save.ts',
    reason:
      'a breadcrumb whose claim is held has no outcome of the same run and version, or the row has not changed since',
    changes: ['⟦held.breadcrumb_id IS NULL⟧ → (true OR held.breadcrumb_id IS NULL)'],
  },
]

export function reasonFor({ file, change }: Mutant): string | undefined {
  return SURVIVORS.find((entry) => file.endsWith(entry.file) && entry.changes.includes(change))?.reason
}
