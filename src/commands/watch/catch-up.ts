import { formatDuration, formatNumber } from '../../cli/output/format.ts'
import type { Tally } from '../../processing/run/tally.ts'
import { SmoothedRate, seconds } from '../../timing/rate.ts'

/** How far a watch has come with what was due when it began. */
export class CatchUp {
  readonly #total: number
  readonly #tally: Tally
  readonly #before: number
  readonly #rate = new SmoothedRate(seconds())

  constructor(total: number, tally: Tally) {
    this.#total = total
    this.#tally = tally
    this.#before = tally.finished
  }

  /** Such as `catching up 300/1,200 ETA 40s`; to be asked for regularly, since that makes the rate. */
  text(): string {
    const done = Math.min(this.#total, this.#tally.finished - this.#before)
    this.#rate.observe(done, seconds())
    const rate = this.#rate.perSecond
    const eta = rate ? ` ETA ${formatDuration((this.#total - done) / rate)}` : ''
    return `catching up ${formatNumber(done)}/${formatNumber(this.#total)}${eta}`
  }
}
