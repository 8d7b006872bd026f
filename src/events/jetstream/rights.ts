import { errors } from '@nats-io/transport-node'
import { connectJetStream, type NatsPlace } from './connection.ts'
import type { StreamDesign } from './design.ts'
import { natsFailure } from './nats-failure.ts'

/** No JSON, so that a request for messages is refused as such, and brings none. */
const MALFORMED = '{'
/** That a message is being worked on: of one that there is not, it tells nothing. */
const IN_PROGRESS = '+WPI'
const TIMEOUT_MS = 2_000

/**
 * The subjects on which a reader of this consumer has to publish, and this user may not: to ask for messages, and to
 * ack them. Changes nothing.
 * @throws {StreamFailure}
 */
export async function forbiddenSubjects(
  place: NatsPlace,
  { stream, consumer }: Pick<StreamDesign, 'stream' | 'consumer'>,
): Promise<readonly string[]> {
  const ask = `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`
  const ack = `$JS.ACK.${stream}.${consumer}`
  const { nats } = await connectJetStream(place)
  const refused = (async () => {
    const subjects: string[] = []
    for await (const status of nats.status()) {
      if (status.type === 'error' && status.error instanceof errors.PermissionViolationError)
        subjects.push(status.error.subject)
    }
    return subjects
  })()
  try {
    await nats.request(ask, MALFORMED, { timeout: TIMEOUT_MS }).catch(passedIfForbidden)
    nats.publish(`${ack}.0.0.0.0.0`, IN_PROGRESS)
    // Refusals come before the answer to this.
    await nats.flush()
  } catch (error) {
    throw natsFailure(error, place)
  } finally {
    await nats.close()
  }
  const subjects = await refused
  return [
    ...(subjects.includes(ask) ? [ask] : []),
    ...(subjects.some((subject) => subject.startsWith(ack)) ? [`${ack}.>`] : []),
  ]
}

function passedIfForbidden(error: unknown): void {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof errors.PermissionViolationError) return
  if (error instanceof errors.PermissionViolationError) return
  throw error
}
