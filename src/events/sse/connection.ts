import { EventSource, type FetchLikeResponse } from 'eventsource'
import { printable } from '../../printable.ts'
import { refusal, StreamFailure, streamFailureOf } from '../stream-failure.ts'
import { FrameLimit } from './frame-limit.ts'
import type { ApiResponse, SendRequest } from './request.ts'

export interface ConnectionOptions {
  readonly url: URL
  readonly token: string | undefined
  readonly request: SendRequest
  /** Aborting it ends the connection. */
  readonly signal: AbortSignal
  /** Longest time without a complete frame, from the request on. */
  readonly silenceMs: number
  readonly maxFrameBytes: number
  readonly onOpen: () => void
  /** Called with the data of each frame. It must not throw. */
  readonly onData: (data: string) => void
  readonly onOversized: () => void
}

/**
 * Opens the stream once and reads it until it ends, with whatever reason. Nothing of it is left open then.
 * The EventSource is closed before it can reconnect: it would do so every 3 s, for ever or not at all, with
 * the same token, or as fast as a server's `retry:` asks.
 */
export function readStream(options: ConnectionOptions): Promise<StreamFailure> {
  const { url, signal, silenceMs } = options
  return new Promise((resolve) => {
    const controller = new AbortController()
    const watchdog = setTimeout(() => {
      end(new StreamFailure('silent', `nothing came from ${url.host} for ${silenceMs / 1000} s`))
    }, silenceMs)
    const stop = () => end(new StreamFailure('closed', 'stopped'))
    const end = (failure: StreamFailure) => {
      clearTimeout(watchdog)
      signal.removeEventListener('abort', stop)
      source.close()
      controller.abort()
      resolve(failure)
    }
    const connect = async (): Promise<FetchLikeResponse> => {
      try {
        const response = await openStream(options, controller.signal)
        return withLimitedBody(response, options, () => watchdog.refresh(), end)
      } catch (error) {
        end(streamFailureOf(error, url))
        throw error
      }
    }
    const source = new EventSource(url, { fetch: connect })
    source.onopen = options.onOpen
    source.onmessage = (event) => options.onData(String(event.data))
    // What ends the connection is seen in its fetch and body first; this is for what only the library sees.
    source.onerror = (event) =>
      end(new StreamFailure('closed', printable(event.message ?? `${url.host} closed the connection`)))
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
  })
}

async function openStream(
  { url, token, request }: ConnectionOptions,
  signal: AbortSignal,
): Promise<ApiResponse> {
  const headers = { accept: 'text/event-stream', ...(token && { authorization: `Bearer ${token}` }) }
  const response = await request(url, { headers, signal })
  if (response.status !== 200) throw refusal(response, url)
  const type = mediaType(response)
  if (type !== 'text/event-stream') {
    throw new StreamFailure('refused', `${url.origin}${url.pathname} is not an event stream (${type})`)
  }
  return response
}

/** Without its parameters, and without what is none: a header may say anything. */
function mediaType({ headers }: ApiResponse): string {
  const [type] = /^[\w.+-]{1,40}\/[\w.+-]{1,40}(?=[\s;]|$)/.exec(headers.get('content-type') ?? '') ?? []
  return type ?? 'no content type'
}

/** The response with a body that yields complete frames only, and reports how it ends. */
function withLimitedBody(
  response: ApiResponse,
  options: ConnectionOptions,
  onFrame: () => void,
  onEnd: (failure: StreamFailure) => void,
): FetchLikeResponse {
  const { url, status, redirected, headers, body } = response
  const reader = (body ?? new ReadableStream<Uint8Array>()).getReader()
  const limit = new FrameLimit(options.maxFrameBytes, options.onOversized)
  const read = async (): Promise<{ done: false; value: Uint8Array } | { done: true; value?: undefined }> => {
    try {
      for (;;) {
        const chunk = await reader.read()
        if (chunk.done) {
          onEnd(new StreamFailure('closed', `${options.url.host} closed the connection`))
          return { done: true }
        }
        const frames = limit.push(chunk.value)
        if (frames === undefined) continue
        onFrame()
        return { done: false, value: frames }
      }
    } catch (error) {
      onEnd(streamFailureOf(error, options.url))
      throw error
    }
  }
  return {
    url,
    status,
    redirected,
    headers,
    body: { getReader: () => ({ read, cancel: () => reader.cancel() }) },
  }
}
