import { LEASE_SECONDS } from '../../database/claims/claim.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import { OneAtATime } from '../../timing/one-at-a-time.ts'
import type { Work } from '../work.ts'

const RENEWAL_MS = (LEASE_SECONDS * 1000) / 3

/** Keeps the claims of the batches in hand alive while work goes on. */
export class Leases {
  readonly #work: Work
  readonly #tokens = new Set<string>()
  readonly #timer: NodeJS.Timeout
  readonly #renewals = new OneAtATime()

  constructor(work: Work) {
    this.#work = work
    this.#timer = setInterval(() => this.#renewals.begin(() => this.#renew()), RENEWAL_MS)
    this.#timer.unref()
  }

  /** From before a batch is claimed. */
  keep(token: string): void {
    this.#tokens.add(token)
  }

  /** From when nothing of it is in hand. */
  drop(token: string): void {
    this.#tokens.delete(token)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#renewals.ended()
  }

  async #renew(): Promise<void> {
    if (this.#tokens.size === 0) return
    try {
      await this.#work.renew([...this.#tokens])
    } catch (error) {
      // The save that follows meets the same fault, and finds out whether the claims are still held.
      if (!(error instanceof DatabaseFault)) throw error
    }
  }
}
