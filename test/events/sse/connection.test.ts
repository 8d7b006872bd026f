import { getEventListeners, once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ConnectionOptions, readStream } from '../../../src/events/sse/connection.ts'
import type { SendRequest } from '../../../src/events/sse/request.ts'

const url = new URL('http://rcrt.example:8080/events/stream?owner=geheim')
const EVENTS = { 'content-type': 'text/event-stream' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the request', () => {
  test('asks for an event stream, with the token if there is one', async () => {
    const { stop, requests, opened } = open({ token: 'abc' })
    await opened
    stop.abort()
    expect(requests[0]?.headers).toEqual({ accept: 'text/event-stream', authorization: 'Bearer abc' })
    const without = open({ token: undefined })
    await without.opened
    without.stop.abort()
    expect(without.requests[0]?.headers).toEqual({ accept: 'text/event-stream' })
  })

  test.each([
    ['text/html; charset=utf-8', 'text/html'],
    ['text/event-stream-of-mine', 'text/event-stream-of-mine'],
    ['<b>text/event-stream', 'no content type'],
    ['text/event-stream<b>', 'no content type'],
    [undefined, 'no content type'],
  ])('an answer of type %j is refused, and the type told', async (type, told) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
    const { ended } = open({}, { headers })
    expect(await ended).toMatchObject({
      kind: 'refused',
      message: `http://rcrt.example:8080/events/stream is not an event stream (${told})`,
    })
  })

  test('parameters of the type are of no interest', async () => {
    const { opened, stop } = open({}, { headers: { 'content-type': 'text/event-stream;charset=utf-8' } })
    await opened
    stop.abort()
  })

  test.each([204, 401, 500])('an answer of %i is refused', async (status) => {
    const { ended } = open({}, { status, headers: EVENTS })
    expect(await ended).toMatchObject({ status })
  })
})

describe('silence', () => {
  test('is told when no complete frame has come for its time, since the request or the last one', async () => {
    const stream = open({ silenceMs: 15_000 })
    await stream.opened
    await vi.advanceTimersByTimeAsync(14_999)
    await stream.send('data: 1\n\n')
    await vi.advanceTimersByTimeAsync(14_999)
    await stream.send('data: 2\n')
    expect(stream.data).toEqual(['1'])
    expect(await Promise.race([stream.ended, 'still open'])).toBe('still open')
    await vi.advanceTimersByTimeAsync(1)
    expect(await stream.ended).toMatchObject({
      kind: 'silent',
      message: 'nothing came from rcrt.example:8080 for 15 s',
    })
  })

  test('of a server that does not even answer is told, too', async () => {
    const { ended } = open({ silenceMs: 15_000, request: () => new Promise(() => {}) })
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await ended).toMatchObject({ kind: 'silent' })
  })
})

describe.each([
  ['is closed by the server', (stream: Opened) => stream.close(), 'rcrt.example:8080 closed the connection'],
  [
    'breaks',
    (stream: Opened) => stream.break(new Error('read ECONNRESET')),
    'lost the connection to rcrt.example:8080: read ECONNRESET',
  ],
  ['is stopped', (stream: Opened) => stream.stop.abort(), 'stopped'],
])('a stream that %s', (_, end, message) => {
  test('says so, and leaves nothing open: no request, no timer, no listener', async () => {
    const stream = open({})
    await stream.opened
    await stream.send('retry: 0\n\n')
    await end(stream)
    expect(await stream.ended).toMatchObject({ kind: 'closed', message })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stream.requests).toHaveLength(1)
    expect(stream.requests[0]?.signal.aborted).toBe(true)
    expect(getEventListeners(stream.stop.signal, 'abort')).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('one that is stopped before it begins ends at once', async () => {
  const stop = new AbortController()
  stop.abort()
  const { ended, requests } = open({ signal: stop.signal, request: () => new Promise(() => {}) })
  expect(await ended).toMatchObject({ kind: 'closed', message: 'stopped' })
  await vi.advanceTimersByTimeAsync(0)
  expect(requests.every(({ signal }) => signal.aborted)).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

test('frames that are too large are told and passed over', async () => {
  const onOversized = vi.fn()
  const stream = open({ maxFrameBytes: 20, onOversized })
  await stream.opened
  await stream.send(`data: ${'x'.repeat(20)}\n\ndata: 2\n\n`)
  expect(stream.data).toEqual(['2'])
  expect(onOversized).toHaveBeenCalledTimes(1)
  stream.stop.abort()
})

type Opened = ReturnType<typeof open>

/** Opens a stream whose server is the test itself. */
function open(changes: Partial<ConnectionOptions>, answer: ResponseInit = { headers: EVENTS }) {
  const stop = new AbortController()
  const requests: Parameters<SendRequest>[1][] = []
  const data: string[] = []
  const body = new TransformStream<Uint8Array, Uint8Array>()
  const writer = body.writable.getWriter()
  // The reader's end of the stream is what is tested.
  writer.closed.catch(() => undefined)
  const opening = new EventTarget()
  const opened = once(opening, 'open')
  const request: SendRequest = async (address, init) => {
    requests.push(init)
    if (changes.request) return changes.request(address, init)
    return new Response(answer.status === 204 ? null : body.readable, answer)
  }
  const options = { url, token: undefined, signal: stop.signal, silenceMs: 15_000, maxFrameBytes: 1_000 }
  const ended = readStream({
    ...options,
    onOpen: () => opening.dispatchEvent(new Event('open')),
    onData: (text) => data.push(text),
    onOversized: () => undefined,
    ...changes,
    request,
  })
  return {
    ...{ stop, requests, data, opened, ended },
    send: async (text: string) => {
      await writer.write(Buffer.from(text))
      await vi.advanceTimersByTimeAsync(0)
    },
    close: () => writer.close(),
    break: (error: Error) => writer.abort(error),
  }
}
