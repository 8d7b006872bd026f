import { beforeEach, expect, test } from 'vitest'
import { runCli } from '../../support/cli.ts'
import { JetStreamScenario } from '../../support/jetstream-scenario.ts'
import { onEachNatsServer } from '../../support/on-each-nats-server.ts'
import { CLEAN_END } from '../../support/stage.ts'

onEachNatsServer((binary) => {
  let stage: JetStreamScenario
  beforeEach(async () => {
    stage = await JetStreamScenario.start(binary)
  })
  /** One that is surely announced, once. */
  const ID = 'ffff0000-0000-4000-8000-00000000000a'

  test('watch --source jetstream extracts what is announced, and acks it once it is saved', async ({
    task,
  }) => {
    const watcher = await stage.ready()
    await stage.insert(1, { id: ID, title: 'Ada Lovelace' })
    await watcher.waitForStdout(new RegExp(`"processed".*${ID}.*ada lovelace`))
    await stage.untilAllAcked()
    expect(await stage.end(task.name)).toEqual(CLEAN_END)
    const { stdout } = await watcher.exit
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      ...{ event: 'stopped', processed: 1, events: 2, connections: 1 },
    })
  })

  test('stopped while NATS is away it ends with 0', async ({ task }) => {
    await stage.server.kill()
    const watcher = stage.watch()
    await watcher.waitForStderr(/Disconnected: cannot reach NATS at .*: connection refused\. Next attempt/)
    expect(await stage.end(task.name)).toEqual(CLEAN_END)
  })

  test('with --ensure-stream it refuses a consumer with other settings, and leaves it as it is', async ({
    task,
  }) => {
    const first = await stage.ready(['--ack-wait', '5s'])
    first.kill()
    await first.exit
    const refused = await stage.watch().exit
    expect(refused.stderr).toMatch(
      /BREADCRUMB_EVENTS has other settings than wanted: ack_wait of the consumer/,
    )
    expect(refused.code).toBe(2)
    expect((await stage.consumer()).config.ack_wait).toBe(5e9)
    expect(await stage.end(task.name)).toEqual({ ...CLEAN_END, codes: [0, 2] })
  })
})

test('--ensure-stream is refused without --source jetstream', async () => {
  const { stderr, code } = await runCli(['watch', '--ensure-stream', '--database-url', 'postgresql://x/y'])
  expect(stderr).toMatch(/--ensure-stream is for --source jetstream only/)
  expect(code).toBe(2)
})
