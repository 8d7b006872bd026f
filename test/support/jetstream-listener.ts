import type { HintSource } from '../../src/events/hint.ts'
import type { StreamDesign } from '../../src/events/jetstream/design.ts'
import { followJetStream } from '../../src/events/jetstream/follow.ts'
import { type Announcement, HintListener } from './hint-listener.ts'
import type { NatsServer } from './nats-server.ts'

/** What `stream ensure` makes, with a short ack wait. */
export const DESIGN: StreamDesign = {
  stream: 'BREADCRUMB_EVENTS',
  subjects: ['bc.*.created', 'bc.*.updated'],
  retention: 'limits',
  consumer: 'entity-extractor',
  ackWaitMs: 1_000,
  maxDeliver: 3,
}

/** Everything a JetStream source says. Breadcrumbs stay in hand until `acknowledge` or `stop`. */
export class JetStreamListener extends HintListener {
  readonly source: HintSource
  readonly inHand: Announcement[] = []
  readonly #abort = new AbortController()
  readonly #ended: Promise<void>

  constructor(
    server: NatsServer,
    options: {
      ensure?: boolean
      ackWaitMs?: number
      accept?: (event: { id: string }) => boolean
      /** It takes no second hint before. */
      busyUntil?: Promise<void>
    } = {},
  ) {
    super()
    this.source = followJetStream({
      place: { servers: [server.url.replace('nats://', '')], tls: false, login: { kind: 'none' } },
      design: { ...DESIGN, ackWaitMs: options.ackWaitMs ?? DESIGN.ackWaitMs },
      ensure: options.ensure ?? true,
      signal: this.#abort.signal,
      onStatus: (status) => this.heard(status),
      ...(options.accept && { accept: options.accept }),
    })
    this.#ended = this.collect(this.source, async (hint) => {
      this.inHand.push(hint)
      await options.busyUntil
    })
  }

  /** As a watcher does once all that is in hand is on record. */
  async acknowledge(isDone: (id: string) => boolean = () => true): Promise<void> {
    for (const { ids, acknowledge } of this.inHand.splice(0)) await acknowledge?.(ids.filter(isDone))
  }

  /** Ends it, what is in hand being done; resolves when its connection is closed. */
  async stop(isDone?: (id: string) => boolean): Promise<void> {
    this.#abort.abort()
    await this.acknowledge(isDone)
    await this.#ended
  }
}
