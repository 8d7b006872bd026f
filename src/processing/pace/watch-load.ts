import { DatabaseFault } from '../../database/connection/fault.ts'
import type { Load } from '../../database/health/load.ts'
import { OneAtATime } from '../../timing/one-at-a-time.ts'
import type { Pacer } from './pacer.ts'
import { Readings } from './readings.ts'
import type { Budgets, Reading, Signal } from './signals.ts'
import { type Pace, type PaceChange, Steering } from './steering.ts'

interface LoadObserver {
  /** From now on it steers. */
  began(pace: Pace): void
  /** Each change of pace, with why. */
  paced(change: PaceChange): void
  /** What can't be read for lack of rights, told once. */
  unreadable(signals: readonly Signal[]): void
  /** It can't be told how busy the database is; the pace grows no more until it can. */
  unread(error: string): void
  /** Each time that the load was read. */
  read?(readings: readonly Reading[]): void
}

export interface LoadSettings {
  readonly read: () => Promise<Load>
  readonly pacer: Pacer
  readonly budgets: Budgets
  /** Of the database server. */
  readonly serverCores: number
  readonly observer: LoadObserver
}

const LOOK_MS = 1_000

/** Looks every second how busy the database is, beside the work, and steers its pace by that. */
export class LoadWatch {
  readonly #settings: LoadSettings
  readonly #readings: Readings
  readonly #reads = new OneAtATime()
  #timer: NodeJS.Timeout | undefined
  #told: string | undefined

  constructor(settings: LoadSettings) {
    this.#settings = settings
    this.#readings = new Readings(settings.budgets, settings.serverCores)
  }

  begin(): void {
    const { pacer, observer } = this.#settings
    const steering = new Steering(performance.now())
    pacer.pace = steering.pace
    observer.began(steering.pace)
    this.#timer = setInterval(() => this.#look(steering), LOOK_MS)
    this.#timer.unref()
    this.#reads.begin(() => this.#read())
  }

  /** A transaction of ours that saved took so many milliseconds. */
  saved(milliseconds: number): void {
    this.#readings.saved(milliseconds, performance.now())
  }

  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.#reads.ended()
  }

  /** By what is known: a read that is slow keeps nobody waiting. */
  #look(steering: Steering): void {
    const { pacer, observer } = this.#settings
    this.#reads.begin(() => this.#read())
    const { all: readings, isAlone } = this.#readings
    const change = steering.steer({ readings, isAlone, taken: pacer.taken, now: performance.now() })
    if (change === undefined) return
    pacer.pace = change.pace
    observer.paced(change)
  }

  async #read(): Promise<void> {
    const { read, observer } = this.#settings
    try {
      const lacking = this.#readings.loaded(await read(), performance.now())
      if (lacking.length > 0) observer.unreadable(lacking)
      observer.read?.(this.#readings.all)
      this.#told = undefined
    } catch (error) {
      // The work meets the same fault, and tells of it where it does not pass.
      if (!(error instanceof DatabaseFault)) throw error
      if (this.#told !== error.message) observer.unread(error.message)
      this.#told = error.message
    }
  }
}
