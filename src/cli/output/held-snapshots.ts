import { printable } from '../../printable.ts'
import { formatDuration, formatNumber } from './format.ts'
import type { Output } from './output.ts'

/** What is told of whoever keeps vacuum from its work. */
export interface ShownSnapshot {
  readonly kind: 'session' | 'prepared transaction' | 'replication slot' | 'standby'
  readonly name: string
  readonly pid: number | null
  readonly role: string | null
  readonly seconds: number | null
  readonly transactions: number
  readonly isIdle: boolean
}

export interface ShownSnapshots {
  /** The oldest first. */
  readonly held: readonly ShownSnapshot[]
  readonly deadRows: number
}

/** From here on a snapshot is worth a word: dumps of small databases and reports are over by then. */
export const LONG_MINUTES = 5

/** Who holds the oldest, and since when; then what that means for the table. */
export function snapshotWords(oldest: ShownSnapshot, others: number, deadRows: number): string {
  const too = others === 0 ? '' : others === 1 ? ', and one more does' : `, and ${others} more do`
  return `${holder(oldest)} has held a snapshot ${duration(oldest)}${too}: vacuum can't remove rows that died since; breadcrumbs has about ${formatNumber(deadRows)} dead ones`
}

/** Tells, before a run, who keeps vacuum from what it will leave dead. Undefined is what may not be seen. */
export function tellSnapshots(output: Output, { held, deadRows }: ShownSnapshots = NOTHING_SEEN): void {
  const [oldest, ...others] = held
  if (oldest === undefined) return
  output.note(
    `${snapshotWords(oldest, others.length, deadRows)}, and each breadcrumb that a run writes leaves one more. To spare the space, ${snapshotMend(oldest)}`,
  )
}

const NOTHING_SEEN: ShownSnapshots = { held: [], deadRows: 0 }

/** After a run that left so many dead rows. */
export function snapshotLeftNote(oldest: ShownSnapshot, left: number): string {
  return `${holder(oldest)} still holds its snapshot: what this run left dead, up to ${formatNumber(left)} rows, stays until that ends and vacuum comes by`
}

/** Nobody is ended by this tool. */
export function snapshotMend({ kind, isIdle }: ShownSnapshot): string {
  switch (kind) {
    case 'session':
      return isIdle
        ? 'let whoever left that transaction open end it; idle_in_transaction_session_timeout does so by itself'
        : 'let it finish, or let whoever runs it end it'
    case 'prepared transaction':
      return 'let whoever prepared it end it, by COMMIT PREPARED or ROLLBACK PREPARED'
    case 'replication slot':
      return isIdle
        ? 'let its standby come back, or drop it where that is gone for good (pg_drop_replication_slot)'
        : STANDBY
    case 'standby':
      return STANDBY
  }
}

const STANDBY = 'let the query on the standby finish, or turn off hot_standby_feedback there'

function holder({ kind, name, pid, role }: ShownSnapshot): string {
  const shown = printable(name)
  const process = `process ${pid}${role === null ? '' : ` of role ${printable(role)}`}`
  if (kind === 'session') return shown === '' ? process : `${shown} (${process})`
  return pid === null ? `the ${kind} ${shown}` : `the ${kind} ${shown} (${process})`
}

function duration({ seconds, transactions }: ShownSnapshot): string {
  return seconds === null
    ? `over the last ${formatNumber(transactions)} transactions`
    : `for ${formatDuration(seconds)}`
}
