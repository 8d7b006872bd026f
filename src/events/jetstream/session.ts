import { type Consumer, type ConsumerConfig, type JsMsg, jetstream } from '@nats-io/jetstream'
import { millis } from '@nats-io/transport-node'
import { pause } from '../../timing/pause.ts'
import { stoppedBy } from '../../timing/stopped-by.ts'
import { StreamFailure } from '../stream-failure.ts'
import { connectJetStream, type JetStreamConnection, type NatsPlace } from './connection.ts'
import { Deliveries } from './deliveries.ts'
import type { StreamDesign } from './design.ts'
import { ensureStream } from './ensure.ts'
import { natsFailure } from './nats-failure.ts'
import { Stalls } from './stalls.ts'
import { haveBoth } from './twins.ts'

export interface SessionOptions {
  readonly place: NatsPlace
  readonly design: StreamDesign
  /** Creates a stream or a consumer that is missing. */
  readonly ensure: boolean
  /** Messages in hand, at most: what is fetched and not acked. */
  readonly mostInHand: number
}

/** Of one request for messages. Its heartbeats tell within three of them that a server is frozen. */
const PULL = { expires: 30_000, idle_heartbeat: 2_000 }
const DRAIN_MS = 1_000

/** One connection, from its opening to its end. */
export class Session {
  readonly deliveries: Deliveries
  /** Whether both messages of a creation come. */
  readonly hasBoth: boolean
  readonly #connection: JetStreamConnection
  readonly #consumer: Consumer
  readonly #ackWaitMs: number
  readonly #options: SessionOptions
  readonly #keptAlive: NodeJS.Timeout
  #lastSequence: number | undefined

  private constructor(
    connection: JetStreamConnection,
    consumer: Consumer,
    { ackWaitMs, hasBoth }: { ackWaitMs: number; hasBoth: boolean },
    options: SessionOptions,
  ) {
    this.hasBoth = hasBoth
    this.#connection = connection
    this.#consumer = consumer
    this.#ackWaitMs = ackWaitMs
    this.#options = options
    this.deliveries = new Deliveries(() => !connection.nats.isClosed())
    this.#keptAlive = setInterval(() => this.deliveries.keepAlive(), ackWaitMs / 3)
  }

  /** @throws {StreamFailure} */
  static async open(options: SessionOptions): Promise<Session> {
    const { place, design, ensure } = options
    const connection = await connectJetStream(place)
    try {
      if (ensure) await ensureStream(connection.manager, design)
      const consumer = await jetstream(connection.nats).consumers.get(design.stream, design.consumer)
      const [stream, { config }] = await Promise.all([
        connection.manager.streams.info(design.stream),
        consumer.info(true),
      ])
      const ackWaitMs = millis(config.ack_wait ?? 0) || design.ackWaitMs
      const hasBoth = haveBoth(filtersOf(config) ?? stream.config.subjects)
      return new Session(connection, consumer, { ackWaitMs, hasBoth }, options)
    } catch (error) {
      await connection.nats.close()
      throw natsFailure(error, place)
    }
  }

  /**
   * Fetches messages until stopped.
   * @throws {StreamFailure} when the connection breaks, the consumer is gone or nothing comes of what is pending
   */
  async pull(stop: AbortSignal, onMessage: (message: JsMsg) => void): Promise<void> {
    const over = stoppedBy(stop)
    const stalls = new Stalls(() => this.#consumer.info(), this.#ackWaitMs)
    const pulling = this.#pullUntil(over.signal, onMessage, stalls)
    try {
      await Promise.race([pulling, stalls.watch(over.signal), this.#closed()])
    } catch (error) {
      throw natsFailure(error, this.#options.place)
    } finally {
      over.abort()
      await Promise.allSettled([pulling])
    }
  }

  async #pullUntil(stop: AbortSignal, onMessage: (message: JsMsg) => void, stalls: Stalls): Promise<void> {
    const { mostInHand } = this.#options
    for (;;) {
      await this.deliveries.downTo(mostInHand / 2, stop)
      if (stop.aborted) return
      const room = mostInHand - this.deliveries.unacked
      const messages = await this.#consumer.fetch({ ...PULL, max_messages: room })
      stalls.isPulling = true
      const end = () => messages.stop()
      stop.addEventListener('abort', end)
      if (stop.aborted) end()
      try {
        for await (const message of messages) onMessage(message)
      } finally {
        stop.removeEventListener('abort', end)
        stalls.isPulling = false
      }
    }
  }

  async #closed(): Promise<never> {
    const error = await this.#connection.nats.closed()
    throw error ?? new StreamFailure('closed', 'NATS closed the connection')
  }

  /** Whether the stream has got any message since it was last asked, whoever was given it. */
  async hasGrown(): Promise<boolean> {
    const { state } = await this.#connection.manager.streams.info(this.#options.design.stream)
    const hasGrown = state.last_seq !== this.#lastSequence
    this.#lastSequence = state.last_seq
    return hasGrown
  }

  /** Sends what is to be sent, for as long as the server takes it. */
  async close(): Promise<void> {
    clearInterval(this.#keptAlive)
    const { nats } = this.#connection
    if (!nats.isClosed()) await Promise.race([nats.drain().catch(() => undefined), pause(DRAIN_MS)])
    await nats.close()
  }
}

/** The subjects that a consumer leaves the stream's others out for. */
function filtersOf({ filter_subject, filter_subjects }: ConsumerConfig): readonly string[] | undefined {
  return filter_subjects ?? (filter_subject ? [filter_subject] : undefined)
}
