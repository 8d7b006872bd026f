import { describe, expect, test } from 'vitest'
import { claimTimes, installClaimAudit } from '../support/audit.ts'
import { insertBreadcrumbs, numberedBreadcrumbs, updateContent } from '../support/breadcrumbs.ts'
import type { CliResult, RunningCli } from '../support/cli.ts'
import { somebodyWaits } from '../support/locks.ts'

import { refuseWrites } from '../support/refuse-writes.ts'
import { watchersForEach } from '../support/watchers.ts'

const OTHER_OWNER = '00000000-0000-0000-0000-000000000002'

const watchers = watchersForEach()

function watch(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningCli {
  return watchers.start(args, { env: { ...watchers.rcrt.env, ...env } })
}

async function ready(...args: string[]): Promise<RunningCli> {
  const watcher = watch(args)
  await watcher.waitForStderr(/^Ready \(Ctrl-C to quit\)$/m)
  return watcher
}

function insert(count: number, change?: Parameters<typeof numberedBreadcrumbs>[1]): Promise<string[]> {
  return insertBreadcrumbs(watchers.rcrt.database.pool, numberedBreadcrumbs(count, change))
}

async function countOf(condition: string): Promise<number> {
  const { rows } = await watchers.rcrt.database.pool.query(
    `SELECT count(*)::int AS count FROM breadcrumbs WHERE ${condition}`,
  )
  return rows[0].count
}

async function claims(): Promise<number> {
  return (
    (await watchers.rcrt.database.pool.query('SELECT FROM rcrt_entities.claims WHERE expires_at > now()'))
      .rowCount ?? Number.NaN
  )
}

/** Objects of a watcher that talks JSON. */
function events(stdout: string): { event: string; id?: string }[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('watch', () => {
  test('says in the words that operators search for what becomes of what is announced', async () => {
    const watcher = await ready()
    const [id] = await insert(1)
    await watcher.waitForStdout(new RegExp(`Extracted entities for ${id}: agent, `))
    expect(watcher.stdout).toContain(`📨 Processing breadcrumb ${id}\n✨ Extracted entities for ${id}: `)
    const again = { owner_id: '', version: 1, tags: [], schema_name: null, updated_at: '', context: {} }
    watchers.rcrt.standIn.send(frame({ ...again, id: id ?? '' }))
    await watcher.waitForStdout(new RegExp(`⏭️ Breadcrumb ${id} already has entities, skipping\n`))
    watchers.rcrt.standIn.send(frame({ ...again, id: OTHER_OWNER }))
    await watcher.waitForStdout(new RegExp(`⚠️ Breadcrumb ${OTHER_OWNER} not found in database, skipping\n`))
    watcher.kill('SIGINT')
    const { code, stderr, stdout } = await watcher.exit
    expect(code).toBe(0)
    expect(stderr).toMatch(/Stopping: .*\n1 processed, 0 skipped, 0 failed in \d+s\n$/)
    expect(stdout).not.toMatch(/Ready|Connected|Sweep/)
  })

  test('with --json prints one object a line and nothing else on stdout', async () => {
    const watcher = await ready('--json')
    const [id] = await insert(1)
    await watcher.waitForStdout(/"processed"/)
    watcher.kill()
    const { code, stdout } = await watcher.exit
    expect(code).toBe(0)
    expect(events(stdout)).toEqual([
      expect.objectContaining({ event: 'started' }),
      expect.objectContaining({ event: 'processed', id, keywords: expect.arrayContaining(['agent']) }),
      expect.objectContaining({ event: 'stopped', processed: 1, skipped: 0, failed: 0, connections: 1 }),
    ])
  })

  test('extracts again what changed, and what had no embedding when it has one', async () => {
    const watcher = await ready('--json')
    const [id = ''] = await insert(1, () => ({ embedding: null }))
    await watcher.waitForStdout(/"passed-over".*"waiting"/)
    await watchers.rcrt.database.pool.query('UPDATE breadcrumbs SET embedding = $1::real[] WHERE id = $2', [
      Array.from({ length: 384 }, () => 0.05),
      id,
    ])
    watchers.rcrt.standIn.closeStreams()
    await watcher.waitForStdout(/"processed"/)
    await updateContent(watchers.rcrt.database.pool, id, { content: 'Now it is about Grace Hopper.' })
    await watcher.waitForStdout(/"processed".*grace hopper/)
    expect(await countOf("'grace hopper' = ANY (entity_keywords)")).toBe(1)
  })

  test('looks again at what another program is writing, soon, then ever less often, until it is written', async () => {
    const watcher = await ready()
    await installClaimAudit(watchers.rcrt.database.pool)
    watchers.rcrt.standIn.faults.announcements = () => 0
    const [id = ''] = await insert(1)
    const writer = await watchers.rcrt.database.pool.connect()
    await writer.query('BEGIN')
    await writer.query('SELECT FROM breadcrumbs WHERE id = $1 FOR UPDATE', [id])
    watchers.rcrt.standIn.send(frame({ id }))
    try {
      await watcher.waitForStdout(
        new RegExp(`Breadcrumb ${id} is being written by another program, skipping for the moment\n`),
      )
      await watcher.waitForStderr(/(Sweep: 0\/1 [\s\S]*){4}/)
    } finally {
      await writer.query('COMMIT')
      writer.release()
    }
    await watcher.waitForStdout(new RegExp(`Extracted entities for ${id}`))
    const [third, fourth] = (await claimTimes(watchers.rcrt.database.pool)).slice(3)
    expect(Number(fourth) - Number(third)).toBeGreaterThan(1_900)
  })

  test('--count ends it after exactly so many, with 0', async () => {
    await insert(30)
    const watcher = watch(['--json', '--count', '35'])
    await watcher.waitForStderr(/Ready/)
    expect(await countOf('entity_keywords IS NOT NULL')).toBe(30)
    await insert(20)
    const { code, stdout } = await watcher.exit
    expect(code).toBe(0)
    expect(events(stdout).filter(({ event }) => event === 'processed')).toHaveLength(35)
    expect(await countOf('entity_keywords IS NOT NULL')).toBe(35)
    expect(await claims()).toBe(0)
  })

  test('--no-sweep leaves alone what no event announces', async () => {
    await insert(5)
    const watcher = await ready('--json', '--no-sweep')
    const [id] = await insert(1)
    await watcher.waitForStdout(new RegExp(`"processed".*${id}`))
    watchers.rcrt.standIn.closeStreams()
    await watcher.waitForStderr(/Connected[\s\S]*Connected/)
    const [another] = await insert(1)
    await watcher.waitForStdout(new RegExp(`"processed".*${another}`))
    expect(await countOf('entity_keywords IS NULL')).toBe(5)
  })

  test('--schema, --exclude-schema and --owner hold for events and for sweeps', async () => {
    const rows = [
      { schemaName: 'user.message.v1' },
      { schemaName: 'user.secret.v1' },
      { schemaName: 'note.v1' },
      { schemaName: null },
      { schemaName: 'user.message.v1', ownerId: OTHER_OWNER },
    ]
    const insertAll = async () =>
      (
        await insertBreadcrumbs(
          watchers.rcrt.database.pool,
          numberedBreadcrumbs(5, (number) => rows[number - 1] ?? {}),
        )
      )[0]
    const swept = await insertAll()
    const watcher = await ready(
      ...['--json', '--schema', 'user.*', '--exclude-schema', '*.secret.*'],
      ...['--owner', '00000000-0000-0000-0000-000000000001'],
    )
    const announced = await insertAll()
    await watcher.waitForStdout(new RegExp(`"processed".*${announced}`))
    watcher.kill()
    const { stdout } = await watcher.exit
    const processed = events(stdout).filter(({ event }) => event === 'processed')
    expect(processed.map(({ id }) => id)).toEqual([swept, announced])
    expect(await countOf('entity_keywords IS NOT NULL')).toBe(2)
  })

  test.each([
    ['--token', ['--token', 'abc\rTOKEN123'], {}, 'has spaces, line breaks'],
    ['--token', ['--token', ''], {}, 'is empty'],
    ['RCRT_TOKEN', [], { RCRT_TOKEN: 'se\u201ccret\u201d' }, 'characters that are not ASCII'],
  ])('%s %j that no header can carry ends with 2, without showing it', async (source, flags, env, why) => {
    const { code, stdout, stderr } = await watch(flags, env).exit
    expect(stderr).toMatch(new RegExp(`error: ${source} is no bearer token: it .*${why}`))
    expect(stdout + stderr).not.toMatch(/TOKEN123|cret/)
    expect(code).toBe(2)
  })

  test('--token and --api-url outrank the environment; the token is neither shown nor recorded', async () => {
    const answer = await fetch(new URL('auth/token', watchers.rcrt.standIn.url), {
      method: 'POST',
      body: JSON.stringify({ owner_id: OTHER_OWNER, agent_id: OTHER_OWNER, roles: [] }),
    })
    const { token } = (await answer.json()) as { token: string }
    const env = { RCRT_API_URL: 'http://127.0.0.1:1', RCRT_TOKEN: 'wrong' }
    const watcher = watch(['--verbose', '--token', token, '--api-url', watchers.rcrt.standIn.url.href], env)
    await watcher.waitForStderr(/^Ready/m)
    watcher.kill()
    const { stdout, stderr } = await watcher.exit
    expect(watchers.rcrt.standIn.requests).toEqual(['POST /auth/token', 'GET /events/stream'])
    const { rows } = await watchers.rcrt.database.pool.query('SELECT options::text FROM rcrt_entities.runs')
    for (const text of [stdout, stderr, rows[0].options]) expect(text).not.toContain(token)
  })

  test.each([
    [['--count', '0'], /--count is '0', but has to be a whole number/],
    [['--api-url', 'ftp://example.org'], /--api-url has to be a URL/],
    [['--api-url', 'http://me:geheim@example.org'], /--api-url must not hold a user name or password/],
    [['--once', '--no-sweep'], /--once and --no-sweep exclude each other/],
    [['--agent-id', 'agent'], /--agent-id is 'agent', but has to be a uuid/],
  ])('%j is refused with 2 before anything is connected to', async (args, message) => {
    const { code, stderr } = await watch(args, { DATABASE_URL: 'postgresql://127.0.0.1:1/none' }).exit
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('geheim')
  })

  test('a database that is away at the start ends it with 4', async () => {
    const env = { DATABASE_URL: 'postgresql://me:geheim@127.0.0.1:1/none' }
    const { code, stdout, stderr } = await watch(['--json'], env).exit
    expect(code).toBe(4)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/error: cannot reach the database at 127\.0\.0\.1:1\/none/)
    expect(stderr).not.toContain('geheim')
    expect(watchers.rcrt.standIn.requests).toEqual([])
  })

  test('a reader that leaves early ends it quietly', async () => {
    const watcher = await ready()
    watcher.closeStdout()
    await insert(3)
    const { code, stderr } = await watcher.exit
    expect(code).toBe(0)
    expect(stderr).not.toMatch(/error/i)
  })

  test.each([
    ['saving, it saves what is in hand', 'SHARE', expect.toSatisfy((rows) => rows > 0 && rows < 3_000)],
    ['reading, it gives back what it has claimed', 'EXCLUSIVE', 0],
  ])('stopped in the middle of %s and ends with 0', async (_, lock, expected) => {
    await insert(3_000)
    const { code, stdout } = await stopBehind(lock, () => watch(['--json']))
    expect(code).toBe(0)
    const processed = events(stdout).filter(({ event }) => event === 'processed').length
    expect(processed).toEqual(expected)
    expect(await countOf('entity_keywords IS NOT NULL')).toBe(processed)
    expect(await claims()).toBe(0)
  })

  test('a second signal ends it at once', async () => {
    const watcher = await ready()
    const blocker = await watchers.rcrt.database.pool.connect()
    await blocker.query('BEGIN; LOCK TABLE breadcrumbs IN ACCESS EXCLUSIVE MODE')
    watchers.rcrt.standIn.send(frame({ id: OTHER_OWNER }))
    await watcher.waitForStdout(/Processing/)
    watcher.kill('SIGTERM')
    await watcher.waitForStderr(/Once more to quit at once/)
    watcher.kill('SIGTERM')
    expect((await watcher.exit).code).toBe(143)
    await blocker.query('ROLLBACK')
    blocker.release()
  })
})

describe('watch --once', () => {
  const nowhere = { RCRT_API_URL: 'http://127.0.0.1:1' }

  test('sweeps what is pending or has changed, without the stream, and ends with 0', async () => {
    const [id = ''] = await insert(300)
    expect((await watch(['--once'], nowhere).exit).code).toBe(0)
    await updateContent(watchers.rcrt.database.pool, id, { content: 'Now it is about Grace Hopper.' })
    await insert(1)
    const { code, stdout, stderr } = await watch(['--once', '--json'], nowhere).exit
    expect(code).toBe(0)
    expect(events(stdout).map(({ event }) => event)).toEqual(['started', 'processed', 'processed', 'stopped'])
    expect(stderr).toBe('📊 Found 2 breadcrumbs to backfill\n')
    expect(await countOf('entity_keywords IS NULL')).toBe(0)
    expect(watchers.rcrt.standIn.requests).toEqual([])
  })

  test('takes no more than --count', async () => {
    await insert(20)
    await watch(['--once', '--count', '7'], nowhere).exit
    expect(await countOf('entity_keywords IS NOT NULL')).toBe(7)
  })

  test('with --quiet says nothing but what failed, and ends with 3', async () => {
    await insert(10)
    await refuseWrites(watchers.rcrt.database.pool, '22000', "WHEN (old.title = 'Breadcrumb 7')")
    const { code, stdout, stderr } = await watch(['--once', '--quiet'], nowhere).exit
    expect(code).toBe(3)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^warning: Saving failed: .*refused for the test.*\. Giving up on .*\n$/)
    expect(await countOf('entity_keywords IS NULL')).toBe(1)
  })

  test('waits without a word for what another process has in hand', async () => {
    const [id] = await insert(2)
    await watch(['--once', '--count', '1'], nowhere).exit
    await watchers.rcrt.database.pool.query(
      `INSERT INTO rcrt_entities.claims (breadcrumb_id, token, run_id, expires_at)
       SELECT id, gen_random_uuid(), gen_random_uuid(), now() + interval '3 s' FROM breadcrumbs WHERE id = $1`,
      [id],
    )
    const { code, stderr } = await watch(['--once'], nowhere).exit
    expect(code).toBe(0)
    expect(stderr).not.toMatch(/waiting|Going on/)
    expect(await countOf('entity_keywords IS NULL')).toBe(0)
  })

  test('stopped before its end it says so with its exit code', async () => {
    await insert(3_000)
    expect((await stopBehind('SHARE', () => watch(['--once'], nowhere))).code).toBe(143)
    expect(await claims()).toBe(0)
    expect(await countOf('entity_keywords IS NULL')).toBeGreaterThan(0)
  })
})

/** Stops a watcher that has claimed breadcrumbs and waits for this lock of the table, and lets it end then. */
async function stopBehind(lock: string, start: () => RunningCli): Promise<CliResult> {
  const blocker = await watchers.rcrt.database.pool.connect()
  await blocker.query(`BEGIN; LOCK TABLE breadcrumbs IN ${lock} MODE`)
  const watcher = start()
  await somebodyWaits(watchers.rcrt.database.pool)
  expect(await claims()).toBeGreaterThan(0)
  watcher.kill('SIGTERM')
  await watcher.waitForStderr(/Stopping/)
  await blocker.query('ROLLBACK')
  blocker.release()
  return watcher.exit
}

function frame({ id, ...rest }: { readonly id: string }): string {
  return `data: ${JSON.stringify({ type: 'breadcrumb.updated', breadcrumb_id: id, ...rest })}\n\n`
}
