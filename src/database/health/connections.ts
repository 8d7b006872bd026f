import type { Transaction } from '../connection/connect.ts'

/** A limit on connections, and how many of them are free. */
export interface ConnectionLimit {
  readonly of: 'server' | 'database' | 'role'
  readonly limit: number
  readonly free: number
}

/** What is set to no limit is left out; superusers are bound by none but the server's. */
export function connectionLimits(transaction: Transaction): Promise<ConnectionLimit[]> {
  return transaction.query<ConnectionLimit>(
    `WITH used AS (SELECT usesysid, datid FROM pg_stat_activity WHERE datid IS NOT NULL),
role AS (SELECT oid, rolsuper, rolconnlimit FROM pg_roles WHERE rolname = current_user),
reserved AS (
  SELECT coalesce(sum(setting::int), 0)::int AS slots FROM pg_settings, role
  WHERE name IN ('superuser_reserved_connections', 'reserved_connections') AND NOT rolsuper
), limits AS (
  SELECT 'server' AS "of", current_setting('max_connections')::int - slots AS "limit",
    (SELECT count(*)::int FROM used) AS taken
  FROM reserved
  UNION ALL
  SELECT 'database', datconnlimit, (SELECT count(*)::int FROM used WHERE datid = d.oid)
  FROM pg_database d, role WHERE datname = current_database() AND NOT rolsuper
  UNION ALL
  SELECT 'role', rolconnlimit, (SELECT count(*)::int FROM used WHERE usesysid = role.oid)
  FROM role WHERE NOT rolsuper
)
SELECT "of", "limit", greatest("limit" - taken, 0) AS free FROM limits WHERE "limit" >= 0
ORDER BY free, "limit"`,
  )
}
