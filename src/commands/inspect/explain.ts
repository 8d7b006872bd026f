import { formatTime } from '../../cli/format.ts'
import type { Inspection, Outcome } from '../../database/inspect.ts'

/** One sentence on why a breadcrumb is in its state, and what moves it on. */
export function explain(found: Inspection): string {
  const { state, outcome, version } = found
  switch (state) {
    case 'waiting':
      return 'RCRT has not embedded it yet; backfill takes it then, or now with --include-unembedded.'
    case 'pending':
      return outcome?.status === 'retrying'
        ? `Attempt ${outcome.attempts} failed (${outcome.error}); the next is due at ${formatTime(outcome.retry_at)}.`
        : 'It has no keywords yet; the next backfill takes it.'
    case 'claimed':
      return `A run is working on it; its claim lasts until ${formatTime(found.claimExpiresAt)} unless renewed.`
    case 'stale':
      return outcome?.status === 'retrying'
        ? `Attempt ${outcome.attempts} failed (${outcome.error}); the next is due at ${formatTime(outcome.retry_at)}.`
        : `Its keywords are of version ${outcome?.version}, it is now at version ${version}; backfill --stale or watch renews them.`
    case 'failed':
      return `All ${outcome?.attempts} attempts failed, the last one with: ${outcome?.error}. backfill --failed tries again.`
    case 'skipped':
      return skipped(outcome)
    case 'processed':
      return processed(found, outcome)
  }
}

function skipped(outcome: Outcome | null): string {
  switch (outcome?.reason) {
    case 'withheld':
      return 'It is marked secret: its text is never read.'
    case 'no-text':
      return 'It holds no readable text.'
    case 'no-keywords':
      return 'Its text holds nothing that makes a keyword.'
    default:
      return 'Another program gave it an empty list of keywords.'
  }
}

function processed(found: Inspection, outcome: Outcome | null): string {
  if (outcome === null) return 'Another program wrote its keywords; there is no record of ours.'
  const cut = outcome.truncated ? ' Its text is over the limit: only the beginning was read.' : ''
  return `Extracted at version ${found.version} by ${outcome.extractor} at ${formatTime(outcome.recorded_at)}.${cut}`
}
