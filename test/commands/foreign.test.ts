import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import { type RunningCli, runCli, startCli } from '../support/cli.ts'
import { type Rcrt, startRcrt } from '../support/rcrt.ts'

let rcrt: Rcrt
let foreign: string
let watcher: RunningCli | undefined
const cli = (...args: string[]) => runCli(args, { env: rcrt.env })

/** One that RCRT gave keywords, and one of ours. */
beforeEach(async () => {
  rcrt = await startRcrt()
  const ids = await insertBreadcrumbs(rcrt.database.pool, [
    { title: 'The lighthouse', entityKeywords: ['agent'], entities: null },
    { title: 'A harbour' },
  ])
  foreign = ids[0] ?? ''
})
afterEach(async () => {
  watcher?.kill('SIGKILL')
  await watcher?.exit
  watcher = undefined
  await rcrt.close()
})

test('backfill leaves alone what another program wrote, and stats does not call it covered', async () => {
  await cli('backfill')
  expect(await keywords()).toEqual(['agent'])
  const { stdout } = await cli('stats', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ total: 2, processed: 1, foreign: 1, coveragePercent: 50, foreignPercent: 50 },
    schemas: [{ foreign: 1, coveragePercent: 50, foreignPercent: 50 }],
  })
  expect((await cli('stats')).stdout).toMatch(
    /^2 breadcrumbs {2}█+░+ {2}50% covered\n\n! 1 foreign \(50%\), with keywords of another program: `backfill --foreign`\n/,
  )
})

test.each([[['--foreign']], [['--stale', '--foreign']], [['--force', '--yes']]])(
  'backfill %j replaces what another program wrote',
  async (flags) => {
    const { stdout, stderr } = await cli('backfill', ...flags, '--json')
    expect(JSON.parse(stdout), stderr).toMatchObject({ failed: 0 })
    expect(await keywords()).toContain('lighthouse')
    expect(JSON.parse((await cli('stats', '--json')).stdout)).toMatchObject({ foreign: 0 })
  },
)

test('watch takes what another program wrote once its content is updated, and not before', async () => {
  watcher = await watching()
  await rcrt.database.pool.query('UPDATE breadcrumbs SET updated_at = now() WHERE id = $1', [foreign])
  rcrt.standIn.send(announcement(foreign))
  await watcher.waitForStdout(new RegExp(`Breadcrumb ${foreign} has keywords of another program, skipping`))
  await updateContent(rcrt.database.pool, foreign, { content: 'Now about Grace Hopper.' })
  await watcher.waitForStdout(new RegExp(`Extracted entities for ${foreign}: .*grace hopper`))
})

test('a sweep finds an update of it that no event announced', async () => {
  rcrt.standIn.faults.announcements = () => 0
  watcher = await watching()
  await updateContent(rcrt.database.pool, foreign, { content: 'Now about Grace Hopper.' })
  rcrt.standIn.closeStreams()
  await watcher.waitForStdout(new RegExp(`Extracted entities for ${foreign}: .*grace hopper`))
})

test('watch --foreign takes all of it', async () => {
  watcher = await watching('--foreign')
  await watcher.waitForStdout(new RegExp(`Extracted entities for ${foreign}: .*lighthouse`))
})

async function watching(...flags: string[]): Promise<RunningCli> {
  const started = startCli(['watch', ...flags], { env: rcrt.env })
  await started.waitForStderr(/^Ready \(Ctrl-C to quit\)$/m)
  return started
}

function announcement(id: string): string {
  return `data: ${JSON.stringify({ type: 'breadcrumb.updated', breadcrumb_id: id, version: 1 })}\n\n`
}

async function keywords(): Promise<string[]> {
  const { rows } = await rcrt.database.pool.query('SELECT entity_keywords FROM breadcrumbs WHERE id = $1', [
    foreign,
  ])
  return rows[0].entity_keywords
}
