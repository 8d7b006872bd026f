import type { Transaction } from '../connection/connect.ts'
import { IN_SCOPE } from '../connection/scope.ts'
import type { TableShape } from '../schema/table.ts'
import { STATE, type State, statesFrom } from './state.ts'

/** The state of each of these breadcrumbs that exists. Index: primary keys. */
export async function statesOf(
  transaction: Transaction,
  table: TableShape,
  ids: readonly string[],
): Promise<ReadonlyMap<string, State>> {
  const rows = await transaction.query<{ id: string; state: State }>(
    `SELECT b.id, ${STATE} AS state FROM ${statesFrom(table)} WHERE b.id = ANY ($1::uuid[]) AND ${IN_SCOPE}`,
    [ids],
  )
  return new Map(rows.map(({ id, state }) => [id, state]))
}
