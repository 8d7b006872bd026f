import { LEASE_SECONDS } from '../../database/claims/claim.ts'
import type { Audited } from '../../database/scratch/audit.ts'
import type { Recovery } from '../../processing/drill/recovery.ts'
import type { Fault } from '../../processing/drill/rows.ts'

/** The document of `--json`. */
export interface DrillResult {
  /** Nothing was lost or doubled. */
  readonly isSound: boolean
  readonly rows: number
  readonly lost: number
  readonly doubled: number
  /** After which a killed process is taken over. */
  readonly leaseSeconds: number
  readonly faults: readonly FaultResult[]
  /** Schemas of drills that were killed, removed before this one. */
  readonly leftovers: readonly string[]
}

interface FaultResult {
  readonly fault: Fault
  readonly rows: number
  readonly inHand: number
  /** Null where a row that was in hand never was done. */
  readonly recoverySeconds: number | null
  readonly lost: number
  readonly doubled: number
}

export function drillResult(
  recoveries: readonly Recovery[],
  parts: readonly Audited[],
  leftovers: readonly string[],
): DrillResult {
  const faults = recoveries.map(({ fault, inHand, seconds }) => {
    const part = parts.find((one) => one.part === fault)
    if (part === undefined) throw new Error(`the audit has no rows for the ${fault}`)
    const { rows, lost, doubled } = part
    return { fault, rows, inHand, recoverySeconds: seconds, lost, doubled }
  })
  const total = (count: (part: FaultResult) => number) => faults.reduce((sum, fault) => sum + count(fault), 0)
  const lost = total((fault) => fault.lost)
  const doubled = total((fault) => fault.doubled)
  return {
    isSound: lost === 0 && doubled === 0,
    rows: total((fault) => fault.rows),
    lost,
    doubled,
    leaseSeconds: LEASE_SECONDS,
    faults,
    leftovers,
  }
}
