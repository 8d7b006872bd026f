import { ToolError } from '../../errors.ts'
import { bearerToken, uuid } from '../arguments/values.ts'
import type { WatchFlags } from '../arguments/watch.ts'
import type { Environment } from '../output/terminal.ts'
import { given } from './database.ts'
import { type ProxySetting, proxyFor } from './proxy.ts'

/** Where RCRT's event stream is, and who asks for it. */
export interface StreamSettings {
  readonly apiUrl: URL
  /** Given by the user; otherwise the API is asked for one. */
  readonly token: string | undefined
  readonly agentId: string
  /** Through which the API is to be reached. */
  readonly proxy: ProxySetting | undefined
}

const DEFAULT_API_URL = 'http://localhost:8080'
/** RCRT's default tenant: whose events are followed unless one is given. */
export const DEFAULT_OWNER_ID = '00000000-0000-0000-0000-000000000001'
/** The agent id of RCRT's compose file. */
const DEFAULT_AGENT_ID = '00000000-0000-0000-0000-0000000000cb'

/** Flag, then environment, then default. */
export function streamSettings(
  flags: Pick<WatchFlags, 'apiUrl' | 'token' | 'agentId'>,
  env: Environment,
): StreamSettings {
  const agentId = flags.agentId ?? given(env, 'AGENT_ID') ?? DEFAULT_AGENT_ID
  const token = flags.token ?? given(env, 'RCRT_TOKEN')
  const tokenSource = flags.token === undefined ? 'RCRT_TOKEN' : '--token'
  const apiUrl = httpUrl(
    flags.apiUrl === undefined ? 'RCRT_API_URL' : '--api-url',
    flags.apiUrl ?? given(env, 'RCRT_API_URL') ?? DEFAULT_API_URL,
  )
  return {
    apiUrl,
    proxy: proxyFor(apiUrl, env),
    token: token === undefined ? undefined : bearerToken(tokenSource)(token),
    agentId: uuid(flags.agentId === undefined ? 'AGENT_ID' : '--agent-id')(agentId),
  }
}

/** The value is not quoted in errors, since it may hold a password. */
function httpUrl(source: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new ToolError('usage', `${source} has to be a URL such as ${DEFAULT_API_URL}`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new ToolError('usage', `${source} must not hold a user name or password`, {
      hint: 'pass a bearer token with --token or RCRT_TOKEN',
    })
  }
  return url
}
