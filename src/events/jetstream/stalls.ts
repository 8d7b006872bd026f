import type { ConsumerInfo } from '@nats-io/jetstream'
import { pause } from '../../timing/pause.ts'
import { StreamFailure } from '../stream-failure.ts'

interface Look extends Pick<ConsumerInfo, 'num_pending' | 'num_ack_pending'> {
  readonly delivered: Pick<ConsumerInfo['delivered'], 'consumer_seq'>
  readonly config: Pick<ConsumerInfo['config'], 'max_ack_pending'>
}

/**
 * Notices a consumer that delivers nothing though messages are pending and somebody asks for them. Such consumers
 * were seen and not explained: https://github.com/nats-io/nats-server/issues/7680
 */
export class Stalls {
  /** Whether a request for messages is open. One that is renewed in between counts as open. */
  isPulling = false
  readonly #look: () => Promise<Look>
  readonly #ackWaitMs: number

  constructor(look: () => Promise<Look>, ackWaitMs: number) {
    this.#look = look
    this.#ackWaitMs = ackWaitMs
  }

  /**
   * Until stopped. Whatever happens within two ack waits is none: a worker that died may hold all that is allowed.
   * @throws {StreamFailure} `deaf`
   */
  async watch(stop: AbortSignal): Promise<void> {
    let last: Look | undefined
    let quietLooks = 0
    while (!stop.aborted) {
      const look = this.isPulling ? await this.#look() : undefined
      quietLooks = look !== undefined && isQuiet(look, last) ? quietLooks + 1 : 0
      if (quietLooks === 2) {
        throw new StreamFailure(
          'deaf',
          `${look?.num_pending} messages are pending, and none was delivered for ${(2 * this.#ackWaitMs) / 1000} s`,
        )
      }
      last = look
      await pause(this.#ackWaitMs, stop)
    }
  }
}

/** Nothing was delivered to anybody since the last look, and something could have been. */
function isQuiet(look: Look, last: Look | undefined): boolean {
  const mostAckPending = look.config.max_ack_pending ?? 0
  const isAllowed = mostAckPending <= 0 || look.num_ack_pending < mostAckPending
  return (
    isAllowed &&
    isStuck(look) &&
    isStuck(last) &&
    last?.delivered.consumer_seq === look.delivered.consumer_seq
  )
}

function isStuck(look: Look | undefined): boolean {
  return look !== undefined && look.num_pending > 0
}
