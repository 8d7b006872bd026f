/** A timer set for longer than 24.8 days is over at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Waits so many milliseconds, however many, or until `stop` is aborted, whichever comes first; Infinity waits for
 * the stop alone. To be stopped is no error: it resolves then, too. Whoever has to fail says so after it
 * (`stop.throwIfAborted()`).
 * @param options `ref: false` lets the process end meanwhile.
 */
export function pause(ms: number, stop?: AbortSignal, { ref = true } = {}): Promise<void> {
  return new Promise((resolve) => {
    let left = ms
    let timer: NodeJS.Timeout | undefined
    const end = (): void => {
      clearTimeout(timer)
      stop?.removeEventListener('abort', end)
      resolve()
    }
    const wait = (): void => {
      timer = setTimeout(left > LONGEST_TIMER_MS ? wait : end, Math.min(left, LONGEST_TIMER_MS))
      left -= LONGEST_TIMER_MS
      if (!ref) timer.unref()
    }
    stop?.addEventListener('abort', end)
    if (stop?.aborted) end()
    else wait()
  })
}
