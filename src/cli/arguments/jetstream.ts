import { type Command, Option } from 'commander'
import { ToolError } from '../../errors.ts'
import { collected } from './filters.ts'
import { duration, wholeNumber } from './values.ts'

/** Where NATS is, and which stream and consumer of it are meant. */
export interface NatsFlags {
  readonly natsUrl?: string
  readonly natsCreds?: string
  readonly stream: string
  readonly consumer: string
}

/** The same, and how they are to be; shared by `watch` and `stream`. */
export interface JetStreamFlags extends NatsFlags {
  readonly retention: 'limits' | 'workqueue'
  readonly subjects?: readonly string[]
  /** Milliseconds. */
  readonly ackWait: number
  readonly maxDeliver: number
}

export function addNats(command: Command): Command {
  return command
    .optionsGroup('JetStream:')
    .option('--nats-url <url>', 'NATS server (or NATS_URL; default: nats://localhost:4222)')
    .option('--nats-creds <file>', 'credentials file for NATS (or NATS_CREDS)')
    .option('--stream <name>', 'the stream', jetStreamName('--stream'), 'BREADCRUMB_EVENTS')
    .option(
      '--consumer <name>',
      'the consumer, shared by all workers that give its name',
      jetStreamName('--consumer'),
      'entity-extractor',
    )
}

export function addJetStream(command: Command): Command {
  return addNats(command)
    .option(
      '--ack-wait <time>',
      'a message that is not acked for so long is delivered again',
      duration('--ack-wait', { min: 1_000, max: 3_600_000 }),
      30_000,
    )
    .option(
      '--max-deliver <n>',
      'deliveries of a message, at most',
      wholeNumber('--max-deliver', { min: 1, max: 1_000 }),
      3,
    )
    .addOption(
      new Option(
        '--retention <how>',
        "a stream that is created: workqueue is RCRT's first design, with one reader",
      )
        .choices(['limits', 'workqueue'])
        .default('limits'),
    )
    .option(
      '--subjects <subject>',
      'a stream that is created: what it captures; may be repeated (default: bc.*.created, bc.*.updated)',
      collected,
    )
}

/** What JetStream takes for a name, and a shell leaves alone. */
function jetStreamName(source: string): (text: string) => string {
  return (text) => {
    if (/^[\w-]{1,100}$/.test(text)) return text
    throw new ToolError('usage', `${source} is '${text}', but has to be letters, digits, _ and -`)
  }
}
