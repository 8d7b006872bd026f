import type { WatchFlags } from '../../cli/arguments/watch.ts'
import type { Environment } from '../../cli/output/terminal.ts'
import { type JetStreamSettings, jetStreamSettings } from '../../cli/settings/jetstream.ts'
import { type StreamSettings, streamSettings } from '../../cli/settings/stream.ts'
import { ToolError } from '../../errors.ts'
import type { BreadcrumbEvent } from '../../events/event.ts'
import type { HintSource, SourceStatus } from '../../events/hint.ts'
import { followSse } from '../../events/sse/follow.ts'
import { requestsThrough } from '../../events/sse/request.ts'
import { fixedToken, tokenEndpoint } from '../../events/sse/token.ts'
import { StreamFailure } from '../../events/stream-failure.ts'

/** Where events come from. */
export type SourceSettings =
  | ({ readonly source: 'sse' } & StreamSettings)
  | ({ readonly source: 'jetstream'; readonly ensure: boolean } & JetStreamSettings)

export interface Following {
  /** Whose events are asked for, where the source is asked for one tenant's. */
  readonly streamOwner: string
  readonly signal: AbortSignal
  readonly onStatus: (status: SourceStatus) => void
  readonly accept: (event: BreadcrumbEvent) => boolean
}

export function sourceSettings(flags: WatchFlags, env: Environment): SourceSettings {
  if (flags.source === 'jetstream') {
    return { source: 'jetstream', ensure: flags.ensureStream ?? false, ...jetStreamSettings(flags, env) }
  }
  if (flags.ensureStream) throw new ToolError('usage', '--ensure-stream is for --source jetstream only')
  return { source: 'sse', ...streamSettings(flags, env) }
}

/** NATS' client is loaded where it is used: it takes a while. */
export async function openSource(
  settings: SourceSettings,
  { streamOwner, ...following }: Following,
): Promise<HintSource> {
  if (settings.source === 'jetstream') {
    const { followJetStream } = await import('../../events/jetstream/follow.ts')
    return followJetStream({ ...settings, ...following })
  }
  const { apiUrl, token, agentId } = settings
  const request = requestsThrough(settings.proxy)
  const tokens =
    token === undefined
      ? tokenEndpoint({ apiUrl, ownerId: streamOwner, agentId, request })
      : fixedToken(token)
  return followSse({ apiUrl, tokens, request, ...following })
}

/**
 * With `--ensure-stream`, what there is has to be as wanted. NATS may be away: what is missing is created once it is
 * there.
 * @throws {ToolError} `configuration`
 */
export async function refuseOtherStream(settings: SourceSettings): Promise<void> {
  if (settings.source !== 'jetstream' || !settings.ensure) return
  const { withJetStream } = await import('../../events/jetstream/connection.ts')
  const { ensureStream } = await import('../../events/jetstream/ensure.ts')
  const { place, design } = settings
  try {
    const { differences } = await withJetStream(place, ({ manager }) => ensureStream(manager, design))
    if (differences.length === 0) return
    const found = differences.map(({ of, setting, found }) => `${setting} of the ${of} is ${found}`)
    throw new ToolError(
      'configuration',
      `${design.stream} has other settings than wanted: ${found.join(', ')}`,
      {
        hint: '`rcrt-entities stream ensure` shows what is wanted beside what is found; without --ensure-stream it is read as it is',
      },
    )
  } catch (error) {
    if (!(error instanceof StreamFailure)) throw error
  }
}
