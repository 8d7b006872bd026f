import { formatNumber } from '../../cli/output/format.ts'
import { type Reading, SIGNAL_WORDS, type Signal } from '../../processing/pace/signals.ts'
import { type PaceChange, TRICKLE } from '../../processing/pace/steering.ts'

/** A change of pace, as `--json` tells it. */
export interface ToldChange {
  readonly afterSeconds: number
  readonly rowsPerSecond: number
  readonly signal: Signal
  /** Percent. */
  readonly budgetUsed: number
  readonly figures: string
}

/** More than these says no more. */
const MOST_TOLD = 1_000

/** At which pace a run goes, and why. */
export class PaceShown {
  /** What brought about the last change, as it was read last. */
  #cause: Reading | undefined
  #changes: readonly ToldChange[] = []

  /** For the bar, such as `WAL at 82%`; undefined before the pace changed. */
  get reason(): string | undefined {
    return this.#cause && reasonOf(this.#cause)
  }

  /** The newest, oldest first. */
  get changes(): readonly ToldChange[] {
    return this.#changes
  }

  read(readings: readonly Reading[]): void {
    this.#cause = readings.find(({ signal }) => signal === this.#cause?.signal) ?? this.#cause
  }

  /**
   * @param seconds since the run began
   * @returns what to tell of it.
   */
  change({ pace, direction, cause }: PaceChange, seconds: number): string {
    const { signal, share, words } = cause
    this.#cause = cause
    const told = {
      afterSeconds: Number(seconds.toFixed(1)),
      rowsPerSecond: Number(pace.rowsPerSecond.toFixed(1)),
      ...{ signal, budgetUsed: percentOf(share), figures: words },
    }
    this.#changes = [...this.#changes, told].slice(-MOST_TOLD)
    const goal =
      pace === TRICKLE
        ? `${pace.rowsAtOnce} rows in ${Math.round(pace.rowsAtOnce / pace.rowsPerSecond)}s`
        : `${formatNumber(Math.round(pace.rowsPerSecond))} rows/s`
    return `Pace ${direction} to ${goal}: ${reasonOf(cause)} of its budget (${words})`
  }
}

function reasonOf({ signal, share }: Reading): string {
  return `${SIGNAL_WORDS[signal]} at ${percentOf(share)}%`
}

function percentOf(share: number): number {
  return Math.round(100 * share)
}

/** Told once, of signals that this role may not read. */
export function unreadableWords(signals: readonly Signal[]): string {
  const names = signals.map((signal) => SIGNAL_WORDS[signal])
  const listed = [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ')
  return `This role can't see ${listed} (GRANT pg_monitor): the pace goes by the other signals`
}
