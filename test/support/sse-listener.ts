import type { HintSource } from '../../src/events/hint.ts'
import { followSse } from '../../src/events/sse/follow.ts'
import { type ApiProxy, requestsThrough } from '../../src/events/sse/request.ts'
import { type TokenProvider, tokenEndpoint } from '../../src/events/sse/token.ts'
import { HintListener } from './hint-listener.ts'
import type { RcrtStandIn } from './rcrt-stand-in.ts'

export const OWNER = '00000000-0000-0000-0000-000000000001'
export const AGENT = '00000000-0000-0000-0000-0000000000cb'

type Settings = NonNullable<Parameters<typeof followSse>[0]['settings']>

/** Everything a source says, with promises for what a test waits for. */
export class SseListener extends HintListener {
  readonly source: HintSource
  readonly #abort = new AbortController()
  readonly #ended: Promise<void>

  constructor(
    standIn: { readonly url: URL },
    options: {
      settings?: Settings
      tokens?: TokenProvider
      apiUrl?: URL
      proxy?: ApiProxy
      accept?: (event: { id: string }) => boolean
    } = {},
  ) {
    super()
    const request = requestsThrough(options.proxy)
    const apiUrl = options.apiUrl ?? standIn.url
    this.source = followSse({
      apiUrl,
      tokens: options.tokens ?? tokenEndpoint({ apiUrl, ownerId: OWNER, agentId: AGENT, request }),
      request,
      signal: this.#abort.signal,
      onStatus: (status) => this.heard(status),
      settings: { ...FAST, ...options.settings },
      ...(options.accept && { accept: options.accept }),
    })
    this.#ended = this.collect(this.source)
  }

  /** Before each further attempt after a connection that broke, in milliseconds. */
  get delays(): number[] {
    return this.statuses.flatMap((status) => (status.state === 'disconnected' ? [status.retryInMs] : []))
  }

  /** Ends it; resolves when its sockets are closed. */
  async stop(): Promise<void> {
    this.#abort.abort()
    await this.#ended
  }
}

/**
 * The defaults, as ratios, a hundred times faster, but for those that a machine under load would exceed: what
 * counts as silence, and how long a token may take, is for those tests to shorten that are about it.
 */
const FAST: Settings = {
  batchMs: 5,
  firstDelayMs: 10,
  maxDelayMs: 300,
  maxUnreachableDelayMs: 40,
  unauthorisedDelayMs: 600,
  healthyAfterMs: 600,
  deafAfterMs: 100,
}

/** A stand-in whose pings keep pace with those settings. */
export const FAST_PINGS = { pingMs: 50 } satisfies Parameters<typeof RcrtStandIn.start>[0]
