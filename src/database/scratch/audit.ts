import type { Database } from '../connection/connect.ts'

/** What became of the scratch rows of one part. */
export interface Audited {
  readonly part: string
  readonly rows: number
  /** Without keywords, without a record that they were processed at their version, or gone. */
  readonly lost: number
  /** Times that one was written again, or recorded as done again, at the same version. */
  readonly doubled: number
}

/** Has every write that changes something, and every record of a breadcrumb that is done, noted by triggers. */
export async function installAudit(scratch: Database): Promise<void> {
  await scratch.transaction((transaction) => transaction.query(INSTALL))
}

const INSTALL = `
CREATE TABLE rcrt_entities.drilled (breadcrumb_id uuid PRIMARY KEY, part text NOT NULL);
CREATE TABLE rcrt_entities.noted (breadcrumb_id uuid NOT NULL, version int NOT NULL, what text NOT NULL);
CREATE FUNCTION rcrt_entities.note_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO rcrt_entities.noted VALUES (new.id, new.version, 'written');
  RETURN NULL;
END $$;
CREATE FUNCTION rcrt_entities.note_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO rcrt_entities.noted VALUES (new.breadcrumb_id, new.version, 'recorded');
  RETURN NULL;
END $$;
CREATE TRIGGER note_write AFTER UPDATE ON rcrt_entities.breadcrumbs FOR EACH ROW
  WHEN (old.entities IS DISTINCT FROM new.entities OR old.entity_keywords IS DISTINCT FROM new.entity_keywords)
  EXECUTE FUNCTION rcrt_entities.note_write();
CREATE TRIGGER note_record AFTER INSERT OR UPDATE ON rcrt_entities.outcomes FOR EACH ROW
  WHEN (new.status IN ('processed', 'skipped'))
  EXECUTE FUNCTION rcrt_entities.note_record();`

/** Part by part, in the order of their names. */
export function audited(scratch: Database): Promise<Audited[]> {
  return scratch.transaction((transaction) => transaction.query<Audited>(AUDIT), { readOnly: true })
}

const AUDIT = `
WITH again AS (
  SELECT breadcrumb_id, sum(times) AS times
  FROM (
    SELECT breadcrumb_id, version, max(count) - 1 AS times
    FROM (SELECT breadcrumb_id, version, what, count(*) FROM rcrt_entities.noted GROUP BY 1, 2, 3) AS by_kind
    GROUP BY 1, 2
  ) AS by_version
  GROUP BY 1
)
SELECT d.part, count(*)::int AS rows, coalesce(sum(again.times), 0)::int AS doubled,
  count(*) FILTER (WHERE b.entity_keywords IS NULL OR o.breadcrumb_id IS NULL)::int AS lost
FROM rcrt_entities.drilled d
LEFT JOIN breadcrumbs b ON b.id = d.breadcrumb_id
LEFT JOIN rcrt_entities.outcomes o ON o.breadcrumb_id = b.id AND o.version = b.version AND o.status = 'processed'
LEFT JOIN again ON again.breadcrumb_id = d.breadcrumb_id
GROUP BY d.part ORDER BY d.part`
