import { counted, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { signsOf } from '../../cli/output/signs.ts'
import { LEASE_SECONDS } from '../../database/claims/claim.ts'
import type { Recovery } from '../../processing/drill/recovery.ts'
import type { Fault } from '../../processing/drill/rows.ts'
import type { DrillResult } from './result.ts'

export const KILLED = `Killed a worker process. What it had in hand is taken over when its lease is over: within ${LEASE_SECONDS} s.`

/** What is shown meanwhile. */
export const UNDER_WAY: Readonly<Record<Fault, string>> = {
  process: 'Killing a worker process, and waiting for its lease',
  thread: 'Ending a thread',
  connection: 'Terminating a connection',
}

const STRUCK: Readonly<Record<Fault, string>> = {
  process: 'a worker process was killed',
  thread: 'a thread was ended',
  connection: 'a connection was terminated before its commit',
}

export function leftoverWords(schema: string): string {
  return `Removed the schema ${schema}, left behind by a drill that was killed`
}

/** One fault, and how the work went on after it. */
export function recoveryLine({ fault, inHand, seconds }: Recovery, output: Output): string {
  const { good, bad } = signsOf(output.stdoutTerminal)
  const struck = `${STRUCK[fault]} with ${counted(inHand, 'row')} in hand`
  if (seconds === null) return `${output.style.red(bad)} ${struck}: not all were done`
  return `${output.style.green(good)} ${struck}: done ${seconds.toFixed(1)}s later`
}

/** The last line. */
export function summaryLine({ rows, lost, doubled, faults }: DrillResult): string {
  const exactly = lost === 0 && doubled === 0 ? `${formatNumber(rows)} rows were each done once: ` : ''
  const after = (count: 'lost' | 'doubled') => {
    const where = faults.filter((fault) => fault[count] > 0).map(({ fault }) => fault)
    return where.length === 0 ? '' : ` (${where.join(', ')})`
  }
  return `${exactly}lost ${formatNumber(lost)}${after('lost')}, doubled ${formatNumber(doubled)}${after('doubled')}`
}
