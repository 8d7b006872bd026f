import { type Command, Option } from 'commander'
import { addExtractionOptions, type ExtractionFlags } from './extraction.ts'
import { addFilters, type FilterFlags } from './filters.ts'
import { addJetStream, type JetStreamFlags } from './jetstream.ts'
import { addPriority, type PriorityFlags } from './priority.ts'
import { addMaxRate, MOST_THREADS } from './speed.ts'
import { wholeNumber } from './values.ts'

export interface WatchFlags extends FilterFlags, JetStreamFlags, PriorityFlags, ExtractionFlags {
  readonly source: 'sse' | 'jetstream'
  readonly ensureStream?: true
  readonly apiUrl?: string
  readonly token?: string
  readonly agentId?: string
  readonly once?: true
  readonly count?: number
  /** False with `--no-sweep`. */
  readonly sweep: boolean
  readonly foreign?: true
  readonly concurrency: number
  /** Rows a second. */
  readonly maxRate?: number
  /** 0 for a free one. */
  readonly metricsPort?: number
  /** 127.0.0.1 when not given. */
  readonly metricsHost?: string
}

export function addWatch(program: Command): Command {
  const command = program
    .command('watch')
    .summary('follow the event stream, and extract keywords as breadcrumbs appear and change')
    .description(
      "Follows RCRT's events in the foreground. Events are hints: sweeps of the database find what none " +
        'announced. Stopped by Ctrl-C or SIGTERM, it saves what is in hand and exits with 0 (--once: with 130 or 143). With --quiet it tells only what failed.',
    )
    .option('--once', 'sweep what is to be done and exit, without the stream; for cron')
    .option(
      '--count <n>',
      'exit after so many were processed; with --once, take no more than so many',
      wholeNumber('--count', { min: 1, max: 1_000_000_000 }),
    )
    .option('--no-sweep', 'process only what events announce; for debugging')
    .option(
      '--foreign',
      'also breadcrumbs whose keywords another program wrote (default: only once their content is updated)',
    )
  addFilters(command).option(
    '--concurrency <n>',
    'worker threads; each takes about 100 MB',
    wholeNumber('--concurrency', { min: 1, max: MOST_THREADS }),
    1,
  )
  addMaxRate(command)
  addPriority(command)
    .optionsGroup('Event stream:')
    .addOption(
      new Option('--source <kind>', "where events come from: RCRT's HTTP API, or a JetStream stream")
        .choices(['sse', 'jetstream'])
        .default('sse'),
    )
  addApi(command)
  addJetStream(command).option('--ensure-stream', 'create the stream and the consumer where they are missing')
  addExtractionOptions(command)
  command
    .optionsGroup('Metrics:')
    .option(
      '--metrics-port <n>',
      'serve /metrics for Prometheus, and /healthz, on this port; 0 for a free one',
      wholeNumber('--metrics-port', { min: 0, max: 65_535 }),
    )
    .option(
      '--metrics-host <host>',
      'address of this machine to serve them at; 0.0.0.0 for all (default: 127.0.0.1)',
    )
  return command.addHelpText('after', EXAMPLES)
}

/** Where RCRT's API is, and who asks it; `doctor` looks there, too. */
export function addApi(command: Command): Command {
  return command
    .option('--api-url <url>', "base of RCRT's HTTP API (or RCRT_API_URL; default: http://localhost:8080)")
    .option('--token <token>', 'bearer token, instead of one from the API (or RCRT_TOKEN)')
    .option('--agent-id <uuid>', 'agent that tokens are asked for (or AGENT_ID)')
}

const EXAMPLES = `
Examples:
  $ rcrt-entities watch --api-url http://localhost:8080
  $ rcrt-entities watch --json --schema 'user.*' | jq .keywords
  $ rcrt-entities watch --source jetstream --nats-url nats://nats.example.com:4222 --ensure-stream
  $ rcrt-entities watch --metrics-port 9464
  $ rcrt-entities watch --once --quiet        # from cron
`
