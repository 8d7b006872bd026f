import { formatNumber } from '../../cli/output/format.ts'

const FEWEST_HEARD = 20

/** Counts announced breadcrumbs that are not in the database: few are deleted at once; where most are missing, the stream is another RCRT's. */
export class Strangers {
  #announced = 0
  #missing = 0

  announced(count: number): void {
    this.#announced += count
  }

  /** @returns what to warn of, where more than half of 20 and more were missing since it last did. */
  missing(): string | undefined {
    this.#missing += 1
    const [missing, announced] = [this.#missing, this.#announced]
    if (announced < FEWEST_HEARD || missing * 2 <= announced) return undefined
    this.#missing = 0
    this.#announced = 0
    return `${formatNumber(missing)} of ${formatNumber(announced)} breadcrumbs that the event stream announced are not in this database: RCRT_API_URL (or NATS_URL) and DATABASE_URL may belong to two RCRTs`
  }
}
