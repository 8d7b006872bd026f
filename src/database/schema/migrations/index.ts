import { outcomesClaimsRuns } from './0001-outcomes-claims-runs.ts'
import type { Migration } from './migration.ts'

/** All steps, oldest first. */
export const MIGRATIONS: readonly Migration[] = [outcomesClaimsRuns]

export const LATEST_VERSION = MIGRATIONS.length
