import type { Load } from '../../database/health/load.ts'
import { type Budgets, type Reading, readingOf, SIGNALS, type Signal, unreadYet } from './signals.ts'
import { Slowdown } from './slowdown.ts'
import { Smoothed } from './smoothed.ts'

/** What roles without `pg_read_all_stats` can't read. */
const PRIVILEGED: readonly Signal[] = ['backends', 'lag', 'vacuum']

/** What each signal that takes part was when it was read last. */
export class Readings {
  readonly #budgets: Budgets
  /** Of the server. */
  readonly #cores: number
  readonly #latest = new Map<Signal, Reading>()
  readonly #commits = new Smoothed()
  readonly #backends = new Smoothed()
  readonly #wal = new Smoothed()
  readonly #slowdown = new Slowdown()
  #before: Load | undefined

  /** Times are milliseconds, by the clock of whoever steers. */
  constructor(budgets: Budgets, cores: number) {
    this.#budgets = budgets
    this.#cores = cores
    for (const signal of SIGNALS)
      if (Number.isFinite(budgets[signal])) this.#latest.set(signal, unreadYet(signal))
  }

  get all(): readonly Reading[] {
    return [...this.#latest.values()]
  }

  /** Whether no other program did anything there of late; false where that can't be seen. */
  get isAlone(): boolean {
    return this.#before?.seen?.lateOthers === 0
  }

  /** A transaction of ours that saved took so many milliseconds. */
  saved(milliseconds: number, now: number): void {
    this.#read('commits', this.#commits.observe(milliseconds / 1000, now), now)
  }

  /** @returns what can't be read for lack of rights, of what takes part so far; it takes none from now on. */
  loaded(load: Load, now: number): readonly Signal[] {
    this.#readWal(load, now)
    // Where nothing is archived, nothing waits to be.
    this.#read('archive', load.unarchivedBytes ?? 0, now)
    this.#readSlowdown(load, now)
    this.#before = load
    if (load.seen === null) return PRIVILEGED.filter((signal) => this.#latest.delete(signal))
    this.#read('backends', this.#backends.observe(load.seen.activeOthers, now) / this.#cores, now)
    this.#read('lag', load.seen.replicaLag, now)
    this.#read('vacuum', load.seen.vacuuming, now)
    return []
  }

  /** The first one only tells where it was. */
  #readWal({ walPosition, at }: Load, now: number): void {
    const before = this.#before
    if (before === undefined || at <= before.at) return
    const perSecond = (walPosition - before.walPosition) / (at - before.at)
    this.#read('wal', this.#wal.observe(perSecond, now), now)
  }

  /** Of nobody's concern but ours where there is nobody else. */
  #readSlowdown({ workMs, seen }: Load, now: number): void {
    const slowdown = this.#slowdown.observe(workMs)
    this.#read('slowdown', seen?.lateOthers === 0 ? 1 : slowdown, now)
  }

  #read(signal: Signal, value: number, now: number): void {
    if (!this.#latest.has(signal)) return
    this.#latest.set(signal, readingOf(signal, value, this.#budgets[signal], now))
  }
}
