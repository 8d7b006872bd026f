/**
 * Gives whoever may use one of our tables the same rights to a new one: what was granted on all tables did not know of
 * it.
 */
export function sameGrantsAs(old: string, table: string): string {
  return `
DO $$
DECLARE granted record;
BEGIN
  FOR granted IN
    SELECT privilege_type AS privilege, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS role
    FROM pg_class, aclexplode(relacl)
    WHERE oid = 'rcrt_entities.${old}'::regclass AND grantee <> relowner
  LOOP
    EXECUTE format('GRANT %s ON rcrt_entities.${table} TO %s', granted.privilege, granted.role);
  END LOOP;
END $$;`
}
