import type { ConsumerInfo, JetStreamManager, StreamInfo } from '@nats-io/jetstream'
import { millis } from '@nats-io/transport-node'
import { pause } from '../../timing/pause.ts'
import type { StreamDesign } from './design.ts'

/** What a stream and its consumer hold. */
export interface StreamDepth {
  readonly stream: {
    readonly name: string
    readonly subjects: readonly string[]
    readonly retention: string
    readonly storage: string
    readonly maxAgeSeconds: number
    readonly messages: number
    readonly bytes: number
    /** Of the oldest message that is kept; null where there is none. */
    readonly oldest: string | null
    readonly newest: string | null
  }
  readonly consumer: {
    readonly name: string
    readonly ackPolicy: string
    readonly ackWaitSeconds: number
    /** -1 for no end. */
    readonly maxDeliver: number
    /** Not delivered yet. */
    readonly pending: number
    /** Delivered, and not acked yet. */
    readonly inFlight: number
    /** Delivered more than once, and not acked yet, exhausted ones included. */
    readonly redelivered: number
    /** Delivered as often as may be and never acked: nobody gets them again. At least so many. */
    readonly exhausted: number
    /** Open requests for messages, of all workers. */
    readonly waitingPulls: number
  }
}

/** How a stream and its consumer are doing. */
export interface StreamStatus extends StreamDepth {
  readonly perSecond: {
    readonly arriving: number
    readonly delivered: number
    readonly acknowledged: number
  }
}

/** Rates are those of the next second. */
export async function streamStatus(
  manager: JetStreamManager,
  names: Names,
  stop: AbortSignal,
): Promise<StreamStatus> {
  const before = await look(manager, names)
  await pause(1_000, stop)
  const now = await look(manager, names)
  return { ...depthOf(now), perSecond: rates(before, now) }
}

export async function streamDepth(manager: JetStreamManager, names: Names): Promise<StreamDepth> {
  return depthOf(await look(manager, names))
}

type Names = Pick<StreamDesign, 'stream' | 'consumer'>

interface Look {
  readonly stream: StreamInfo
  readonly consumer: ConsumerInfo
  readonly at: number
}

async function look(manager: JetStreamManager, { stream, consumer }: Names): Promise<Look> {
  return {
    stream: await manager.streams.info(stream),
    consumer: await manager.consumers.info(stream, consumer),
    at: performance.now(),
  }
}

function depthOf({ stream, consumer }: Look): StreamDepth {
  return { stream: ofStream(stream), consumer: ofConsumer(consumer) }
}

function ofStream({ config, state }: StreamInfo): StreamDepth['stream'] {
  const isEmpty = state.messages === 0
  return {
    name: config.name,
    subjects: config.subjects,
    retention: config.retention,
    storage: config.storage,
    maxAgeSeconds: millis(config.max_age) / 1000,
    messages: state.messages,
    bytes: state.bytes,
    oldest: isEmpty ? null : state.first_ts,
    newest: isEmpty ? null : state.last_ts,
  }
}

function ofConsumer(info: ConsumerInfo): StreamDepth['consumer'] {
  const { config } = info
  return {
    name: info.name,
    ackPolicy: config.ack_policy,
    ackWaitSeconds: millis(config.ack_wait ?? 0) / 1000,
    maxDeliver: config.max_deliver ?? -1,
    pending: info.num_pending,
    inFlight: info.num_ack_pending,
    redelivered: info.num_redelivered,
    exhausted: exhausted(info),
    waitingPulls: info.num_waiting,
  }
}

/** The server counts them as redelivered and no longer as in flight, and says so nowhere. */
function exhausted({ num_redelivered, num_ack_pending }: ConsumerInfo): number {
  return Math.max(0, num_redelivered - num_ack_pending)
}

function rates(before: Look, now: Look): StreamStatus['perSecond'] {
  const seconds = (now.at - before.at) / 1000
  const rate = (counter: (look: Look) => number) =>
    Math.max(0, Math.round((counter(now) - counter(before)) / seconds))
  return {
    arriving: rate(({ stream }) => stream.state.last_seq),
    delivered: rate(({ consumer }) => consumer.delivered.consumer_seq),
    acknowledged: rate(({ consumer }) => consumer.delivered.consumer_seq - consumer.num_ack_pending),
  }
}
