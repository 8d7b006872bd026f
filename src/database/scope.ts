/**
 * Keeps breadcrumb `b` to the tenant that the transaction is scoped to, if it is to any. Row-level security does
 * not do that for the table's owner, for superusers, and for roles that bypass it. A setting that another
 * transaction of the same connection left behind reads as an empty string.
 */
export const IN_SCOPE = `(nullif(current_setting('app.current_owner_id', true), '') IS NULL
    OR b.owner_id::text = current_setting('app.current_owner_id', true))`
