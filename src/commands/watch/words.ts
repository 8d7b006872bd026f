import { FAILED_AT, formatDuration } from '../../cli/output/format.ts'
import type { picture } from '../../cli/output/symbols.ts'
import type { SourceStatus } from '../../events/hint.ts'
import type { Settled } from '../../processing/path/settled.ts'
import type { PassedOverState } from '../../processing/watch/watcher.ts'

/** A line and the picture before it. */
export type Line = readonly [picture: Parameters<typeof picture>[0], text: string]

/** What came of a breadcrumb; undefined where it is done again, or by somebody else. */
export function settledLine(settled: Settled): Line | undefined {
  switch (settled.status) {
    case 'processed':
      return ['extracted', `Extracted entities for ${settled.id}: ${settled.keywords.join(', ')}`]
    case 'skipped':
      return ['skipping', `Breadcrumb ${settled.id} has nothing to extract (${settled.reason}), skipping`]
    case 'retrying': {
      const retry = `Will retry ${settled.id} in ${formatDuration(settled.retrySeconds)}`
      return ['failed', `${FAILED_AT[settled.at]}: ${settled.error}. ${retry}`]
    }
    case 'failed':
      return ['failed', `${FAILED_AT[settled.at]}: ${settled.error}. Giving up on ${settled.id}`]
    case 'changed':
    case 'busy':
    case 'lost':
    case 'returned':
      return undefined
  }
}

/** Why nothing is done about a breadcrumb that was announced. */
export function passedOverLine(id: string, state: PassedOverState): Line {
  switch (state) {
    case 'missing':
      return ['missing', `Breadcrumb ${id} not found in database, skipping`]
    case 'processed':
    case 'skipped':
      return ['skipping', `Breadcrumb ${id} already has entities, skipping`]
    case 'waiting':
      return ['skipping', `Breadcrumb ${id} has no embedding yet, skipping until it has`]
    case 'unembedded':
      return ['skipping', `Breadcrumb ${id} is of a schema that RCRT does not embed, skipping`]
    case 'retrying':
      return ['skipping', `Breadcrumb ${id} waits for its next attempt, skipping`]
    case 'claimed':
      return ['skipping', `Breadcrumb ${id} is in the hands of another process, skipping`]
    case 'locked':
      return ['skipping', `Breadcrumb ${id} is being written by another program, skipping for the moment`]
    case 'foreign':
      return ['skipping', `Breadcrumb ${id} has keywords of another program, skipping`]
    case 'failed':
      return ['skipping', `Breadcrumb ${id} failed before, skipping`]
    case 'pending':
    case 'stale':
      return ['skipping', `Breadcrumb ${id} is filtered out or not due yet, skipping`]
  }
}

/** How the stream is doing, and whether that asks for somebody's attention. */
export function statusLine(status: SourceStatus): { level: 'detail' | 'note' | 'warning'; text: string } {
  switch (status.state) {
    case 'connecting':
      return { level: 'detail', text: 'Connecting to the event stream' }
    case 'connected':
      return { level: 'note', text: 'Connected to the event stream' }
    case 'hearing':
      return { level: 'note', text: 'The event stream brings events again' }
    case 'disconnected':
      return { level: 'note', text: `Disconnected: ${status.reason}. ${nextAttempt(status.retryInMs)}` }
    case 'unauthorised':
      return {
        level: 'warning',
        text: `the event stream is refused: ${status.reason}. Check ${status.check}. ${nextAttempt(status.retryInMs)}`,
      }
    case 'stalled':
      return {
        level: 'warning',
        text: `the event stream has stalled: ${status.reason}. Connecting anew, and sweeping every 10 s`,
      }
    case 'deaf':
      return {
        level: 'warning',
        text: `breadcrumbs appear that the event stream does not announce: ${status.reconnecting ? 'connecting anew, and ' : ''}sweeping every 10 s`,
      }
  }
}

function nextAttempt(inMs: number): string {
  const when = inMs < 1000 ? 'within a second' : `in ${formatDuration(inMs / 1000)}`
  return `Next attempt ${when}; sweeping every 10 s meanwhile`
}
