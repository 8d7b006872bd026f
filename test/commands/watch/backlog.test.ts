import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbedded } from '../../../src/database/embedded/open.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type RunningCli, startCli } from '../../support/cli.ts'
import { type Rcrt, startRcrt } from '../../support/rcrt.ts'

let rcrt: Rcrt
let running: RunningCli[]

beforeEach(async () => {
  rcrt = await startRcrt()
  running = []
})
afterEach(async () => {
  for (const watcher of running) watcher.kill('SIGKILL')
  await Promise.all(running.map(({ exit }) => exit))
  await rcrt.close()
})

function watch(args: readonly string[], options: Parameters<typeof startCli>[1] = {}): RunningCli {
  const watcher = startCli(['watch', ...args], { env: rcrt.env, ...options })
  running.push(watcher)
  return watcher
}

test('watch says how much is due before it starts, and keeps to --max-rate', async () => {
  await insertBreadcrumbs(rcrt.database.pool, numberedBreadcrumbs(1_020))
  const shown = watch(['--max-rate', '5'])
  await shown.waitForStderr(/Found 1,0\d\d breadcrumbs to catch up with/)
  const started = performance.now()
  await shown.waitForStdout(/(?:Extracted entities(?:.|\n)*){15}/)
  expect(performance.now() - started).toBeGreaterThan(1_000)
  await shown.waitForStderr(/catching up \d+\/1,0\d\d ETA \d+m/)
})

test('watch warns when most of what is announced is not in its database', async () => {
  const watcher = watch([])
  await watcher.waitForStderr(/Ready/)
  for (let at = 0; at < 30; at += 1) {
    const event = { type: 'breadcrumb.updated', breadcrumb_id: randomUUID(), version: 1 }
    rcrt.standIn.send(`data: ${JSON.stringify(event)}\n\n`)
  }
  await watcher.waitForStderr(
    /warning: \d+ of \d+ breadcrumbs that the event stream announced are not in this database/,
  )
})

test('a second watch --embedded takes over when the process that runs the database is killed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rcrt-two-watchers-'))
  const flags = ['--embedded', directory]
  const first = watch(flags)
  await first.waitForStderr(/Found \d+ breadcrumbs to catch up with/)
  const second = watch(flags)
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
