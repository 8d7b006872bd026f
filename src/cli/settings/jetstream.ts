import { messageOf, ToolError } from '../../errors.ts'
import type { JetStreamFlags, NatsFlags } from '../arguments/jetstream.ts'
import type { Environment } from '../output/terminal.ts'
import { given } from './database.ts'
import { readTextFile } from './text-file.ts'

/** Where NATS is, who asks, and which stream and consumer of it are meant. */
export interface JetStreamSettings {
  readonly place: NatsSettings
  readonly design: {
    readonly stream: string
    readonly subjects: readonly string[]
    readonly retention: 'limits' | 'workqueue'
    readonly consumer: string
    /** Milliseconds. */
    readonly ackWaitMs: number
    readonly maxDeliver: number
  }
}

export interface NatsSettings {
  readonly servers: readonly string[]
  readonly tls: boolean
  readonly login: Login
}

type Login =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'creds'; readonly creds: string }

const DEFAULT_URL = 'nats://localhost:4222'
const DEFAULT_SUBJECTS = ['bc.*.created', 'bc.*.updated']

/** Flag, then environment, then default. */
export function jetStreamSettings(flags: JetStreamFlags, env: Environment): JetStreamSettings {
  const { stream, consumer, retention, ackWait, maxDeliver } = flags
  return {
    place: natsSettings(flags, env),
    design: {
      stream,
      subjects: flags.subjects ?? DEFAULT_SUBJECTS,
      retention,
      consumer,
      ackWaitMs: ackWait,
      maxDeliver,
    },
  }
}

/** Flag, then environment, then default. */
export function natsSettings(flags: NatsFlags, env: Environment): NatsSettings {
  const source = flags.natsUrl === undefined ? 'NATS_URL' : '--nats-url'
  const urls = (flags.natsUrl ?? given(env, 'NATS_URL') ?? DEFAULT_URL).split(',').map(natsUrl(source))
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || '4222'}`),
    tls: urls.some(({ protocol }) => protocol === 'tls:'),
    login: credsOf(flags, env) ?? loginOf(urls),
  }
}

/** Whether a NATS server is named at all. */
export function namesNats(flags: NatsFlags, env: Environment): boolean {
  return flags.natsUrl !== undefined || given(env, 'NATS_URL') !== undefined
}

/** The value is not quoted in errors, since it may hold a password. */
function natsUrl(source: string): (text: string) => URL {
  return (text) => {
    const trimmed = text.trim()
    const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined
    if (url !== undefined && ['nats:', 'tls:'].includes(url.protocol) && url.hostname !== '') return url
    throw new ToolError('usage', `${source} has to be a URL such as ${DEFAULT_URL}, or several with commas`, {
      hint: 'nats:// or tls://, with user:password@ or token@ before the host where the server asks for it',
    })
  }
}

/** Of the first server that names one: a cluster has one set of users. */
function loginOf(urls: readonly URL[]): Login {
  const url = urls.find(({ username }) => username !== '')
  if (url === undefined) return { kind: 'none' }
  const user = decodeURIComponent(url.username)
  if (url.password === '') return { kind: 'token', token: user }
  return { kind: 'password', user, password: decodeURIComponent(url.password) }
}

function credsOf(flags: NatsFlags, env: Environment): Login | undefined {
  const source = flags.natsCreds === undefined ? 'NATS_CREDS' : '--nats-creds'
  const path = flags.natsCreds ?? given(env, 'NATS_CREDS')
  if (path === undefined) return undefined
  try {
    return { kind: 'creds', creds: readTextFile(path) }
  } catch (error) {
    throw new ToolError('configuration', `${source} can't be read: ${messageOf(error)}`, { cause: error })
  }
}
