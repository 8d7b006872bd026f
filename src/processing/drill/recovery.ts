import type { Database } from '../../database/connection/connect.ts'
import { type InHand, secondsUntilDone } from '../../database/scratch/in-hand.ts'
import { ToolError } from '../../errors.ts'
import type { Fault } from './rows.ts'

/** How the work went on after a fault. */
export interface Recovery {
  readonly fault: Fault
  /** Rows that were claimed, and not done, when it struck. */
  readonly inHand: number
  /** Until the last of them was done; null where one never was. */
  readonly seconds: number | null
}

/** Looked at once all is done. Throws where the fault struck nothing: then the drill says nothing. */
export async function recovered(
  scratch: Database,
  fault: Fault,
  inHand: InHand | undefined,
): Promise<Recovery> {
  if (inHand === undefined || inHand.ids.length === 0)
    throw new ToolError('failure', `the ${fault} had no breadcrumb in hand when it was ended`, {
      hint: 'try again, with more --rows',
    })
  return { fault, inHand: inHand.ids.length, seconds: await secondsUntilDone(scratch, inHand) }
}
