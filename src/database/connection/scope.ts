/** Ours alone: RCRT's `app.current_owner_id` may be left behind on a connection that a proxy shares. */
export const OWNER_SETTING = 'rcrt_entities.owner_id'

/**
 * Keeps breadcrumb `b` to the tenant that the transaction is scoped to, if it is to any. Row-level security does
 * not do that for the table's owner, for superusers, and for roles that bypass it. A setting of an earlier
 * transaction on the same connection reads as an empty string.
 *
 * Written so that the planner sees that without a tenant all rows pass: of "no tenant, or this one" it expects
 * one row in 200, and then looks up outcomes a million times one by one.
 */
export const IN_SCOPE = `(b.owner_id <> nullif(current_setting('${OWNER_SETTING}', true), '')::uuid) IS NOT TRUE`

/** Whether neither a tenant nor row-level security keeps any breadcrumb from this role. */
export const SEES_ALL = `nullif(current_setting('${OWNER_SETTING}', true), '') IS NULL AND NOT row_security_active('breadcrumbs')`
