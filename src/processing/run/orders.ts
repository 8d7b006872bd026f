import type { Order } from '../../database/records/orders.ts'
import { type Gate, gate } from '../../timing/gate.ts'
import type { Pacer } from '../pace/pacer.ts'
import type { Brake } from '../path/path.ts'

export interface OrderObserver {
  /** Told of the orders that stand whenever they change. */
  ordered?(orders: readonly Order[]): void
}

interface OrderedRun {
  readonly pacer: Pacer
  readonly observer: OrderObserver
  /** Ends the run, as SIGTERM does. */
  readonly onStop: (order: Order) => void
}

/** What a run was told from outside, and how it obeys: between two batches, so that what is in hand is finished. */
export class Orders implements Brake {
  readonly #run: OrderedRun
  readonly #stop: AbortSignal
  #standing = '[]'
  #pause: Gate | undefined
  /** Whether an order is what ends the run. */
  isStopped = false

  constructor(run: OrderedRun, stop: AbortSignal) {
    this.#run = run
    this.#stop = stop
    stop.addEventListener('abort', () => this.#pause?.end())
  }

  /** @param orders all that stand now */
  obey(orders: readonly Order[]): void {
    const standing = JSON.stringify(orders)
    if (standing === this.#standing || this.isStopped) return
    this.#standing = standing
    this.#run.observer.ordered?.(orders)
    this.#run.pacer.ordered = orders.find(({ action }) => action === 'rate')?.rate ?? undefined
    this.#pauseWhile(orders.some(({ action }) => action === 'pause'))
    const stop = orders.find(({ action }) => action === 'stop')
    if (stop === undefined || this.#stop.aborted) return
    this.isStopped = true
    this.#run.onStop(stop)
  }

  get isPaused(): boolean {
    return this.#pause !== undefined && !this.#stop.aborted
  }

  async untilResumed(): Promise<void> {
    while (this.isPaused) await this.#pause?.over
  }

  take(rows: number): Promise<number> {
    return this.#run.pacer.take(rows, this.#stop)
  }

  #pauseWhile(isOrdered: boolean): void {
    if (isOrdered === (this.#pause !== undefined)) return
    this.#run.pacer.isPaused = isOrdered
    this.#pause?.end()
    this.#pause = isOrdered ? gate() : undefined
  }
}
