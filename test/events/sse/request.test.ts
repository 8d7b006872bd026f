import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { requestsThrough } from '../../../src/events/sse/request.ts'
import { HttpProxy } from '../../support/http-proxy.ts'
import { RcrtStandIn } from '../../support/rcrt-stand-in.ts'
import { FAST_PINGS, SseListener } from '../../support/sse-listener.ts'

const { signal } = new AbortController()

describe('an address that has moved', () => {
  let server: Server

  afterEach(() => server.close())

  async function redirecting(status: number, location?: string): Promise<URL> {
    server = createServer((_, response) => {
      response.writeHead(status, location === undefined ? {} : { location }).end()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/rcrt/auth/token`)
  }

  test.each([301, 302, 307, 308])('%i is named, with the address to give instead', async (status) => {
    const url = await redirecting(status, 'https://rcrt.example/api/auth/token?token=hunter2')
    const refused = requestsThrough(undefined)(url, { method: 'POST', headers: {}, signal })
    await expect(refused).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/rcrt\/auth\/token redirects to https:\/\/rcrt\.example\/api\/auth\/token; .*\(--api-url or RCRT_API_URL\): https:\/\/rcrt\.example\/api$/,
      ),
    })
  })

  test('one that leads nowhere is told, too', async () => {
    const url = await redirecting(301)
    const refused = requestsThrough(undefined)(url, { headers: {}, signal })
    await expect(refused).rejects.toThrow(/redirects to nowhere$/)
  })
})

describe('a proxy', () => {
  let standIn: RcrtStandIn
  let proxy: HttpProxy
  let listener: SseListener | undefined

  beforeEach(async () => {
    standIn = await RcrtStandIn.start(FAST_PINGS)
    proxy = await HttpProxy.start(standIn.port)
  })
  afterEach(async () => {
    await listener?.stop()
    await proxy.close()
    await standIn.close()
  })

  test('carries token and stream, and nothing stays open at the end', async () => {
    listener = new SseListener(standIn, {
      apiUrl: new URL('http://rcrt.invalid'),
      proxy: { url: proxy.url, variable: 'HTTP_PROXY' },
    })
    await listener.connected()
    expect(proxy.requests).toEqual([
      'POST http://rcrt.invalid/auth/token',
      'GET http://rcrt.invalid/events/stream',
    ])
    await listener.stop()
    await expect.poll(() => standIn.openStreams).toBe(0)
  })

  test('that can not be reached is named by its variable', async () => {
    await proxy.close()
    const send = requestsThrough({ url: new URL('http://u:hunter2@127.0.0.1:1'), variable: 'https_proxy' })
    const failure = await send(new URL('https://rcrt.invalid'), { headers: {}, signal }).catch(
      (error) => error,
    )
    expect(failure).toMatchObject({ kind: 'unreachable' })
    expect(failure.message).toMatch(
      /^cannot reach rcrt\.invalid: .*\(through the proxy that https_proxy names; NO_PROXY/,
    )
    expect(failure.message).not.toContain('hunter2')
    proxy = await HttpProxy.start(1)
  })

  test('is asked for a tunnel to what is encrypted', async () => {
    const send = requestsThrough({ url: proxy.url, variable: 'https_proxy' })
    // The stand-in speaks no TLS.
    await expect(send(new URL('https://rcrt.invalid/'), { headers: {}, signal })).rejects.toMatchObject({
      kind: 'closed',
    })
    expect(proxy.requests).toEqual(['CONNECT rcrt.invalid:443'])
  })
})
