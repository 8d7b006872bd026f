import type pg from 'pg'

/** What happened to the breadcrumbs since the audit was installed. */
export interface AuditReport {
  /** Breadcrumbs with an embedding that still have no keywords. */
  readonly lost: number
  /** Effective writes beyond one for a breadcrumb's version. */
  readonly doubled: number
  /** UPDATEs that changed a row's entities or keywords. */
  readonly effectiveWrites: number
  /** UPDATEs that set them, whether or not that changed anything. */
  readonly writes: number
}

/** Records every UPDATE that sets `entities` or `entity_keywords`, by row and version. */
export async function installAudit(pool: pg.Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE breadcrumb_audit (
      breadcrumb_id uuid NOT NULL,
      version int NOT NULL,
      effective boolean NOT NULL,
      backend int NOT NULL DEFAULT pg_backend_pid(),
      at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE FUNCTION record_breadcrumb_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      INSERT INTO breadcrumb_audit (breadcrumb_id, version, effective)
      VALUES (new.id, new.version, old.entities IS DISTINCT FROM new.entities
        OR old.entity_keywords IS DISTINCT FROM new.entity_keywords);
      RETURN NULL;
    END $$;
    CREATE TRIGGER breadcrumb_audit AFTER UPDATE OF entities, entity_keywords ON breadcrumbs
      FOR EACH ROW EXECUTE FUNCTION record_breadcrumb_write();
  `)
}

/** Adds up what the audit has recorded. */
export async function readAudit(pool: pg.Pool): Promise<AuditReport> {
  const { rows } = await pool.query<AuditReport>(`
    SELECT
      (SELECT count(*)::int FROM breadcrumbs WHERE entity_keywords IS NULL AND embedding IS NOT NULL) AS lost,
      (SELECT coalesce(sum(count - 1), 0)::int FROM (
        SELECT count(*) FROM breadcrumb_audit WHERE effective GROUP BY breadcrumb_id, version
      ) AS per_version) AS doubled,
      (SELECT count(*)::int FROM breadcrumb_audit WHERE effective) AS "effectiveWrites",
      (SELECT count(*)::int FROM breadcrumb_audit) AS writes`)
  const report = rows[0]
  if (report === undefined) {
    throw new Error('The audit returned nothing')
  }
  return report
}

/** Records every claim that is granted, by row and version; needs the tool's own tables. */
export async function installClaimAudit(pool: pg.Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE claim_audit (
      breadcrumb_id uuid NOT NULL,
      version int NOT NULL,
      token uuid NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE FUNCTION record_claim() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' OR old.token <> new.token THEN
        INSERT INTO claim_audit SELECT id, version, new.token FROM breadcrumbs WHERE id = new.breadcrumb_id;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER claim_audit AFTER INSERT OR UPDATE OF token ON rcrt_entities.claims
      FOR EACH ROW EXECUTE FUNCTION record_claim();
  `)
}

/** When each claim was granted, oldest first. */
export async function claimTimes(pool: pg.Pool): Promise<Date[]> {
  const { rows } = await pool.query<{ at: Date }>('SELECT at FROM claim_audit ORDER BY at')
  return rows.map(({ at }) => at)
}

/** How many breadcrumbs of each schema were claimed at once, batch by batch. */
export async function claimedBatches(pool: pg.Pool): Promise<Readonly<Record<string, number>>[]> {
  const { rows } = await pool.query<{ counts: Record<string, number> }>(`
    SELECT jsonb_object_agg(schema, count) AS counts
    FROM (
      SELECT token, coalesce(schema_name, '') AS schema, count(*), min(min(at)) OVER (PARTITION BY token) AS began
      FROM claim_audit JOIN breadcrumbs ON id = breadcrumb_id GROUP BY 1, 2
    ) AS per_schema GROUP BY token ORDER BY min(began)`)
  return rows.map(({ counts }) => counts)
}

/** Claims beyond one for a breadcrumb's version: as many extractions at most were done twice. */
export async function repeatedClaims(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ repeated: number }>(`
    SELECT coalesce(sum(count - 1), 0)::int AS repeated
    FROM (SELECT count(*) FROM claim_audit GROUP BY breadcrumb_id, version) AS per_version`)
  return rows[0]?.repeated ?? Number.NaN
}
