import { LONG_MINUTES, snapshotMend, snapshotWords } from '../../cli/output/held-snapshots.ts'
import { heldSnapshots } from '../../database/health/held-snapshots.ts'
import { lackingRights } from '../../database/health/rights.ts'
import { checkTable } from '../../database/schema/table.ts'
import { type Check, fault, ok, unseen, type Verdict, warning } from './check.ts'
import { type DatabaseToCheck, looked } from './database.ts'

/** RCRT's table, what this role may do with it, and who keeps vacuum from it. */
export function tableChecks(place: DatabaseToCheck): readonly Check[] {
  const needs = ['breadcrumbs']
  return [
    {
      group: 'database',
      name: 'breadcrumbs',
      needs: ['database', 'encoding'],
      look: () => columnsVerdict(place),
    },
    { group: 'database', name: 'pgvector', needs, look: () => vectorVerdict(place) },
    { group: 'database', name: 'rights', needs, look: () => rightsVerdict(place) },
    { group: 'database', name: 'row-level security', needs, look: () => securityVerdict(place) },
    { group: 'database', name: 'held snapshots', needs, look: () => snapshotsVerdict(place) },
  ]
}

async function columnsVerdict({ database }: DatabaseToCheck): Promise<Verdict> {
  const { hasDescription } = await checkTable(database, true)
  if (hasDescription) return ok("has all of RCRT's columns")
  return warning(
    "has no column description, which came with RCRT's migration 8",
    "let RCRT's server run its migrations, as it does at start; until then, titles and contexts are read",
  )
}

async function vectorVerdict({ facts }: DatabaseToCheck): Promise<Verdict> {
  const { pgvector } = await facts()
  if (pgvector !== null) return ok(`version ${pgvector}`)
  return warning(
    'is not installed: keywords are extracted, and searches find by them alone',
    'CREATE EXTENSION vector; then `rcrt-entities migrate`',
  )
}

async function rightsVerdict({ database }: DatabaseToCheck): Promise<Verdict> {
  const { role, lacking } = await looked(database, lackingRights)
  if (lacking.length === 0) return ok(`${role} may do all that is needed`)
  return fault(`${role} may not do all that is needed`, ['let the owner run:', ...lacking].join('\n'))
}

async function securityVerdict({ database, owner }: DatabaseToCheck): Promise<Verdict> {
  await checkTable(database, owner !== undefined)
  return owner === undefined
    ? ok('hides nothing from this role')
    : ok(`everything is scoped to the tenant ${owner}`)
}

async function snapshotsVerdict({ database }: DatabaseToCheck): Promise<Verdict> {
  const found = await heldSnapshots(database, LONG_MINUTES)
  if (found === undefined) return unseen('this role may not read pg_stat_activity')
  const { held, deadRows, hidesSessions } = found
  const [oldest, ...others] = held
  if (oldest !== undefined)
    return warning(snapshotWords(oldest, others.length, deadRows), snapshotMend(oldest))
  return hidesSessions
    ? unseen('sessions of other roles are hidden from this one, which lacks pg_read_all_stats')
    : ok(`none for longer than ${LONG_MINUTES} minutes`)
}
