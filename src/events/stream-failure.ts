import { messageOf } from '../errors.ts'
import { printable } from '../printable.ts'

/**
 * `unreachable`: nobody answers at that address; `closed`: the connection broke; `silent`: it is open and
 * nothing comes; `unauthorised`: 401, 403 or credentials that the server calls malformed; `refused`: any other
 * answer that is not a stream; `missing`: JetStream has no such stream or consumer; `deaf`: the
 * connection is sound and events do not come.
 */
export type StreamFailureKind =
  | 'unreachable'
  | 'closed'
  | 'silent'
  | 'unauthorised'
  | 'refused'
  | 'missing'
  | 'deaf'

/** Why there is no stream (any more). The message is fit for people and holds no token. */
export class StreamFailure extends Error {
  readonly kind: StreamFailureKind
  readonly status: number | undefined
  /** From the answer's `Retry-After`. */
  readonly retryAfterMs: number | undefined

  constructor(
    kind: StreamFailureKind,
    message: string,
    details: { status?: number; retryAfterMs?: number } = {},
  ) {
    super(message)
    this.name = 'StreamFailure'
    this.kind = kind
    this.status = details.status
    this.retryAfterMs = details.retryAfterMs
  }
}

/** Codes of errors that mean that no server has seen the request. */
const UNREACHABLE_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The failure behind an error that `fetch` or the reading of its body ended with. */
export function streamFailureOf(error: unknown, url: URL): StreamFailure {
  if (error instanceof StreamFailure) return error
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const code = (cause as { code?: unknown } | null | undefined)?.code
  const kind = UNREACHABLE_CODES.has(code) ? 'unreachable' : 'closed'
  const verb = kind === 'unreachable' ? 'cannot reach' : 'lost the connection to'
  return new StreamFailure(kind, `${verb} ${url.host}: ${phraseOf(cause)}`)
}

/** Fit to stand inside a sentence: OpenSSL's messages end in a line break, others in a full stop. */
function phraseOf(error: unknown): string {
  return printable(messageOf(error)).trim().replace(/\.$/, '')
}

/** The failure that an HTTP answer other than the wanted one means. */
export function refusal({ status, headers }: Pick<Response, 'status' | 'headers'>, url: URL): StreamFailure {
  const kind = status === 401 || status === 403 ? 'unauthorised' : 'refused'
  const retryAfterMs = retryAfter(headers.get('retry-after'))
  const details = retryAfterMs === undefined ? { status } : { status, retryAfterMs }
  return new StreamFailure(kind, `${url.origin}${url.pathname} answered ${status}`, details)
}

/** Longest that a server's wish to be left alone is followed. */
const MAX_RETRY_AFTER_MS = 3_600_000

/** `Retry-After` in milliseconds: a number of seconds or an HTTP date; undefined where it is neither. */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS)
}
