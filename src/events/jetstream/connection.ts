import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import {
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  type NatsConnection,
} from '@nats-io/transport-node'
import { firstThatGreets } from './greeting.ts'
import { natsFailure } from './nats-failure.ts'

/** Where NATS is, and who asks. */
export interface NatsPlace {
  /** Of one cluster, such as `nats.example.com:4222`. */
  readonly servers: readonly string[]
  /** Whether a server that offers no TLS is refused. */
  readonly tls: boolean
  readonly login: NatsLogin
}

type NatsLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  /** What a `.creds` file holds. */
  | { readonly kind: 'creds'; readonly creds: string }

/** A connection on which JetStream answers. */
export interface JetStreamConnection {
  readonly nats: NatsConnection
  readonly manager: JetStreamManager
}

/** A server that is frozen, or half open, is given up after three of these. */
const PING_MS = 2_000
const TIMEOUT_MS = 5_000

/**
 * Connects once: whoever needs another connection asks for it, since what a connection that comes back by itself
 * has missed nobody can tell.
 * @throws {StreamFailure}
 */
export async function connectJetStream(place: NatsPlace): Promise<JetStreamConnection> {
  let nats: NatsConnection | undefined
  try {
    nats = await connect({
      servers: await firstThatGreets(place.servers, TIMEOUT_MS),
      name: 'rcrt-entities',
      reconnect: false,
      timeout: TIMEOUT_MS,
      pingInterval: PING_MS,
      maxPingOut: 2,
      ...(place.tls && { tls: {} }),
      ...credentials(place.login),
    })
    return { nats, manager: await jetstreamManager(nats, { timeout: TIMEOUT_MS }) }
  } catch (error) {
    await nats?.close()
    throw natsFailure(error, place)
  }
}

/** @throws {StreamFailure} */
export async function withJetStream<T>(
  place: NatsPlace,
  work: (connection: JetStreamConnection) => Promise<T>,
): Promise<T> {
  const connection = await connectJetStream(place)
  try {
    return await work(connection)
  } catch (error) {
    throw natsFailure(error, place)
  } finally {
    await connection.nats.close()
  }
}

function credentials(login: NatsLogin): ConnectionOptions {
  switch (login.kind) {
    case 'none':
      return {}
    case 'password':
      return { user: login.user, pass: login.password }
    case 'token':
      return { token: login.token }
    case 'creds':
      return { authenticator: credsAuthenticator(new TextEncoder().encode(login.creds)) }
  }
}
