import { expect, test } from 'vitest'
import { fits, table } from '../../../src/cli/output/table.ts'

test('a table may have 150,000 rows', () => {
  const columns = [
    { title: 'schema', shrinksTo: 10 },
    { title: 'total', align: 'right' as const },
  ]
  const rows = Array.from({ length: 150_000 }, (_, number) => [`schema${number}.v1`, String(number)])
  expect(fits(columns, rows, 30)).toBe(true)
  expect(table(columns, rows, { width: 30, ellipsis: '…' }).at(-1)).toBe('schema149999.v1  149999')
})
