import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'

/** Debian's package `prometheus` brings both. */
export const HAS_PROMETHEUS = ['promtool', 'prometheus'].every(
  (command) => spawnSync(command, ['--version']).status === 0,
)

export function promtool(args: readonly string[], input = ''): string {
  return execFileSync('promtool', args, { input, encoding: 'utf8', stdio: 'pipe' })
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>
  readonly value: readonly [time: number, value: string]
}

/** A Prometheus server that scrapes every second. */
export class Prometheus {
  readonly #url: URL
  readonly #child: ChildProcess
  readonly #directory: string

  private constructor(url: URL, child: ChildProcess, directory: string) {
    this.#url = url
    this.#child = child
    this.#directory = directory
  }

  /** @param targets such as `127.0.0.1:9464` */
  static async start(targets: readonly string[]): Promise<Prometheus> {
    const directory = await mkdtemp(join(tmpdir(), 'rcrt-prometheus-'))
    const config = join(directory, 'prometheus.yml')
    await writeFile(
      config,
      `global: {scrape_interval: 1s}
scrape_configs: [{job_name: rcrt-entities, static_configs: [{targets: ${JSON.stringify(targets)}}]}]
`,
    )
    const address = `127.0.0.1:${await freePort()}`
    const child = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=${address}`,
      ],
      { stdio: 'ignore' },
    )
    const prometheus = new Prometheus(new URL(`http://${address}`), child, directory)
    await vi.waitUntil(() => prometheus.#isReady(), { timeout: 60_000, interval: 100 })
    return prometheus
  }

  async #isReady(): Promise<boolean> {
    return fetch(new URL('/-/ready', this.#url)).then(
      ({ ok }) => ok,
      () => false,
    )
  }

  /** What the query gives now; throws where it is not understood. */
  async query(query: string): Promise<readonly Sample[]> {
    const answer = await fetch(new URL(`/api/v1/query?${new URLSearchParams({ query })}`, this.#url))
    const { status, error, data } = (await answer.json()) as {
      readonly status: string
      readonly error?: string
      readonly data?: { readonly result: readonly Sample[] }
    }
    if (status !== 'success' || data === undefined) throw new Error(`${query}: ${error}`)
    return data.result
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill()
    await ended
    await rm(this.#directory, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
