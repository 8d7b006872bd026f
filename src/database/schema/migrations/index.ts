import { outcomesClaimsRuns } from './0001-outcomes-claims-runs.ts'
import { runsSince } from './0002-runs-since.ts'
import { weightsAndSearch } from './0003-weights-and-search.ts'
import { runsWithheld } from './0004-runs-withheld.ts'
import { orders } from './0005-orders.ts'
import { previous } from './0006-previous.ts'
import type { Migration } from './migration.ts'

/** All steps, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  outcomesClaimsRuns,
  runsSince,
  weightsAndSearch,
  runsWithheld,
  orders,
  previous,
]

export const LATEST_VERSION = MIGRATIONS.length
