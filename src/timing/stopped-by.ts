import { pause } from './pause.ts'

/** A stop of one's own that a signal's stop brings about, too; one that was aborted before fires no event. */
export function stoppedBy(signal: AbortSignal): AbortController {
  const own = new AbortController()
  const forward = (): void => own.abort(signal.reason)
  if (signal.aborted) forward()
  else signal.addEventListener('abort', forward, { once: true })
  return own
}

/**
 * A stop that a signal's stop brings about, too, and that comes with a TimeoutError when so many milliseconds are
 * over. (AbortSignal.any loses its timeouts on Node 20.)
 */
export function stoppedWithin(ms: number, signal: AbortSignal): AbortSignal {
  const own = stoppedBy(signal)
  const timeOut = (): void => own.abort(new DOMException('the time is over', 'TimeoutError'))
  void pause(ms, own.signal, { ref: false }).then(timeOut)
  return own.signal
}
