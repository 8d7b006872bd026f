/** A stop of one's own that a signal's stop brings about, too; one that was aborted before fires no event. */
export function stoppedBy(signal: AbortSignal): AbortController {
  const own = new AbortController()
  const forward = (): void => own.abort(signal.reason)
  if (signal.aborted) forward()
  else signal.addEventListener('abort', forward, { once: true })
  return own
}
