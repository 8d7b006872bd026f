import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { vi } from 'vitest'
import type { RunningCli } from './cli.ts'
import { DESIGN } from './jetstream-listener.ts'
import { publishOnNats } from './nats-publisher.ts'
import { NatsServer } from './nats-server.ts'
import type { TestDatabase } from './postgres.ts'
import type { AnnouncedBreadcrumb } from './rcrt-stand-in.ts'
import { auditedDatabase, Stage, unreliably } from './stage.ts'

/** A stage whose watchers share a consumer of a NATS server, on which RCRT's messages are published. */
export class JetStreamScenario extends Stage {
  readonly server: NatsServer
  readonly nats: NatsConnection
  readonly manager: JetStreamManager
  /** Whether RCRT has lost its connection to NATS. */
  isMute = false

  private constructor(
    database: TestDatabase,
    server: NatsServer,
    client: { nats: NatsConnection; manager: JetStreamManager },
  ) {
    super(database)
    this.server = server
    this.nats = client.nats
    this.manager = client.manager
  }

  static async start(binary: string): Promise<JetStreamScenario> {
    const database = await auditedDatabase()
    const server = await NatsServer.start(binary)
    const stage = new JetStreamScenario(database, server, await server.client())
    await stage.publish((breadcrumb) => {
      const times = stage.isMute ? 0 : unreliably(breadcrumb)
      for (let time = 0; time < times; time++) publishOnNats(stage.nats, breadcrumb)
    })
    return stage
  }

  /** Starts a watcher that talks JSON; `url` where it is not to reach the server directly. */
  watch(args: readonly string[] = [], url: string = this.server.url): RunningCli {
    return this.startWatcher(['--source', 'jetstream', '--ensure-stream', ...args], { NATS_URL: url })
  }

  /** The same, once its first sweep is over and the stream open. */
  async ready(args: readonly string[] = [], url: string = this.server.url): Promise<RunningCli> {
    const watcher = this.watch(args, url)
    await watcher.waitForStderr(/Ready/)
    return watcher
  }

  consumer(): Promise<ConsumerInfo> {
    return this.manager.consumers.info(DESIGN.stream, DESIGN.consumer)
  }

  /** Also while the server is away. */
  async untilConsumer(holds: (info: ConsumerInfo) => boolean): Promise<void> {
    await vi.waitUntil(() => this.consumer().then(holds, () => false), { timeout: 120_000, interval: 100 })
  }

  /** Until every message is acked, or terminated. */
  untilAllAcked(): Promise<void> {
    return this.untilConsumer(({ num_pending, num_ack_pending }) => num_pending + num_ack_pending === 0)
  }

  protected announcements(breadcrumb: Pick<AnnouncedBreadcrumb, 'id'>): number {
    return unreliably(breadcrumb)
  }

  protected async closeSource(): Promise<void> {
    await this.nats.close()
    await this.server.remove()
  }
}
