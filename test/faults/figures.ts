import type pg from 'pg'
import { expect } from 'vitest'
import { readAudit } from '../support/audit.ts'

/**
 * Prints what a scenario came to and holds it to the figures that all of them share: nothing lost, nothing
 * written twice, no claim left behind.
 */
export async function expectNothingLostOrDoubled(
  pool: pg.Pool,
  scenario: string,
  detail = '',
): Promise<void> {
  const { lost, doubled, effectiveWrites, writes } = await readAudit(pool)
  process.stdout.write(
    `${scenario}: lost ${lost}, double effective writes ${doubled}, writes ${effectiveWrites} effective of ${writes}${detail}\n`,
  )
  expect({ lost, doubled, repeated: writes - effectiveWrites }).toEqual({ lost: 0, doubled: 0, repeated: 0 })
  const claims = await pool.query('SELECT FROM rcrt_entities.claims WHERE expires_at > now()')
  expect(claims.rowCount).toBe(0)
}

/** Resolves when the query returns a row; asks every few milliseconds. */
export async function untilRow(pool: pg.Pool, query: string, values: readonly unknown[] = []): Promise<void> {
  for (;;) {
    const found = await pool.query(query, [...values])
    if (found.rowCount) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
