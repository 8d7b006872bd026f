import { parseObject } from '../json-object.ts'
import { refusal, StreamFailure, streamFailureOf } from '../stream-failure.ts'
import type { ApiResponse, SendRequest } from './request.ts'

/** Where the credentials for the stream come from. */
export interface TokenProvider {
  /**
   * A token that is good for another minute; undefined to connect without one.
   * @throws {StreamFailure} when none can be had now
   */
  get(signal: AbortSignal): Promise<string | undefined>
  /** Takes note that the server refuses the last token. True when `get` may bring a better one. */
  refused(): boolean
}

/** A token that was given, or none: there is nothing to refresh. */
export function fixedToken(token: string | undefined): TokenProvider {
  return { get: async () => token, refused: () => false }
}

export interface TokenEndpointOptions {
  /** Base of RCRT's HTTP API. */
  readonly apiUrl: URL
  readonly ownerId: string
  readonly agentId: string
  readonly request: SendRequest
  /** 5,000 unless given. */
  readonly timeoutMs?: number
}

/** Anything else in a header ends in an error that quotes it. */
const SENDABLE = /^[!-~]+$/
/** A token is renewed when it has less than this left. */
const SPARE_MS = 60_000

/** Fetches tokens from `POST /auth/token` and keeps each for as long as it is good. */
export function tokenEndpoint(options: TokenEndpointOptions): TokenProvider {
  let current: IssuedToken | undefined
  return {
    async get(signal) {
      if (current === undefined || current.expiresAt - Date.now() < SPARE_MS) {
        current = await requestToken(options, signal)
      }
      return current?.token
    },
    refused() {
      current = undefined
      return true
    },
  }
}

interface IssuedToken {
  readonly token: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

async function requestToken(
  options: TokenEndpointOptions,
  signal: AbortSignal,
): Promise<IssuedToken | undefined> {
  const url = endpoint(options.apiUrl, 'auth/token')
  const timeoutMs = options.timeoutMs ?? 5_000
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await options.request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        owner_id: options.ownerId,
        agent_id: options.agentId,
        roles: ['curator', 'emitter', 'subscriber'],
      }),
      signal: AbortSignal.any([signal, timeout]),
    })
    return await readToken(response, url)
  } catch (error) {
    if (!timeout.aborted) throw streamFailureOf(error, url)
    throw new StreamFailure('silent', `${url.origin}${url.pathname} has not answered within ${timeoutMs} ms`)
  }
}

async function readToken(response: ApiResponse, url: URL): Promise<IssuedToken | undefined> {
  if (!response.ok) {
    await response.body?.cancel()
    // A server that cannot sign, or knows no such path, may need no token either: the stream will tell.
    if (response.status === 404 || response.status === 503) return undefined
    if (response.status !== 400) throw refusal(response, url)
    throw new StreamFailure(
      'unauthorised',
      `${url.origin}${url.pathname} refuses this owner or agent id (400)`,
      {
        status: 400,
      },
    )
  }
  const { token, exp } = parseObject(await response.text()) ?? {}
  if (typeof token !== 'string' || !SENDABLE.test(token) || typeof exp !== 'number') {
    throw new StreamFailure('refused', `${url.origin}${url.pathname} answered without a token`)
  }
  return { token, expiresAt: exp * 1000 }
}

/** A path below the API's base, which may itself have a path. */
export function endpoint(apiUrl: URL, path: string): URL {
  return new URL(path, apiUrl.href.endsWith('/') ? apiUrl : `${apiUrl.href}/`)
}
