import { counted, formatAge } from '../../cli/output/format.ts'
import type { Transaction } from '../../database/connection/connect.ts'
import { isUsed } from '../../database/health/index-use.ts'
import { leftClaims } from '../../database/health/left-claims.ts'
import { mayCreateSchema } from '../../database/health/rights.ts'
import { estimatedRows } from '../../database/schema/estimated-rows.ts'
import { pendingSearchSql } from '../../database/schema/functions/install.ts'
import { searchAccess } from '../../database/schema/functions/installed.ts'
import { schemaVersion } from '../../database/schema/migrate.ts'
import { LATEST_VERSION } from '../../database/schema/migrations/index.ts'
import {
  indexState,
  LANE_INDEX,
  OWN_INDEXES,
  type OwnIndex,
  PENDING_INDEX,
  ROWS_WORTH_AN_INDEX,
} from '../../database/schema/own-indexes.ts'
import { type Check, fault, ok, unseen, type Verdict, warning } from './check.ts'
import { type DatabaseToCheck, looked } from './database.ts'

const MIGRATE = 'run `rcrt-entities migrate`'
const MIGRATE_LANES = 'run `rcrt-entities migrate --lanes`'

/** What `migrate` makes, and what runs have left in it. */
export function ownSchemaChecks({ database }: DatabaseToCheck): readonly Check[] {
  const check = (
    name: string,
    needs: readonly string[],
    verdict: (transaction: Transaction) => Promise<Verdict>,
  ): Check => ({ group: 'database', name, needs, look: () => looked(database, verdict) })
  return [
    check('schema', ['breadcrumbs', 'rights'], schemaVerdict),
    check('functions', ['schema'], functionsVerdict),
    ...OWN_INDEXES.map((index) =>
      check(nameOf(index), ['breadcrumbs'], (transaction) => indexVerdict(transaction, index)),
    ),
    check('index in use', [nameOf(PENDING_INDEX)], useVerdict),
    check('claims', ['schema', 'writable'], claimsVerdict),
  ]
}

function nameOf(index: OwnIndex): string {
  switch (index) {
    case PENDING_INDEX:
      return 'pending index'
    case LANE_INDEX:
      return 'lane index'
    default:
      return 'secret index'
  }
}

async function schemaVerdict(transaction: Transaction): Promise<Verdict> {
  const version = await schemaVersion(transaction)
  if (version === LATEST_VERSION) return ok(`rcrt_entities has version ${version}`)
  if (version > LATEST_VERSION)
    return fault(
      `rcrt_entities has version ${version}, this program knows ${LATEST_VERSION}`,
      'upgrade rcrt-entities on this machine',
    )
  const says = version === 0 ? 'rcrt_entities is not there yet' : `rcrt_entities has version ${version}`
  if (await mayCreateSchema(transaction))
    return warning(`${says}; the first run brings it up to date`, MIGRATE)
  return fault(
    `${says}, and this role may not make it`,
    `${MIGRATE} as a role that may; or:\nGRANT CREATE ON DATABASE <database> TO <role>;`,
  )
}

async function functionsVerdict(transaction: Transaction): Promise<Verdict> {
  switch (await searchAccess(transaction)) {
    case 'absent':
      return warning('those that search are not installed', MIGRATE)
    case 'refused':
      return fault('this role may not call those that search', `${MIGRATE} as the owner of the schema`)
    case 'granted': {
      const isCurrent = (await pendingSearchSql(transaction)) === ''
      return isCurrent ? ok('those that search are current') : warning('those that search are old', MIGRATE)
    }
  }
}

async function indexVerdict(transaction: Transaction, index: OwnIndex): Promise<Verdict> {
  switch (await indexState(transaction, index)) {
    case 'valid':
      return ok('is there')
    case 'invalid':
      return fault(
        'was left half built: it costs every write, and answers nothing',
        index === LANE_INDEX ? MIGRATE_LANES : MIGRATE,
      )
    case 'absent': {
      const says = `is not there: ${index.missedBy} reads the table for ${index.holds}`
      if (index === LANE_INDEX) return ok(`${says}; for one on a large table, ${MIGRATE_LANES}`)
      const isLarge = (await estimatedRows(transaction)) > ROWS_WORTH_AN_INDEX
      return isLarge ? fault(says, MIGRATE) : warning(says, MIGRATE)
    }
  }
}

async function useVerdict(transaction: Transaction): Promise<Verdict> {
  if ((await indexState(transaction, PENDING_INDEX)) === 'absent') return unseen('there is none')
  if (await isUsed(transaction, PENDING_INDEX)) return ok('the planner takes it')
  if ((await estimatedRows(transaction)) <= ROWS_WORTH_AN_INDEX)
    return ok('the table is too small to need it')
  return fault(
    'the planner would read the table instead',
    'VACUUM ANALYZE breadcrumbs; and see whether enable_indexscan or random_page_cost were changed for the role or the database',
  )
}

/** A lease ends after 30 s, and whoever is at work takes over within another. */
const LEFT_MINUTES = 10

async function claimsVerdict(transaction: Transaction): Promise<Verdict> {
  if ((await schemaVersion(transaction)) === 0) return unseen('rcrt_entities is not there yet')
  const { count, oldest } = await leftClaims(transaction, LEFT_MINUTES)
  if (oldest === null) return ok('none that was left')
  const age = formatAge(oldest, new Date())
  return warning(
    `${counted(count, 'claim')} expired, the oldest ${age} ago, and nobody took over`,
    'run `rcrt-entities backfill`, or see why no watcher is at work: `rcrt-entities runs`',
  )
}
