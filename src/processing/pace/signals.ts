/** What tells how much more a database can bear. */
export const SIGNALS = ['commits', 'backends', 'wal', 'lag', 'archive', 'vacuum', 'slowdown'] as const

export type Signal = (typeof SIGNALS)[number]

/**
 * How much of each is bearable; Infinity takes a signal no part. Seconds of one commit of ours, active backends of
 * others a core, bytes of WAL a second, seconds that a replica is behind, bytes of WAL that wait to be archived,
 * seconds that a vacuum has been at work on breadcrumbs, times as slow as the server was at its best.
 */
export type Budgets = Readonly<Record<Signal, number>>

/** How much of its budget a signal takes up. */
export interface Reading {
  readonly signal: Signal
  /** 1 for all of it. */
  readonly share: number
  /** When it was read, in milliseconds by the clock of whoever steers; -Infinity where it was not read yet. */
  readonly at: number
  /** Such as `52 of 100 MB/s`. */
  readonly words: string
}

/** With these over their budget, every row makes it worse for somebody else, however slowly it comes. */
const HARD: ReadonlySet<Signal> = new Set<Signal>(['lag', 'archive', 'vacuum'])

export function isHard(signal: Signal): boolean {
  return HARD.has(signal)
}

/** What it is called before its figures. */
export const SIGNAL_WORDS: Readonly<Record<Signal, string>> = {
  commits: 'our commits',
  backends: 'active backends',
  wal: 'WAL',
  lag: 'replica lag',
  archive: 'unarchived WAL',
  vacuum: 'vacuum',
  slowdown: 'server slowdown',
}

/** In which unit it is told, and how many of those the budget's unit is. */
const UNITS: Readonly<Record<Signal, readonly [unit: string, factor: number]>> = {
  commits: [' ms', 1000],
  backends: ['', 1],
  wal: [' MB/s', 1e-6],
  lag: [' s', 1],
  archive: [' MB', 1e-6],
  vacuum: [' s', 1],
  slowdown: [' times', 1],
}

/** @param value in the unit of its budget */
export function readingOf(signal: Signal, value: number, budget: number, at: number): Reading {
  const [unit, factor] = UNITS[signal]
  const rest = signal === 'slowdown' ? 1 : 0
  return {
    signal,
    share: Math.max(0, (value - rest) / (budget - rest)),
    at,
    words: `${rounded(value * factor)} of ${rounded(budget * factor)}${unit}`,
  }
}

export function unreadYet(signal: Signal): Reading {
  return { signal, share: 0, at: Number.NEGATIVE_INFINITY, words: 'not read yet' }
}

function rounded(value: number): string {
  return value < 10 ? String(Number(value.toFixed(1))) : Math.round(value).toString()
}
