import type { JsMsg } from '@nats-io/jetstream'
import { gate } from '../../timing/gate.ts'
import { pause } from '../../timing/pause.ts'
import { Backoff } from '../backoff.ts'
import { type BreadcrumbEvent, parseFrame } from '../event.ts'
import { type Hint, type HintSource, NO_COUNTS, type SourceCounts, type SourceStatus } from '../hint.ts'
import { StreamFailure, streamFailureOf } from '../stream-failure.ts'
import { WaitingHints } from '../waiting-hints.ts'
import { Session, type SessionOptions } from './session.ts'
import { isSuperfluous } from './twins.ts'

interface JetStreamOptions extends Omit<SessionOptions, 'mostInHand'> {
  /** Ends the iteration once what was handed out is taken back, acks it and closes the connection. */
  readonly signal: AbortSignal
  readonly onStatus: (status: SourceStatus) => void
  /** Passes over events that are of no interest for certain; everything is let through by default. */
  readonly accept?: (event: BreadcrumbEvent) => boolean
}

/** One batch of the path. */
const MOST_IN_HAND = 200
const WAITING = { maxWaiting: 10_000, batchSize: 200, batchMs: 50 }
/** A connection that lasted so long, or brought a message, was a good one: the next delay is the first again. */
const HEALTHY_AFTER_MS = 15_000

/** Reads a JetStream consumer that any number of workers share, reconnecting for as long as it takes. */
export function followJetStream(options: JetStreamOptions): HintSource {
  return new JetStreamSource(options)
}

class JetStreamSource implements HintSource {
  readonly counts: SourceCounts = { ...NO_COUNTS }
  readonly #options: JetStreamOptions
  readonly #waiting = new WaitingHints(WAITING)
  readonly #backoff = new Backoff()
  readonly #handedOut = new Set<Promise<void>>()
  #session: Session | undefined
  /** Nothing comes, though it should. */
  #deaf = false

  constructor(options: JetStreamOptions) {
    this.#options = options
  }

  get waiting(): number {
    return this.#waiting.size
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Hint, void> {
    for await (const hint of this.#waiting.hints((stop) => this.#stayConnected(stop), this.#options.signal))
      yield hint.kind === 'gap' ? hint : this.#handOut(hint.ids)
  }

  missedEvents(): void {
    const session = this.#session
    if (session === undefined || this.#deaf) return
    session.hasGrown().then(
      (hasGrown) => {
        if (hasGrown || this.#session !== session) return
        this.#deaf = true
        this.#tell({ state: 'deaf', reconnecting: false })
      },
      // Its session notices what is wrong by itself.
      () => undefined,
    )
  }

  #handOut(ids: readonly string[]): Hint {
    const deliveries = this.#session?.deliveries
    const messages = deliveries?.handOut(ids)
    const back = gate()
    this.#handedOut.add(back.over)
    const acknowledge = async (done: readonly string[]): Promise<void> => {
      if (messages) await deliveries?.takeBack(messages, new Set(done), this.#options.signal.aborted)
      this.#handedOut.delete(back.over)
      back.end()
    }
    return { kind: 'breadcrumbs', ids, acknowledge }
  }

  async #stayConnected(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#tell({ state: 'connecting' })
      const failure = await this.#connectOnce(signal)
      if (failure === undefined) return
      await this.#waitAfter(failure, signal)
    }
  }

  /** Undefined once stopped. */
  async #connectOnce(signal: AbortSignal): Promise<StreamFailure | undefined> {
    try {
      const session = await Session.open({ ...this.#options, mostInHand: MOST_IN_HAND })
      const openedAt = performance.now()
      try {
        this.#opened(session)
        await session.pull(signal, (message) => this.#takeOrFail(message, session))
        await this.#end(session)
        return undefined
      } finally {
        this.#session = undefined
        if (performance.now() - openedAt >= HEALTHY_AFTER_MS) this.#backoff.reset()
        await session.close()
      }
    } catch (error) {
      return signal.aborted ? undefined : this.#described(error)
    }
  }

  #described(error: unknown): StreamFailure {
    const failure = streamFailureOf(error, new URL('nats://nats'))
    if (failure.kind !== 'missing') return failure
    const creates = '`rcrt-entities stream ensure`, or --ensure-stream, creates it'
    return new StreamFailure('missing', `${failure.message}; ${creates}`)
  }

  /** What is waiting goes to others; what is in hand is acked as it is done. */
  async #end(session: Session): Promise<void> {
    this.#waiting.close()
    await session.deliveries.giveBack()
    await Promise.all(this.#handedOut)
  }

  async #waitAfter(failure: StreamFailure, signal: AbortSignal): Promise<void> {
    if (failure.kind === 'deaf') {
      if (!this.#deaf) this.#tell({ state: 'stalled', reason: failure.message })
      this.#deaf = true
      return
    }
    const retryInMs = this.#backoff.delayAfter(failure)
    this.#tell(
      failure.kind === 'unauthorised'
        ? { state: 'unauthorised', reason: failure.message, retryInMs, check: CHECK }
        : { state: 'disconnected', reason: failure.message, retryInMs },
    )
    await pause(retryInMs, signal)
  }

  /** An exception of the listener is a defect to report, not a broken connection to repair. */
  #tell(status: SourceStatus): void {
    try {
      this.#options.onStatus(status)
    } catch (error) {
      this.#waiting.fail(new Error('the listener for the status of the stream failed', { cause: error }))
    }
  }

  #opened(session: Session): void {
    this.#session = session
    this.counts.connections++
    this.#tell({ state: 'connected' })
    this.#waiting.askForSweep('connected')
  }

  /** A defect of ours is to be reported: a new connection would not repair it. */
  #takeOrFail(message: JsMsg, session: Session): void {
    try {
      this.#take(message, session)
    } catch (error) {
      this.#waiting.fail(new Error('a message of the stream could not be taken', { cause: error }))
    }
  }

  #take(message: JsMsg, { deliveries, hasBoth }: Session): void {
    const frame = parseFrame(message.string())
    if (frame.kind === 'bad') {
      this.counts.badFrames++
      deliveries.dismiss(message, 'term')
      this.#waiting.askForSweep('unreadable')
      return
    }
    if (frame.kind !== 'event') {
      this.counts.unknownTypes++
      deliveries.dismiss(message, 'ack')
      return
    }
    this.counts.events++
    this.#hear()
    if (hasBoth && isSuperfluous(message.subject, frame.event)) {
      deliveries.dismiss(message, 'ack')
      return
    }
    if (this.#options.accept?.(frame.event) === false) {
      this.counts.filtered++
      deliveries.dismiss(message, 'ack')
      return
    }
    // What is dropped comes again after the ack wait, unless a sweep has found it by then.
    if (this.#waiting.add(frame.event.id)) deliveries.add(frame.event.id, message)
    else this.counts.overflowed++
  }

  #hear(): void {
    this.#backoff.reset()
    if (!this.#deaf) return
    this.#deaf = false
    this.#tell({ state: 'hearing' })
  }
}

const CHECK = 'the user, password or token in --nats-url or NATS_URL, or --nats-creds'
