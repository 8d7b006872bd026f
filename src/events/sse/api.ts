import { refusal } from '../stream-failure.ts'
import type { SendRequest } from './request.ts'
import { endpoint } from './token.ts'

export interface Api {
  /** Base of RCRT's HTTP API. */
  readonly apiUrl: URL
  readonly request: SendRequest
}

/**
 * The status with which the API tells of its health: any but one of a server, or of a proxy before it, that is out of
 * order.
 * @throws {StreamFailure}
 */
export async function apiHealth({ apiUrl, request }: Api, signal: AbortSignal): Promise<number> {
  const url = endpoint(apiUrl, 'health')
  const response = await request(url, { headers: {}, signal })
  await response.body?.cancel()
  if (response.status >= 500) throw refusal(response, url)
  return response.status
}

/**
 * Whether the API knows this breadcrumb; undefined where it does not tell. What the breadcrumb says is not read.
 * @throws {StreamFailure} where it can't be asked
 */
export async function knowsBreadcrumb(
  { apiUrl, request }: Api,
  id: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }) }
  const response = await request(endpoint(apiUrl, `breadcrumbs/${id}/full`), { headers, signal })
  await response.body?.cancel()
  if (response.status === 200) return true
  return response.status === 404 ? false : undefined
}
