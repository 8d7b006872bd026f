import { formatTime } from '../../cli/output/format.ts'
import type { State } from '../../database/due/state.ts'
import type { Inspection, Outcome } from '../../database/records/inspect.ts'
import { fingerprintOf } from '../../extraction/fingerprint.ts'

/** In a few sentences: why a breadcrumb is in its state, and what moves it on. */
export function explain({ state, outcome, claim, version, turnedSecret }: Inspection): string {
  if (state === 'waiting')
    return 'RCRT has not embedded it yet; backfill takes it then, or now with --include-unembedded.'
  if (state === 'unembedded')
    return 'RCRT does not embed its schema, so that it waits for nothing; backfill --include-unembedded takes it all the same.'
  if (state === 'claimed')
    return `A run is working on it; its claim lasts until ${formatTime(claim?.expiresAt ?? null)} unless renewed.`
  if (turnedSecret)
    return 'It turned secret after its keywords were extracted: whatever run comes next takes them away, before anything else.'
  return outcome === null ? withoutRecord(state) : byRecord(state, outcome, version)
}

function withoutRecord(state: State): string {
  if (state === 'foreign')
    return 'Another program wrote its keywords; there is no record of ours. backfill --foreign replaces them, and watch does once its content is updated.'
  return 'It has no keywords yet; the next backfill takes it.'
}

function byRecord(state: State, outcome: Outcome, version: number): string {
  if (outcome.status === 'retrying') return nextAttempt(outcome)
  switch (state) {
    case 'pending':
      return pending(outcome)
    case 'stale':
      return `${lastResult(outcome)} It is now at version ${version}; backfill --stale or watch extracts it again.`
    case 'skipped':
      return skipped(outcome)
    case 'processed':
      return processed(outcome)
    default:
      return `${lastResult(outcome)} backfill --failed tries again.`
  }
}

function nextAttempt({ attempts, version, error, retryAt }: Outcome): string {
  return `Attempt ${attempts} at version ${version} failed (${error}); the next is due at ${formatTime(retryAt)}.`
}

function pending(outcome: Outcome): string {
  return outcome.status === 'failed'
    ? `${lastResult(outcome)} Its content changed since, so that the next backfill takes it.`
    : `${lastResult(outcome)} Somebody removed its keywords since; the next backfill takes it.`
}

function skipped(outcome: Outcome): string {
  return outcome.status === 'skipped'
    ? `${reasonOf(outcome)} ${lastResult(outcome)}${outdatedNote(outcome)}`
    : `Another program gave it an empty list of keywords. ${lastResult(outcome)}`
}

function processed(outcome: Outcome): string {
  if (outcome.status === 'skipped') return `Another program wrote its keywords. ${lastResult(outcome)}`
  const cut = outcome.truncated ? ' Its text is over the limit: only the beginning was read.' : ''
  return `${lastResult(outcome)}${cut}${outdatedNote(outcome)}`
}

/** What came of it last, when, at which version and by which extractor. */
function lastResult(outcome: Outcome): string {
  const { status, reason, version, extractor, recordedAt, attempts, error } = outcome
  const time = formatTime(recordedAt)
  if (status === 'processed') return `Extracted at version ${version} by ${extractor} at ${time}.`
  if (status === 'skipped') return `Skipped (${reason}) at version ${version} by ${extractor} at ${time}.`
  return `All ${attempts} attempts at version ${version} failed, the last one by ${extractor} at ${time} with: ${error}.`
}

function reasonOf({ reason }: Outcome): string {
  switch (reason) {
    case 'withheld':
      return 'It is marked secret: its text is never read.'
    case 'no-text':
      return 'It holds no readable text.'
    default:
      return 'Its text holds nothing that makes a keyword.'
  }
}

/** True for whoever uses --rules elsewhere, too: `inspect` can't know of them. */
function outdatedNote({ extractor }: Outcome): string {
  const current = fingerprintOf()
  if (extractor === current) return ''
  return ` Outdated, compared with this installation without --rules and --max-keywords (${current}): backfill --outdated extracts it again, unless with its flags it is ${extractor}.`
}
