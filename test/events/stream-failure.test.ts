import { afterEach, describe, expect, test, vi } from 'vitest'
import { refusal, StreamFailure, streamFailureOf } from '../../src/events/stream-failure.ts'

const url = new URL('http://rcrt.example:8080/events/stream')

afterEach(() => {
  vi.useRealTimers()
})

describe('what a request or its body ended with', () => {
  test.each([
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
  ])('%s: no server was reached', (code) => {
    const cause = Object.assign(new Error('nobody there'), { code })
    expect(streamFailureOf(new TypeError('fetch failed', { cause }), url)).toMatchObject({
      name: 'StreamFailure',
      kind: 'unreachable',
      message: 'cannot reach rcrt.example:8080: nobody there',
    })
  })

  test.each([
    [Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'read ECONNRESET'],
    [new TypeError('terminated'), 'terminated'],
    ['a text', 'a text'],
    [new TypeError('fetch failed', { cause: undefined }), 'fetch failed'],
    [null, 'null'],
  ])('anything else is a connection that was lost', (error, reason) => {
    expect(streamFailureOf(error, url)).toMatchObject({
      kind: 'closed',
      message: `lost the connection to rcrt.example:8080: ${reason}`,
    })
  })

  test('its reason stands in one sentence, whatever lines, stops and escape sequences it has', () => {
    const error = new Error(' C0FFEE:error:0A0000C6:\npacket length too long: \u001b[31mssl3.c:351. \n')
    expect(streamFailureOf(error, url).message).toMatch(
      /: C0FFEE:error:0A0000C6: packet length too long: ssl3\.c:351$/,
    )
  })

  test('is told as it is when it is known already', () => {
    const known = new StreamFailure('silent', 'nothing came')
    expect(streamFailureOf(known, url)).toBe(known)
  })
})

describe('an answer that is no stream', () => {
  test.each([
    [401, 'unauthorised'],
    [403, 'unauthorised'],
    [404, 'refused'],
    [503, 'refused'],
  ])('%i is %s, and told without the query', (status, kind) => {
    const answer = new Response('', { status })
    expect(refusal(answer, new URL('?token=geheim', url))).toMatchObject({
      kind,
      status,
      retryAfterMs: undefined,
      message: `http://rcrt.example:8080/events/stream answered ${status}`,
    })
  })

  test('may say when to come back', () => {
    const answer = new Response('', { status: 429, headers: { 'retry-after': '7' } })
    expect(refusal(answer, url)).toMatchObject({ status: 429, retryAfterMs: 7_000 })
  })
})

test.each([
  [null, undefined],
  ['nonsense', undefined],
  ['12 s', undefined],
  ['0', 0],
  [' 12 ', 12_000],
  ['3600', 3_600_000],
  ['999999', 3_600_000],
  ['Mon, 23 Nov 2026 10:00:30 GMT', 30_000],
  ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
])('Retry-After %j means %j ms', (value, expected) => {
  vi.setSystemTime('2026-11-23T10:00:00Z')
  const headers = new Headers(value === null ? [] : [['retry-after', value]])
  expect(refusal({ status: 429, headers }, url).retryAfterMs).toBe(expected)
})
