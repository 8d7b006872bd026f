import type { HintSource, SourceStatus } from '../../src/events/hint.ts'
import { followSse } from '../../src/events/sse/follow.ts'
import { type ApiProxy, requestsThrough } from '../../src/events/sse/request.ts'
import { type TokenProvider, tokenEndpoint } from '../../src/events/sse/token.ts'
import type { RcrtStandIn } from './rcrt-stand-in.ts'

export const OWNER = '00000000-0000-0000-0000-000000000001'
export const AGENT = '00000000-0000-0000-0000-0000000000cb'

type Settings = NonNullable<Parameters<typeof followSse>[0]['settings']>

/** Everything a source says, with promises for what a test waits for. */
export class SseListener {
  readonly source: HintSource
  readonly ids: string[] = []
  readonly gaps: string[] = []
  readonly statuses: SourceStatus[] = []
  readonly #abort = new AbortController()
  readonly #ended: Promise<void>
  #wake: () => void = () => {}

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
    const request = requestsThrough(options.proxy)
    const apiUrl = options.apiUrl ?? standIn.url
    this.source = followSse({
      apiUrl,
      tokens: options.tokens ?? tokenEndpoint({ apiUrl, ownerId: OWNER, agentId: AGENT, request }),
      request,
      signal: this.#abort.signal,
      onStatus: (status) => {
        this.statuses.push(status)
        this.#wake()
      },
      settings: { ...FAST, ...options.settings },
      ...(options.accept && { accept: options.accept }),
    })
    this.#ended = this.#collect()
  }

  /** Waits until `condition` holds; it is looked at after everything the source says. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  connected(times = 1): Promise<void> {
    return this.until(
      () => this.count('connected') >= times && this.gaps.filter((g) => g === 'connected').length >= times,
    )
  }

  count(state: SourceStatus['state']): number {
    return this.statuses.filter((status) => status.state === state).length
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

  async #collect(): Promise<void> {
    for await (const hint of this.source) {
      if (hint.kind === 'gap') this.gaps.push(hint.reason)
      else this.ids.push(...hint.ids)
      this.#wake()
    }
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
