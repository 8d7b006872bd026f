import type * as undici from 'undici'
import { StreamFailure, streamFailureOf } from '../stream-failure.ts'

/** An HTTP proxy. */
export interface ApiProxy {
  /** May hold a user name and a password. */
  readonly url: URL
  /** The variable that names it, for messages. */
  readonly variable: string
}

interface ApiRequest {
  readonly method?: 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
}

export type ApiResponse = Pick<Response, 'status' | 'ok' | 'url' | 'redirected' | 'headers' | 'body' | 'text'>

/** Sends a request to RCRT's API and waits for the head of the answer; rejects with a `StreamFailure`. */
export type SendRequest = (url: URL, request: ApiRequest) => Promise<ApiResponse>

/** Requests that go straight to the API, or through a proxy. */
export function requestsThrough(proxy: ApiProxy | undefined): SendRequest {
  const send = proxy === undefined ? fetch : proxied(proxy)
  return async (url, request) => {
    let response: ApiResponse
    try {
      response = await send(url, { ...request, redirect: 'manual' })
    } catch (error) {
      throw failureThrough(proxy, streamFailureOf(error, url))
    }
    if (response.status < 300 || response.status > 399) return response
    await response.body?.cancel()
    throw new StreamFailure('refused', moved(url, response.headers.get('location')))
  }
}

type Fetch = (url: URL, request: ApiRequest & { readonly redirect: 'manual' }) => Promise<ApiResponse>

/** Before Node 24 its own `fetch` obeys no proxy. The library that it is made of does, and is loaded where needed. */
function proxied({ url }: ApiProxy): Fetch {
  let loading: Promise<{ fetch: typeof undici.fetch; dispatcher: undici.ProxyAgent }> | undefined
  return async (address, request) => {
    loading ??= import('undici').then(({ fetch, ProxyAgent }) => {
      // As curl does: tunnels for https only, since few proxies open one to any port but its own.
      return { fetch, dispatcher: new ProxyAgent({ uri: url.href, proxyTunnel: false }) }
    })
    const { fetch, dispatcher } = await loading
    return fetch(address, { ...request, dispatcher })
  }
}

function failureThrough(proxy: ApiProxy | undefined, failure: StreamFailure): StreamFailure {
  if (proxy === undefined) return failure
  return new StreamFailure(
    failure.kind,
    `${failure.message} (through the proxy that ${proxy.variable} names; NO_PROXY lists what is reached without)`,
  )
}

/**
 * Followed, a redirect to another origin would lose the token, and some make a GET of a POST. What else a location
 * says, as in its query, is not told.
 */
function moved(from: URL, location: string | null): string {
  const address = `${from.origin}${from.pathname}`
  if (location === null || !URL.canParse(location, from.href)) return `${address} redirects to nowhere`
  const { origin, pathname } = new URL(location, from)
  const base = `${origin}${pathname.replace(/\/(auth\/token|events\/stream)$/, '')}`
  return `${address} redirects to ${origin}${pathname}; give the address of RCRT's API as it is (--api-url or RCRT_API_URL): ${base}`
}
