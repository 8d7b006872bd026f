import { pause } from '../../timing/pause.ts'
import { Backoff, type BackoffOptions } from '../backoff.ts'
import { type BreadcrumbEvent, parseFrame } from '../event.ts'
import { type Hint, type HintSource, NO_COUNTS, type SourceCounts, type SourceStatus } from '../hint.ts'
import { StreamFailure, streamFailureOf } from '../stream-failure.ts'
import { WaitingHints, type WaitingHintsOptions } from '../waiting-hints.ts'
import { readStream } from './connection.ts'
import type { SendRequest } from './request.ts'
import { endpoint, type TokenProvider } from './token.ts'

/** Times in milliseconds, and limits. */
interface SseSettings extends WaitingHintsOptions {
  /** A connection without a complete frame for so long is given up: three pings. */
  readonly silenceMs: number
  readonly maxFrameBytes: number
  /**
   * A connection that lasted so long was a good one: the next delay is the first again. One that brought an event
   * need only outlive `silenceMs`.
   */
  readonly healthyAfterMs: number
  /** Between reconnects because of deafness: each connection costs the server two threads for good. */
  readonly deafReconnectMs: number
  /** No event for so long, though there should have been one, is deafness. */
  readonly deafAfterMs: number
}

const DEFAULTS: SseSettings = {
  batchSize: 200,
  batchMs: 50,
  maxWaiting: 10_000,
  silenceMs: 15_000,
  maxFrameBytes: 4 * 1024 * 1024,
  healthyAfterMs: 60_000,
  deafReconnectMs: 600_000,
  deafAfterMs: 10_000,
}

interface SseOptions {
  /** Base of RCRT's HTTP API. */
  readonly apiUrl: URL
  readonly tokens: TokenProvider
  readonly request: SendRequest
  /** Ends the iteration and closes every socket. */
  readonly signal: AbortSignal
  readonly onStatus: (status: SourceStatus) => void
  /** Passes over events that are of no interest for certain; everything is let through by default. */
  readonly accept?: (event: BreadcrumbEvent) => boolean
  readonly settings?: Partial<SseSettings & BackoffOptions>
}

/** Follows RCRT's event stream, reconnecting for as long as it takes. */
export function followSse(options: SseOptions): HintSource {
  return new SseSource(options)
}

const CHECK = '--token or RCRT_TOKEN, OWNER_ID and AGENT_ID'

class SseSource implements HintSource {
  readonly counts: SourceCounts = { ...NO_COUNTS }
  readonly #options: SseOptions
  readonly #settings: SseSettings
  readonly #waiting: WaitingHints
  readonly #backoff: Backoff
  /** The open connection, and when it opened or last brought an event. */
  #listening: { since: number; lastEventAt: number; reconnect: AbortController } | undefined
  #deaf = false
  #lastDeafReconnectAt = Number.NEGATIVE_INFINITY
  /** The token was just renewed because the server refused the one before. */
  #renewed = false

  constructor(options: SseOptions) {
    this.#options = options
    this.#settings = { ...DEFAULTS, ...options.settings }
    this.#waiting = new WaitingHints(this.#settings)
    this.#backoff = new Backoff(options.settings)
  }

  get waiting(): number {
    return this.#waiting.size
  }

  [Symbol.asyncIterator](): AsyncGenerator<Hint, void> {
    return this.#waiting.hints((signal) => this.#stayConnected(signal), this.#options.signal)
  }

  missedEvents(): void {
    const listening = this.#listening
    const now = performance.now()
    if (listening === undefined || now - listening.lastEventAt < this.#settings.deafAfterMs) return
    const reconnecting = now - this.#lastDeafReconnectAt >= this.#settings.deafReconnectMs
    if (reconnecting || !this.#deaf) this.#tell({ state: 'deaf', reconnecting })
    this.#deaf = true
    if (!reconnecting) return
    this.#lastDeafReconnectAt = now
    listening.reconnect.abort()
  }

  async #stayConnected(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#tell({ state: 'connecting' })
      const failure = await this.#connectOnce(signal)
      if (signal.aborted) return
      if (failure.kind === 'unauthorised' && this.#renewToken()) continue
      await this.#waitAfter(failure, signal)
    }
  }

  /** Allows one immediate attempt with another token after a refusal. */
  #renewToken(): boolean {
    const renewable = this.#options.tokens.refused()
    const again = renewable && !this.#renewed
    this.#renewed = again
    return again
  }

  async #waitAfter(failure: StreamFailure, signal: AbortSignal): Promise<void> {
    const retryInMs = failure.kind === 'deaf' ? 0 : this.#backoff.delayAfter(failure)
    const { message: reason } = failure
    this.#tell(
      failure.kind === 'unauthorised'
        ? { state: 'unauthorised', reason, retryInMs, check: CHECK }
        : { state: 'disconnected', reason, retryInMs },
    )
    await pause(retryInMs, signal)
  }

  async #connectOnce(signal: AbortSignal): Promise<StreamFailure> {
    const url = endpoint(this.#options.apiUrl, 'events/stream')
    const reconnect = new AbortController()
    let token: string | undefined
    try {
      token = await this.#options.tokens.get(signal)
    } catch (error) {
      return streamFailureOf(error, url)
    }
    const failure = await readStream({
      url,
      token,
      request: this.#options.request,
      signal: AbortSignal.any([signal, reconnect.signal]),
      silenceMs: this.#settings.silenceMs,
      maxFrameBytes: this.#settings.maxFrameBytes,
      onOpen: () => this.#opened(reconnect),
      onData: (data) => this.#take(data),
      onOversized: () => {
        this.counts.oversizedFrames++
        this.#waiting.askForSweep('unreadable')
      },
    })
    this.#closed()
    return reconnect.signal.aborted ? new StreamFailure('deaf', 'pings came and events did not') : failure
  }

  /** An exception of the listener is a defect to report, not a broken connection to repair. */
  #tell(status: SourceStatus): void {
    try {
      this.#options.onStatus(status)
    } catch (error) {
      this.#waiting.fail(new Error('the listener for the status of the stream failed', { cause: error }))
    }
  }

  #opened(reconnect: AbortController): void {
    const now = performance.now()
    this.#listening = { since: now, lastEventAt: now, reconnect }
    this.#renewed = false
    this.counts.connections++
    this.#tell({ state: 'connected' })
    this.#waiting.askForSweep('connected')
  }

  #closed(): void {
    if (this.#listening && this.#hasWorked(this.#listening)) this.#backoff.reset()
    this.#listening = undefined
  }

  /** It lasted, or brought an event and outlived the silence that a dead one has. */
  #hasWorked({ since, lastEventAt }: { since: number; lastEventAt: number }): boolean {
    const lasted = performance.now() - since
    const { healthyAfterMs, silenceMs } = this.#settings
    return lasted >= healthyAfterMs || (lastEventAt > since && lasted >= silenceMs)
  }

  #take(data: string): void {
    if (data.includes('\uFFFD')) this.counts.badText++
    const frame = parseFrame(data)
    if (frame.kind === 'unknown') this.counts.unknownTypes++
    if (frame.kind === 'bad') {
      this.counts.badFrames++
      this.#waiting.askForSweep('unreadable')
    }
    if (frame.kind !== 'event') return
    this.counts.events++
    this.#hear()
    if (this.#options.accept?.(frame.event) === false) this.counts.filtered++
    else if (!this.#waiting.add(frame.event.id)) this.counts.overflowed++
  }

  #hear(): void {
    if (this.#listening) this.#listening.lastEventAt = performance.now()
    if (!this.#deaf) return
    this.#deaf = false
    this.#tell({ state: 'hearing' })
  }
}
