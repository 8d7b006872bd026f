import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { runCli } from '../support/cli.ts'
import { OBSERVABILITY, panelQueries } from '../support/dashboard.ts'
import { JetStreamScenario } from '../support/jetstream-scenario.ts'
import { NATS_SERVERS } from '../support/nats-server.ts'
import { HAS_PROMETHEUS, Prometheus, promtool } from '../support/prometheus.ts'
import { CLEAN_END } from '../support/stage.ts'
import { WatchScenario } from '../support/watch-scenario.ts'

if (!HAS_PROMETHEUS)
  console.warn('SKIPPED: rules and panels on a real Prometheus; `apt-get install prometheus` brings it')
const [nats] = NATS_SERVERS
if (nats === undefined) console.warn('SKIPPED: the panel of JetStream, which needs nats-server')

describe.skipIf(!HAS_PROMETHEUS)('with Prometheus', () => {
  test('promtool takes the rules, and their tests pass', () => {
    expect(promtool(['check', 'rules', `${OBSERVABILITY}alerts.yml`])).toMatch(/SUCCESS: 3 rules found/)
    expect(promtool(['test', 'rules', `${OBSERVABILITY}alerts.test.yml`])).toMatch(/SUCCESS/)
  })

  test('each query of the dashboard finds data of real runs, and promtool has nothing against them', async ({
    task,
  }) => {
    const stage = await (nats === undefined ? WatchScenario.start() : JetStreamScenario.start(nats.binary))
    const directory = await mkdtemp(join(tmpdir(), 'rcrt-metrics-'))
    await stage.insert(3, { context: {}, title: '' })
    const watcher = await stage.ready(['--metrics-port', '0', ...LANES])
    const [, url = ''] = await watcher.waitForStderr(/^Metrics at (\S+)$/m)
    const files = await textFiles(stage.database.url, directory)
    const collector = createServer((_, response) => response.end(files)).listen(0, '127.0.0.1')
    await new Promise((resolve) => collector.once('listening', resolve))
    const { port } = collector.address() as AddressInfo
    const prometheus = await Prometheus.start([new URL(url).host, `127.0.0.1:${port}`])
    try {
      for (const [title, query] of panelQueries()) {
        if (nats === undefined && query.includes('queue_messages')) continue
        await vi
          .waitUntil(
            async () => {
              await stage.eventsFlow(watcher)
              const found = await prometheus.query(query.replaceAll('$__rate_interval', '20s'))
              return found.length > 0 && found.some(({ value: [, value] }) => value !== 'NaN')
            },
            { timeout: 60_000, interval: 250 },
          )
          .catch(() => expect.fail(`${title}: ${query} finds nothing`))
      }
      const scraped = await (await fetch(url)).text()
      expect(promtool(['check', 'metrics'], scraped)).toBe('')
      expect(promtool(['check', 'metrics'], files)).toBe('')
    } finally {
      await prometheus.close()
      collector.close()
      await rm(directory, { recursive: true, force: true })
    }
    expect(await stage.end(task.name)).toEqual(CLEAN_END)
  })
})

const LANES = ['--priority', 'note.*=2']

/** What the node exporter would collect of a backfill and of `stats`. */
async function textFiles(databaseUrl: string, directory: string): Promise<string> {
  const file = join(directory, 'rcrt-entities.prom')
  const env = { DATABASE_URL: databaseUrl }
  await runCli(['backfill', '--adaptive', ...LANES, '--metrics-file', file, '--quiet'], { env })
  const { stdout } = await runCli(['stats', '--format', 'prometheus'], { env })
  return (await readFile(file, 'utf8')) + stdout
}
