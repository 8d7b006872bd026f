import type { Command } from 'commander'
import { wholeNumber } from './values.ts'

export interface DrillFlags {
  readonly rows: number
}

/** What a drill's own worker process is started with. */
export interface DrillWorkerArguments {
  readonly schema: string
  /** Rows a second. */
  readonly rate: number
}

export function addDrill(program: Command): Command {
  return program
    .command('drill')
    .summary('kill a worker, a thread and a connection of its own, and see whether anything gets lost')
    .description(
      'Works on scratch rows in a schema of its own, which is dropped afterwards, and kills a worker process, a thread and a connection of its own meanwhile. ' +
        'Tells how long the work took to recover, and how many rows were lost or done twice. ' +
        'Takes some 40 s, since a killed process is taken over when its lease of 30 s is over. Exits with 1 when a row was lost or doubled.',
    )
    .option('--rows <n>', 'scratch rows', wholeNumber('--rows', { min: 100, max: 10_000 }), 400)
    .addHelpText(
      'after',
      `
Examples:
  $ rcrt-entities drill
  $ rcrt-entities drill --json | jq '.faults[] | {fault, recoverySeconds}'
`,
    )
}

/** Started by a drill alone. */
export function addDrillWorker(program: Command): Command {
  return program.command('drill-worker', { hidden: true }).argument('<schema>').argument('<rate>')
}
