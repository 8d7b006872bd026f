import type { DatabaseFault } from '../../database/connection/fault.ts'
import { ToolError } from '../../errors.ts'

/** The database refuses whatever is written to breadcrumbs, for one and the same reason: no breadcrumb is charged. */
export class EveryWriteRefused extends ToolError {
  constructor(refusal: DatabaseFault) {
    super('failure', `the database refuses every update of breadcrumbs: ${refusal.message}`, {
      cause: refusal,
      hint: 'mend what refuses it, such as a trigger or a quota, and run the same command again; no breadcrumb was charged an attempt',
    })
  }
}
