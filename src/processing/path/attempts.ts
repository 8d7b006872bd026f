import type { Failure } from '../../database/claims/record-failures.ts'

/** Attempts at one content of a breadcrumb before it is left alone. */
const MAX_ATTEMPTS = 3
const FIRST_RETRY_SECONDS = 2
const ERROR_LENGTH = 500

/**
 * One more failed attempt, with backoff before the next: about 2 s, then about 4 s.
 * @param earlierAttempts failed attempts at the same content before this one.
 */
export function failureOf(
  { id, version, error }: { readonly id: string; readonly version: number; readonly error: string },
  earlierAttempts: number,
): Failure {
  const attempts = earlierAttempts + 1
  const backoff = FIRST_RETRY_SECONDS * 2 ** earlierAttempts * (0.5 + Math.random() / 2)
  return {
    id,
    version,
    attempts,
    error: storable(error),
    retrySeconds: attempts < MAX_ATTEMPTS ? backoff : null,
  }
}

/** PostgreSQL takes neither U+0000 nor lone surrogates. */
function storable(error: string): string {
  return error.slice(0, ERROR_LENGTH).toWellFormed().replaceAll('\0', '�')
}
