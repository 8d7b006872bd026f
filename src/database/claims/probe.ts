import type { Session } from '../connection/connect.ts'

/**
 * Writes keywords to a breadcrumb that is not among the given ones, any that is free. To be rolled back, whatever comes
 * of it: what refuses such writes, too, refuses all of them.
 *
 * Index: primary key, from a random uuid on.
 * @returns false when there is no other breadcrumb.
 */
export async function writeAnother(session: Session, ids: readonly string[]): Promise<boolean> {
  const rows = await session.query(
    `WITH another AS MATERIALIZED (
  (SELECT id FROM breadcrumbs WHERE id >= gen_random_uuid() AND id <> ALL ($1::uuid[]) ORDER BY id LIMIT 1)
  UNION ALL
  (SELECT id FROM breadcrumbs WHERE id <> ALL ($1::uuid[]) ORDER BY id LIMIT 1)
  LIMIT 1
), free AS MATERIALIZED (
  SELECT b.id FROM breadcrumbs b JOIN another ON another.id = b.id FOR NO KEY UPDATE OF b SKIP LOCKED
)
UPDATE breadcrumbs b SET entities = '{"concept": ["agent"]}', entity_keywords = '{agent}'
FROM free WHERE b.id = free.id RETURNING b.id`,
    [ids],
  )
  return rows.length > 0
}
