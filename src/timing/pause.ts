import { setTimeout as delay } from 'node:timers/promises'

/** A timer for longer than 24.8 days is over at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Waits so many milliseconds, however many, or until `stop` is aborted, whichever comes first; Infinity waits for
 * the stop alone. To be stopped is no error: it resolves then, too. Whoever has to throw says so after it
 * (`stop.throwIfAborted()`).
 * @param timer `ref: false` lets the process end before the time is over.
 */
export async function pause(ms: number, stop: AbortSignal, timer: { ref?: boolean } = {}): Promise<void> {
  let left = ms
  do {
    const part = delay(Math.min(left, LONGEST_TIMER_MS), undefined, { ...timer, signal: stop })
    await part.catch((error: unknown) => {
      if (!stop.aborted) throw error
    })
    left -= LONGEST_TIMER_MS
  } while (left > 0 && !stop.aborted)
}
