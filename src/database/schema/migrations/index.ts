import { outcomesClaimsRuns } from './0001-outcomes-claims-runs.ts'
import { runsSince } from './0002-runs-since.ts'
import { weightsAndLexicon } from './0003-weights-and-lexicon.ts'
import type { Migration } from './migration.ts'

/** All steps, oldest first. */
export const MIGRATIONS: readonly Migration[] = [outcomesClaimsRuns, runsSince, weightsAndLexicon]

export const LATEST_VERSION = MIGRATIONS.length
