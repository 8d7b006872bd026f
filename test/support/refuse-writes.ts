import type pg from 'pg'

/**
 * Lets every update of a breadcrumb fail with this SQLSTATE, or those that `when` says, until the trigger `refuse`
 * is dropped. The sequence `refused` counts them.
 */
export async function refuseWrites(pool: pg.Pool, code: string, when = ''): Promise<void> {
  await pool.query(`CREATE SEQUENCE refused;
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM nextval('refused'); RAISE EXCEPTION 'refused for the test' USING ERRCODE = '${code}'; END $$;
    CREATE TRIGGER refuse BEFORE UPDATE ON breadcrumbs FOR EACH ROW ${when} EXECUTE FUNCTION refuse()`)
}
