import type { DoctorFlags } from '../../cli/arguments/doctor.ts'
import type { Environment } from '../../cli/output/terminal.ts'
import { given } from '../../cli/settings/database.ts'
import { DEFAULT_OWNER_ID, streamSettings } from '../../cli/settings/stream.ts'
import { countKnown, newestReadable } from '../../database/health/shared-breadcrumb.ts'
import { parseFrame } from '../../events/event.ts'
import { type Api, apiHealth, knowsBreadcrumb } from '../../events/sse/api.ts'
import { readStream } from '../../events/sse/connection.ts'
import { requestsThrough } from '../../events/sse/request.ts'
import { endpoint, fixedToken, type TokenProvider, tokenEndpoint } from '../../events/sse/token.ts'
import { StreamFailure } from '../../events/stream-failure.ts'
import { type Check, fault, ok, unseen, type Verdict } from './check.ts'
import { type DatabaseToCheck, looked } from './database.ts'

interface Stream extends Api {
  /** By a flag or a variable, rather than by default. */
  readonly isNamed: boolean
  readonly tokens: TokenProvider
  readonly isTokenGiven: boolean
  readonly owner: string
  /** Breadcrumbs that the stream spoke of. */
  readonly heard: string[]
}

const MEND_IDS =
  'check --token or RCRT_TOKEN, OWNER_ID (which has to be a tenant of that server) and AGENT_ID'

/** RCRT's API, and whether its events are about the breadcrumbs of this database. */
export function streamChecks(flags: DoctorFlags, place: DatabaseToCheck): readonly Check[] {
  const stream = streamOf(flags, place.env, place.owner ?? DEFAULT_OWNER_ID)
  return [
    {
      group: 'stream',
      name: 'api',
      mend: "see whether RCRT's server runs, and check --api-url or RCRT_API_URL",
      look: (stop) => apiVerdict(stream, stop),
    },
    {
      group: 'stream',
      name: 'token',
      needs: ['api'],
      mend: MEND_IDS,
      look: (stop) => tokenVerdict(stream, stop),
    },
    {
      group: 'stream',
      name: 'ping',
      needs: ['token'],
      mend: MEND_IDS,
      look: (stop) => pingVerdict(stream, stop),
    },
    {
      group: 'stream',
      name: 'same database',
      needs: ['breadcrumbs', 'rights', 'ping'],
      look: (stop) => sameVerdict(stream, place, stop),
    },
  ]
}

function streamOf(flags: DoctorFlags, env: Environment, owner: string): Stream {
  const { apiUrl, proxy, token, agentId } = streamSettings(flags, env)
  const request = requestsThrough(proxy)
  return {
    apiUrl,
    request,
    owner,
    isNamed: flags.apiUrl !== undefined || given(env, 'RCRT_API_URL') !== undefined,
    isTokenGiven: token !== undefined,
    tokens:
      token === undefined ? tokenEndpoint({ apiUrl, ownerId: owner, agentId, request }) : fixedToken(token),
    heard: [],
  }
}

async function apiVerdict(stream: Stream, stop: AbortSignal): Promise<Verdict> {
  try {
    const status = await apiHealth(stream, stop)
    return ok(`${stream.apiUrl.host} answers${status === 200 ? '' : ` (${status} for its health)`}`)
  } catch (error) {
    if (stream.isNamed || !(error instanceof StreamFailure)) throw error
    return unseen(
      `nobody answers at ${stream.apiUrl.host}, and neither --api-url nor RCRT_API_URL names another`,
    )
  }
}

async function tokenVerdict({ tokens, isTokenGiven, owner }: Stream, stop: AbortSignal): Promise<Verdict> {
  const token = await tokens.get(stop)
  if (isTokenGiven) return ok('is given; the stream tells what it is worth')
  return ok(
    token === undefined ? 'none can be had: the server may need none' : `obtained for tenant ${owner}`,
  )
}

/** Of which RCRT sends one every 5 s. */
const PING_MS = 10_000

async function pingVerdict(stream: Stream, stop: AbortSignal): Promise<Verdict> {
  const { apiUrl, request, tokens, heard } = stream
  const token = await tokens.get(stop)
  const over = new AbortController()
  const started = performance.now()
  let isOpen = false
  let came: string | undefined
  const failure = await readStream({
    url: endpoint(apiUrl, 'events/stream'),
    token,
    request,
    signal: AbortSignal.any([stop, over.signal]),
    silenceMs: PING_MS,
    maxFrameBytes: 4_194_304,
    onOpen: () => {
      isOpen = true
    },
    onData: (data) => {
      const frame = parseFrame(data)
      if (frame.kind === 'event') heard.push(frame.event.id)
      if (frame.kind === 'ping') came = `after ${((performance.now() - started) / 1000).toFixed(1)} s`
      if (came !== undefined) over.abort()
    },
    onOversized: () => undefined,
  })
  if (came !== undefined) return ok(`came ${came}`)
  stop.throwIfAborted()
  if (!isOpen || failure.kind !== 'silent') throw failure
  return fault(
    `the stream is open, and no ping came within ${PING_MS / 1000} s`,
    "restart RCRT's server; where a proxy stands before it, let it pass on each event at once, without buffering",
  )
}

async function sameVerdict(
  stream: Stream,
  { database }: DatabaseToCheck,
  stop: AbortSignal,
): Promise<Verdict> {
  const { heard, tokens, owner } = stream
  if (heard.length > 0) {
    const known = await looked(database, (transaction) => countKnown(transaction, heard))
    return known > 0 ? ok('an event told of a breadcrumb that is here') : OTHER_DATABASE
  }
  const newest = await looked(database, (transaction) => newestReadable(transaction, owner))
  if (newest === undefined)
    return unseen(`tenant ${owner} has no breadcrumb here to ask the API for, and no event came meanwhile`)
  const isKnown = await knowsBreadcrumb(stream, newest, await tokens.get(stop), stop)
  if (isKnown === undefined)
    return unseen('no event came meanwhile, and the API does not tell of breadcrumbs')
  return isKnown ? ok('the API knows the newest breadcrumb of this one') : OTHER_DATABASE
}

const OTHER_DATABASE = fault(
  "the API speaks of another database's breadcrumbs",
  "name the API of the RCRT that this database belongs to (--api-url or RCRT_API_URL), or that RCRT's database",
)
