import type { Inspection } from '../../database/inspect.ts'
import { explain } from './explain.ts'

/** The document of `inspect --json`. */
export function inspectionDocument(found: Inspection): unknown {
  return { ...found, explanation: explain(found) }
}
