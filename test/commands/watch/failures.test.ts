import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { runCli, startCli } from '../../support/cli.ts'
import { type Rcrt, startRcrt } from '../../support/rcrt.ts'
import { refuseWrites } from '../../support/refuse-writes.ts'

let rcrt: Rcrt

beforeEach(async () => {
  rcrt = await startRcrt()
})
afterEach(() => rcrt.close())

const insert = (count: number, title?: string) =>
  insertBreadcrumbs(
    rcrt.database.pool,
    numberedBreadcrumbs(count, () => (title ? { title } : {})),
  )

test('watch --once tells a kind of failure once, that it slows down, and counts each kind at the end', async () => {
  await insert(60, 'Bad')
  await insert(10)
  await refuseWrites(rcrt.database.pool, 'P0001', "WHEN (OLD.title = 'Bad')")
  const { code, stdout, stderr } = await runCli(['watch', '--once'], { env: rcrt.env })
  expect(code).toBe(3)
  expect(stdout.match(/Saving failed: .*Will retry/g)).toHaveLength(1)
  expect(stdout.match(/Saving failed: .*Giving up/g)).toHaveLength(1)
  expect(stderr.match(/^warning: half of the last/gm)).toHaveLength(1)
  expect(stderr).toMatch(/10 processed, 0 skipped, 60 failed in .*\n {2}60 × .*refused for the test/)
})

test('watch tells a refusal of every write once, and when the database takes them again', async () => {
  await refuseWrites(rcrt.database.pool, 'P0001')
  await insert(3)
  const watcher = startCli(['watch'], { env: rcrt.env })
  await watcher.waitForStderr(/warning: the database refuses every update.*It is tried again every 10 s/)
  await insert(2)
  await rcrt.database.pool.query('DROP TRIGGER refuse ON breadcrumbs')
  await watcher.waitForStderr(/The database takes updates of breadcrumbs again/)
  await watcher.waitForStdout(/(?:Extracted entities(?:.|\n)*){5}/)
  watcher.kill()
  const { stderr } = await watcher.exit
  expect(stderr.match(/refuses every update/g)).toHaveLength(1)
  expect(stderr).not.toMatch(/Going on|Went on|waiting/)
})
