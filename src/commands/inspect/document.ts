import type { InspectFlags } from '../../cli/arguments/inspect.ts'
import { formatTime } from '../../cli/output/format.ts'
import type { Inspection } from '../../database/records/inspect.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'
import { type Placement, placementText } from '../../search/placement.ts'
import { explain } from './explain.ts'
import { changesOf, type FreshReading } from './reading.ts'
import type { Saved } from './save.ts'

/** A question, and why the breadcrumb is or is not found by it. */
export interface AskedQuestion {
  readonly query: string
  /** What the question asks for. */
  readonly keywords: readonly string[]
  readonly placement: Placement
}

/** A breadcrumb, and what else was asked about it; each undefined where it was not. */
export interface Looked {
  readonly found: Inspection
  readonly asked: AskedQuestion | undefined
  readonly reading: FreshReading | undefined
  readonly saved: Saved | undefined
}

/** A breadcrumb in `inspect --json`. */
export function inspectionDocument({ found, asked, reading, saved }: Looked, flags: InspectFlags): unknown {
  const { id, title, schemaName: schema, ...rest } = found
  return {
    ...{ id, title, schema, ...rest },
    createdAt: formatTime(found.createdAt),
    updatedAt: formatTime(found.updatedAt),
    outcome: outcomeOf(found),
    claim: claimOf(found),
    defaultExtractor: fingerprintOf(),
    explanation: explain(found),
    ...(asked && { asked: { ...asked, explanation: placementText(asked.placement) } }),
    ...(reading && flags.text && { passages: reading.passages }),
    ...(reading && (flags.fresh || flags.save) && { fresh: freshDocument(found, reading) }),
    ...(saved && { saved }),
  }
}

function freshDocument(found: Inspection, { extraction, extractor }: FreshReading): object {
  const { weights: _, skipReason = null, truncated = false, ...extracted } = extraction
  return { extractor, ...extracted, skipReason, truncated, ...changesOf(found, extraction) }
}

/** With the times in the format of all others. */
function outcomeOf({ outcome }: Inspection): Inspection['outcome'] {
  if (outcome === null) return null
  const { retryAt, recordedAt } = outcome
  return {
    ...outcome,
    retryAt: retryAt === null ? null : formatTime(retryAt),
    recordedAt: formatTime(recordedAt),
  }
}

function claimOf({ claim }: Inspection): Inspection['claim'] {
  if (claim === null) return null
  const { expiresAt, run } = claim
  return {
    expiresAt: formatTime(expiresAt),
    run: run === null ? null : { ...run, startedAt: formatTime(run.startedAt) },
  }
}
