import { outcomesClaimsRuns } from './0001-outcomes-claims-runs.ts'
import { weightsAndLexicon } from './0002-weights-and-lexicon.ts'
import type { Migration } from './migration.ts'

/** All steps, oldest first. */
export const MIGRATIONS: readonly Migration[] = [outcomesClaimsRuns, weightsAndLexicon]

export const LATEST_VERSION = MIGRATIONS.length
