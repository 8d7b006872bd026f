import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openEmbedded } from '../../../src/database/embedded/open.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { watchersForEach } from '../../support/watchers.ts'

const watchers = watchersForEach()

test('watch says how much is due before it starts, and keeps to --max-rate', async () => {
  await insertBreadcrumbs(watchers.rcrt.database.pool, numberedBreadcrumbs(1_020))
  const shown = watchers.start(['--max-rate', '5'])
  await shown.waitForStderr(/Found 1,0\d\d breadcrumbs to catch up with/)
  const started = performance.now()
  await shown.waitForStdout(/(?:Extracted entities(?:.|\n)*){15}/)
  expect(performance.now() - started).toBeGreaterThan(1_000)
  await shown.waitForStderr(/catching up \d+\/1,0\d\d ETA \d+m/)
})

test('watch warns when most of what is announced is not in its database', async () => {
  const watcher = watchers.start([])
  await watcher.waitForStderr(/Ready/)
  for (let at = 0; at < 30; at += 1) {
    const event = { type: 'breadcrumb.updated', breadcrumb_id: randomUUID(), version: 1 }
    watchers.rcrt.standIn.send(`data: ${JSON.stringify(event)}\n\n`)
  }
  await watcher.waitForStderr(
    /warning: \d+ of \d+ breadcrumbs that the event stream announced are not in this database/,
  )
})

test('a second watch --embedded takes over when the process that runs the database is killed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rcrt-two-watchers-'))
  const flags = ['--embedded', directory]
  const first = watchers.start(flags)
  await first.waitForStderr(/Found \d+ breadcrumbs to catch up with/)
  const second = watchers.start(flags)
  await second.waitForStderr(/Connected/)
  first.kill('SIGKILL')
  await first.exit
  await second.waitForStderr(/Went on after .* of waiting for the database/)
  const joined = await openEmbedded(directory)
  expect(joined.owner).toBe(false)
  const pool = new pg.Pool({ ...joined.connectionOptions, max: 1 })
  const [id = ''] = await insertBreadcrumbs(pool, [{ title: 'Lighthouse' }])
  await pool.end()
  await second.waitForStdout(new RegExp(`Extracted entities for ${id}`))
  second.kill()
  await second.exit
  await rm(directory, { recursive: true, force: true })
})
