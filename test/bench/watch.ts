import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { insertBreadcrumbs, type NewBreadcrumb } from '../support/breadcrumbs.ts'
import { cleanEnvironment } from '../support/cli.ts'
import { publishOnNats } from '../support/nats-publisher.ts'
import { NATS_SERVERS, NatsServer } from '../support/nats-server.ts'
import { createTestDatabase, startPostgresServer, type TestDatabase } from '../support/postgres.ts'
import { type AnnouncedBreadcrumb, RcrtStandIn } from '../support/rcrt-stand-in.ts'
import { publishByTrigger } from '../support/rcrt-stand-in-database.ts'
import { residentMegabytes } from '../support/resident-memory.ts'

/**
 * How fast `watch` is, and how much it holds: PostgreSQL, RCRT's stand-in, the inserts and the watcher all on
 * this machine. Times are from before the insert to the line that says it is saved.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      rates: { type: 'string', default: '1000,1500,2000' },
      source: { type: 'string', default: 'sse' },
    },
  })
  const seconds = Number(values.seconds)
  const startSource = values.source === 'jetstream' ? startJetStream : startSse
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await startPostgresServer() : undefined
  try {
    const url = given ?? server?.url ?? ''
    console.log(await latency({ url, startSource }, Math.min(seconds, 30)))
    for (const rate of values.rates.split(',').map(Number)) {
      console.log(await sustained({ url, startSource }, rate, seconds))
    }
  } finally {
    await server?.stop({ remove: true })
  }
}

interface Servers {
  /** PostgreSQL's. */
  readonly url: string
  readonly startSource: () => Promise<Source>
}

/** What tells a watcher of breadcrumbs. */
interface Source {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly announce: (breadcrumb: AnnouncedBreadcrumb) => void
  readonly close: () => Promise<void>
}

async function startSse(): Promise<Source> {
  const standIn = await RcrtStandIn.start()
  return {
    args: [],
    env: { RCRT_API_URL: standIn.url.href },
    announce: (breadcrumb) => standIn.announce(breadcrumb),
    close: () => standIn.close(),
  }
}

/** On the newest server of this machine. */
async function startJetStream(): Promise<Source> {
  const binary = NATS_SERVERS.at(-1)?.binary
  if (binary === undefined) throw new Error('there is no nats-server: install it, or npm run nats-server')
  const server = await NatsServer.start(binary)
  const { nats } = await server.client()
  return {
    args: ['--source', 'jetstream', '--ensure-stream'],
    env: { NATS_URL: server.url },
    announce: (breadcrumb) => publishOnNats(nats, breadcrumb),
    close: async () => {
      await nats.close()
      await server.remove()
    },
  }
}

async function latency(servers: Servers, seconds: number): Promise<string> {
  return withWatcher(servers, async (stage) => {
    await stage.insertEvery(10, 1, 2)
    stage.forget()
    await stage.insertEvery(10, 1, seconds)
    await stage.allSaved()
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => stage.latency(share))
    return `100 events/s for ${seconds} s, insert to saved: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`
  })
}

async function sustained(servers: Servers, rate: number, seconds: number): Promise<string> {
  return withWatcher(servers, async (stage) => {
    await stage.insertEvery(50, rate / 20, seconds)
    const behind = stage.unsaved
    const started = performance.now()
    await stage.allSaved()
    const caughtUp = Math.round(performance.now() - started)
    const summary = await stage.summary()
    const [p50, p95] = [0.5, 0.95].map((share) => stage.latency(share))
    return [
      `${rate} events/s for ${seconds} s: ${behind} not saved at the end, all saved ${caughtUp} ms later;`,
      `${summary.overflowed} overflowed, ${summary.connections} connection;`,
      `p50 ${p50} ms, p95 ${p95} ms; resident memory ${stage.memory.map(Math.round).join(', ')} MB`,
    ].join(' ')
  })
}

async function withWatcher<T>({ url, startSource }: Servers, work: (stage: Stage) => Promise<T>): Promise<T> {
  const database = await createTestDatabase(url)
  const source = await startSource()
  const publisher = await publishByTrigger({ connectionString: database.url }, source.announce)
  const args = [resolve('bin/rcrt-entities.js'), 'watch', '--json', ...source.args]
  const watcher = spawn(process.execPath, args, {
    env: cleanEnvironment({ DATABASE_URL: database.url, ...source.env }),
  })
  const exit = once(watcher, 'exit')
  const stage = new Stage(database, watcher)
  try {
    await ready(watcher)
    return await work(stage)
  } finally {
    watcher.kill()
    await exit
    await publisher.close()
    await source.close()
    await database.drop()
  }
}

async function ready({ stderr }: ChildProcessWithoutNullStreams): Promise<void> {
  for await (const line of createInterface({ input: stderr })) if (line.startsWith('Ready')) return
  throw new Error('the watcher ended before it was ready')
}

class Stage {
  /** MB, every ten seconds. */
  readonly memory: number[] = []
  readonly #database: TestDatabase
  readonly #watcher: ChildProcessWithoutNullStreams
  readonly #insertedAt = new Map<string, number>()
  readonly #latencies: number[] = []
  #inserted = 0
  #lastLine = ''

  constructor(database: TestDatabase, watcher: ChildProcessWithoutNullStreams) {
    this.#database = database
    this.#watcher = watcher
    createInterface({ input: watcher.stdout }).on('line', (line) => this.#note(line))
  }

  get unsaved(): number {
    return this.#insertedAt.size
  }

  /** Keeps to the clock however long an insert takes. */
  async insertEvery(milliseconds: number, rows: number, seconds: number): Promise<void> {
    const started = performance.now()
    const inserts: Promise<void>[] = []
    const turns = (seconds * 1000) / milliseconds
    for (let turn = 0; turn < turns; turn++) {
      await delay(started + turn * milliseconds - performance.now())
      inserts.push(this.#insert(rows))
      if (turn % (10_000 / milliseconds) === 0) await this.#sampleMemory()
    }
    await Promise.all(inserts)
    await this.#sampleMemory()
  }

  forget(): void {
    this.#latencies.length = 0
  }

  async allSaved(): Promise<void> {
    while (this.unsaved > 0) await delay(5)
  }

  latency(share: number): number {
    const sorted = [...this.#latencies].sort((a, b) => a - b)
    return Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN)
  }

  async summary(): Promise<{ overflowed: number; connections: number }> {
    this.#watcher.kill()
    await once(this.#watcher.stdout, 'close')
    return JSON.parse(this.#lastLine)
  }

  async #insert(rows: number): Promise<void> {
    const now = performance.now()
    const breadcrumbs = Array.from({ length: rows }, () => chatMessage(this.#inserted++))
    for (const { id } of breadcrumbs) this.#insertedAt.set(id, now)
    await insertBreadcrumbs(this.#database.pool, breadcrumbs)
  }

  #note(line: string): void {
    this.#lastLine = line
    const id = /"processed".*?"id":"([^"]+)"/.exec(line)?.[1] ?? ''
    const insertedAt = this.#insertedAt.get(id)
    if (insertedAt !== undefined) this.#latencies.push(performance.now() - insertedAt)
    this.#insertedAt.delete(id)
  }

  async #sampleMemory(): Promise<void> {
    this.memory.push((await residentMegabytes(this.#watcher.pid ?? 0)) ?? Number.NaN)
  }
}

/** About 60 words, no two alike. */
function chatMessage(number: number): NewBreadcrumb & { id: string } {
  const subject = ['the Deno runner', 'the pgvector index', 'JWT rotation', 'the workflow of Ada Lovelace'][
    number % 4
  ]
  const content = `While working on ticket ${number}, I noticed that ${subject} stops after ${number % 60} seconds when the
    database is under load. The dashboard shows no error, the logs of run-${number.toString(36)} end in the middle of a
    batch, and restarting the agent helps only for a while. Could somebody check whether the last change to the schedule
    or the new definition of createSession_${number % 997} explains it? Thanks, and see version 1.${number % 40}.0.`
  return {
    id: crypto.randomUUID(),
    title: `Question ${number}`,
    context: { content, session: `session-${number % 50}` },
    schemaName: 'user.message.v1',
  }
}

await main()
