import {
  type Claimed,
  type ClaimRequest,
  claim,
  LEASE_SECONDS,
  releaseClaims,
  renewClaims,
} from '../../database/claims/claim.ts'
import type { Database } from '../../database/connection/connect.ts'
import { DatabaseFault } from '../../database/connection/fault.ts'
import { OneAtATime } from '../../timing/one-at-a-time.ts'

const RENEWAL_MS = (LEASE_SECONDS * 1000) / 3

/** Keeps the claims of the batches in hand alive while work goes on. */
export class Leases {
  readonly #database: Database
  readonly #tokens = new Set<string>()
  readonly #timer: NodeJS.Timeout
  readonly #renewals = new OneAtATime()

  constructor(database: Database) {
    this.#database = database
    this.#timer = setInterval(() => this.#renewals.begin(() => this.#renew()), RENEWAL_MS)
    this.#timer.unref()
  }

  async claim(request: ClaimRequest): Promise<Claimed[]> {
    this.#tokens.add(request.token)
    return claim(this.#database, request)
  }

  /** Ends a batch; claims that were neither saved nor recorded as failed are given back. */
  async end(token: string, anyLeft: boolean): Promise<void> {
    this.#tokens.delete(token)
    if (anyLeft) await releaseClaims(this.#database, [token])
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#renewals.ended()
  }

  async #renew(): Promise<void> {
    if (this.#tokens.size === 0) return
    try {
      await renewClaims(this.#database, [...this.#tokens])
    } catch (error) {
      // The save that follows meets the same fault, and finds out whether the claims are still held.
      if (!(error instanceof DatabaseFault)) throw error
    }
  }
}
