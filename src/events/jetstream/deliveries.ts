import type { JsMsg } from '@nats-io/jetstream'
import { pause } from '../../timing/pause.ts'

/** The messages about each of the breadcrumbs of one hint. */
export type HandedOut = ReadonlyMap<string, readonly JsMsg[]>

/** What a connection has delivered and nobody has acked yet; nothing is said about it once that connection is closed. */
export class Deliveries {
  readonly #isOpen: () => boolean
  readonly #waiting = new Map<string, JsMsg[]>()
  readonly #unacked = new Set<JsMsg>()
  #wake: () => void = () => {}

  constructor(isOpen: () => boolean) {
    this.#isOpen = isOpen
  }

  get unacked(): number {
    return this.#unacked.size
  }

  add(id: string, message: JsMsg): void {
    this.#unacked.add(message)
    const others = this.#waiting.get(id)
    if (others === undefined) this.#waiting.set(id, [message])
    else others.push(message)
  }

  /** For one that nobody works on. */
  dismiss(message: JsMsg, how: 'ack' | 'term'): void {
    if (this.#isOpen()) message[how]()
  }

  /** The messages about these that have come so far. What comes later may be about newer content. */
  handOut(ids: readonly string[]): HandedOut {
    const messages = new Map<string, readonly JsMsg[]>()
    for (const id of ids) {
      messages.set(id, this.#waiting.get(id) ?? [])
      this.#waiting.delete(id)
    }
    return messages
  }

  /**
   * Acks those about these breadcrumbs and has the others delivered again.
   * @param isLast waits until the server has the acks, since no other message follows that would tell.
   */
  async takeBack(handedOut: HandedOut, done: ReadonlySet<string>, isLast: boolean): Promise<void> {
    const confirmations: Promise<unknown>[] = []
    for (const [id, messages] of handedOut) {
      for (const message of messages) {
        this.#unacked.delete(message)
        if (!this.#isOpen()) continue
        if (!done.has(id)) message.nak()
        else if (isLast) confirmations.push(message.ackAck())
        else message.ack()
      }
    }
    this.#wake()
    // One that is not confirmed is delivered again, and costs no extraction then.
    await Promise.allSettled(confirmations)
  }

  /** Tells the server that all of it is still worked on. */
  keepAlive(): void {
    if (!this.#isOpen()) return
    for (const message of this.#unacked) message.working()
  }

  /** Has what was not handed out delivered to others, at once. */
  async giveBack(): Promise<void> {
    await this.takeBack(this.handOut([...this.#waiting.keys()]), new Set(), true)
  }

  /** Until no more than so many are unacked. */
  async downTo(most: number, stop: AbortSignal): Promise<void> {
    while (this.#unacked.size > most && !stop.aborted) {
      const change = new AbortController()
      this.#wake = () => change.abort()
      const wake = () => change.abort()
      stop.addEventListener('abort', wake)
      await pause(Number.POSITIVE_INFINITY, change.signal)
      stop.removeEventListener('abort', wake)
    }
  }
}
