import type { Command } from 'commander'
import { wholeNumber } from './values.ts'

export interface SpeedFlags {
  readonly concurrency?: number
  /** Rows a second. */
  readonly maxRate?: number
}

export const MOST_THREADS = 256

/** How fast: the same for a run and for its plan. */
export function addSpeedOptions(command: Command): Command {
  return addMaxRate(
    command
      .optionsGroup('Pace:')
      .option(
        '--concurrency <n>',
        'worker threads (default: one a core)',
        wholeNumber('--concurrency', { min: 1, max: MOST_THREADS }),
      ),
  )
}

export function addMaxRate(command: Command): Command {
  return command.option(
    '--max-rate <n>',
    'breadcrumbs a second, at most',
    wholeNumber('--max-rate', { min: 1, max: 1_000_000 }),
  )
}
