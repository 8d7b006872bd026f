import type { ConsumerConfig, ConsumerInfo, JetStreamManager, StreamConfig } from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { MAX_ACK_PENDING, MAX_AGE_MS, type StreamDesign } from './design.ts'
import { isMissing } from './nats-failure.ts'

/** A setting of something that is there already and was left as it is. */
interface Difference {
  readonly of: 'stream' | 'consumer'
  readonly setting: string
  readonly wanted: string
  readonly found: string
}

export interface Ensured {
  readonly stream: 'created' | 'found'
  /** Undefined where the stream is other than wanted: nothing is added to it then. */
  readonly consumer: 'created' | 'found' | undefined
  readonly differences: readonly Difference[]
}

/** Creates what is missing, and compares what is there; that is never changed. */
export async function ensureStream(manager: JetStreamManager, design: StreamDesign): Promise<Ensured> {
  const wanted = streamSettings(design)
  const found = await unlessMissing(manager.streams.info(design.stream))
  if (found === undefined) await manager.streams.add({ name: design.stream, ...wanted })
  const stream = found === undefined ? 'created' : 'found'
  const differences = found === undefined ? [] : compared('stream', wanted, found.config)
  if (differences.length > 0) return { stream, consumer: undefined, differences }
  return { stream, ...(await ensureConsumer(manager, design)) }
}

async function ensureConsumer(
  manager: JetStreamManager,
  design: StreamDesign,
): Promise<Pick<Ensured, 'consumer' | 'differences'>> {
  const wanted = consumerSettings(design)
  const found = await unlessMissing(manager.consumers.info(design.stream, design.consumer))
  if (found !== undefined) return { consumer: 'found', differences: consumerDifferences(wanted, found) }
  await manager.consumers.add(design.stream, {
    durable_name: design.consumer,
    ...wanted,
    max_ack_pending: MAX_ACK_PENDING,
  })
  return { consumer: 'created', differences: [] }
}

/** Nothing that a server of 2.9 does not know: one from 2.12 on refuses what it does not. */
function streamSettings({ subjects, retention }: StreamDesign) {
  return {
    subjects: [...subjects],
    retention,
    storage: 'file',
    max_age: nanos(MAX_AGE_MS),
  } as const satisfies Partial<StreamConfig>
}

function consumerSettings({ ackWaitMs, maxDeliver }: StreamDesign) {
  return {
    deliver_policy: 'all',
    ack_policy: 'explicit',
    ack_wait: nanos(ackWaitMs),
    max_deliver: maxDeliver,
  } as const satisfies Partial<ConsumerConfig>
}

function consumerDifferences(wanted: ReturnType<typeof consumerSettings>, { config }: ConsumerInfo) {
  // Those that push to a subject, or leave some subjects out, are other consumers by the same name.
  const rest = { deliver_subject: undefined, filter_subject: undefined, filter_subjects: undefined }
  return compared('consumer', { ...wanted, ...rest }, config)
}

function compared(of: Difference['of'], wanted: object, found: object): Difference[] {
  const settings: Readonly<Record<string, unknown>> = { ...found }
  return Object.entries(wanted)
    .map(([setting, value]) => ({
      of,
      setting,
      wanted: shown(setting, value),
      found: shown(setting, settings[setting]),
    }))
    .filter((each) => each.wanted !== each.found)
}

function shown(setting: string, value: unknown): string {
  if (value === undefined || value === '') return 'none'
  if (Array.isArray(value)) return [...value].sort().join(', ')
  const isTime = setting === 'max_age' || setting === 'ack_wait'
  return isTime ? `${Number(value) / 1e9} s` : String(value)
}

async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
