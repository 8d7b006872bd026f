import type { NatsFlags } from '../../cli/arguments/jetstream.ts'
import { counted, formatNumber } from '../../cli/output/format.ts'
import type { Environment } from '../../cli/output/terminal.ts'
import { namesNats, natsSettings } from '../../cli/settings/jetstream.ts'
import type { StreamDepth } from '../../events/jetstream/stream-status.ts'
import { StreamFailure } from '../../events/stream-failure.ts'

/** What the stream of `watch --source jetstream` holds, or why that can't be told. */
export type Depth = ReturnType<typeof countsOf> | { readonly error: string }

/**
 * Undefined where no NATS server is named. One that is away is no failure of `stats`. NATS' client is loaded where it
 * is used: it takes a while.
 */
export async function depthIfNamed(flags: NatsFlags, env: Environment): Promise<Depth | undefined> {
  if (!namesNats(flags, env)) return undefined
  const place = natsSettings(flags, env)
  const { withJetStream } = await import('../../events/jetstream/connection.ts')
  const { streamDepth } = await import('../../events/jetstream/stream-status.ts')
  try {
    return countsOf(await withJetStream(place, ({ manager }) => streamDepth(manager, flags)))
  } catch (error) {
    if (!(error instanceof StreamFailure)) throw error
    return { error: error.message }
  }
}

function countsOf({ stream: { messages }, consumer }: StreamDepth) {
  const { pending, inFlight, redelivered, exhausted } = consumer
  return { messages, pending, inFlight, redelivered, exhausted }
}

export function depthLine({ stream }: NatsFlags, depth: Depth): string {
  if ('error' in depth) return `Stream ${stream}: ${depth.error}`
  const { messages, pending, inFlight, redelivered, exhausted } = depth
  const counts = Object.entries({ pending, 'in flight': inFlight, redelivered, exhausted })
  const rest = counts.map(([name, count]) => `${formatNumber(count)} ${name}`)
  return `Stream ${stream}: ${[counted(messages, 'message'), ...rest].join(', ')}`
}
