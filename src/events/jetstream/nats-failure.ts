import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream'
import { errors } from '@nats-io/transport-node'
import { messageOf, ToolError } from '../../errors.ts'
import { printable } from '../../printable.ts'
import { StreamFailure, streamFailureOf } from '../stream-failure.ts'
import type { NatsPlace } from './connection.ts'

/** What the server's error codes mean: https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const MEANINGS: Readonly<Record<number, string>> = {
  [JetStreamApiCodes.ConsumerNotFound]: 'the consumer is not there',
  [JetStreamApiCodes.StreamNotFound]: 'the stream is not there',
  [JetStreamApiCodes.JetStreamNotEnabledForAccount]: 'JetStream is not enabled for this account',
  10023: 'the server has no room for it (insufficient resources)',
  10047: 'there is not enough storage for it',
  10065: 'another stream has these subjects already, and a message goes into one stream only',
  10076: 'JetStream is switched off',
  10099:
    'the stream has WorkQueue retention and another consumer reads it already: a message of a work queue has one reader',
  10100:
    'the stream has WorkQueue retention and another consumer reads these subjects already: a message of a work queue has one reader',
}

/** The failure that an error of NATS' client means, in words that name the place and hold no secret. */
export function natsFailure(error: unknown, { servers }: NatsPlace): Error {
  if (error instanceof StreamFailure || error instanceof ToolError) return error
  const place = `NATS at ${servers.join(', ')}`
  const text = printable(messageOf(error))
  if (error instanceof JetStreamApiError) {
    const kind = isMissing(error) ? 'missing' : 'refused'
    return new StreamFailure(kind, `${place}: ${MEANINGS[error.code] ?? text} (${error.code})`)
  }
  if (error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError) {
    return new StreamFailure('unauthorised', `${place} refuses these credentials: ${text}`)
  }
  if (error instanceof errors.PermissionViolationError) {
    return new StreamFailure('unauthorised', `${place} forbids it: ${text}`)
  }
  if (error instanceof errors.TimeoutError) {
    return new StreamFailure('unreachable', `${place} does not answer`)
  }
  // Its class is not among the client's exports.
  if (error instanceof Error && error.name === 'JetStreamNotEnabled') {
    return new StreamFailure('refused', `${place} runs without JetStream (nats-server -js turns it on)`)
  }
  const { kind } = streamFailureOf(error, new URL('nats://nats'))
  return new StreamFailure(kind, `${kind === 'unreachable' ? 'cannot reach' : 'lost'} ${place}: ${text}`)
}

/** Whether the server says that it has no such stream or consumer. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof JetStreamApiError &&
    (error.code === JetStreamApiCodes.ConsumerNotFound || error.code === JetStreamApiCodes.StreamNotFound)
  )
}
