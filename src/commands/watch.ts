import type { WatchFlags } from '../cli/arguments/watch.ts'
import { type CommandContext, databaseOptions } from '../cli/context.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { extractorOptions } from '../cli/settings/extractor.ts'
import { type StreamSettings, streamSettings } from '../cli/settings/stream.ts'
import type { Database } from '../database/connection/connect.ts'
import { DatabaseFault } from '../database/connection/fault.ts'
import { prepareForWork, withDatabase } from '../database/connection/open.ts'
import { EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import {
  eventFilter,
  fixedToken,
  followSse,
  requestsThrough,
  type SourceStatus,
  tokenEndpoint,
} from '../events/index.ts'
import { BatchSize } from '../processing/backfill/batch-size.ts'
import { batchesAtOnce, Drain } from '../processing/backfill/drain.ts'
import { Pacer } from '../processing/backfill/pacer.ts'
import { type Session, type SessionOptions, withSession } from '../processing/run/run.ts'
import { Tally } from '../processing/run/tally.ts'
import { Watcher } from '../processing/watch/watcher.ts'
import { stoppedBy } from '../timing/stopped-by.ts'
import { WatchView } from './watch/view.ts'

type Flags = WatchFlags & GlobalFlags

/** Follows the event stream until it is stopped; with `--once`, sweeps what is to be done. */
export async function run(context: CommandContext, flags: Flags): Promise<ExitCode> {
  if (flags.once && !flags.sweep) throw new ToolError('usage', '--once and --no-sweep exclude each other')
  const stream = streamSettings(flags, context.env)
  const settings = databaseOptions(context, flags)
  return withDatabase(settings, async (database) => {
    const tally = new Tally()
    // `--count` aborts it, too.
    const stop = stoppedBy(context.stop)
    const view = new WatchView(context.output, tally)
    try {
      const options = await sessionOptions(context, flags, { database, tally, stop, view })
      await withSession(options, (session) =>
        flags.once
          ? sweepOnce(options, session, view, { limit: flags.count, maxConnections: settings.maxConnections })
          : follow(options, session, { flags, stream, stop, view, owner: settings.owner }),
      )
    } catch (error) {
      if (flags.once || !context.stop.aborted || !isPassing(error)) throw error
      view.leaveToOthers(error)
    } finally {
      view.stop()
    }
    view.summary()
    return flags.once && tally.failed > 0 ? EXIT_CODES.someFailed : EXIT_CODES.done
  })
}

/** To be stopped while the database is away or crowded is as good an end as any: nothing is lost by it. */
function isPassing(error: unknown): error is DatabaseFault {
  return error instanceof DatabaseFault && error.isPassing
}

interface Watching {
  readonly database: Database
  readonly tally: Tally
  readonly stop: AbortController
  readonly view: WatchView
}

async function sessionOptions(
  context: CommandContext,
  flags: Flags,
  { database, tally, stop, view }: Watching,
): Promise<SessionOptions> {
  const { databaseUrl: _url, token: _token, ...options } = flags
  return {
    database,
    shape: await prepareForWork(database, databaseOptions(context, flags).owner !== undefined),
    command: 'watch',
    host: context.host,
    options,
    extractor: extractorOptions(flags),
    work: {
      work: ['pending', 'stale'],
      filters: {
        ...(flags.schema && { schemas: flags.schema }),
        ...(flags.excludeSchema && { excludedSchemas: flags.excludeSchema }),
      },
      includeUnembedded: false,
    },
    workerFile: context.workerFile,
    threads: flags.concurrency,
    outageLimit: flags.once ? ONCE_OUTAGE_MS : Number.POSITIVE_INFINITY,
    observer: view,
    tally,
    stop: stop.signal,
  }
}

interface Following extends Omit<Watching, 'database' | 'tally'> {
  readonly flags: Flags
  readonly stream: StreamSettings
  /** Scopes the run to one tenant. */
  readonly owner: string | undefined
}

async function follow(
  options: SessionOptions,
  { selection, patience, path }: Session,
  { flags, stream, stop, view, owner }: Following,
): Promise<void> {
  const { apiUrl, token, agentId } = stream
  const request = requestsThrough(stream.proxy)
  const streamOwner = owner ?? DEFAULT_OWNER_ID
  const source = followSse({
    apiUrl,
    tokens:
      token === undefined
        ? tokenEndpoint({ apiUrl, ownerId: streamOwner, agentId, request })
        : fixedToken(token),
    request,
    signal: stop.signal,
    onStatus: (status: SourceStatus) => {
      view.status(status)
      watcher.noteStatus(status)
    },
    accept: eventFilter({ schemas: flags.schema, excludedSchemas: flags.excludeSchema, ownerId: owner }),
  })
  const watcher = new Watcher({
    ...options,
    selection,
    patience,
    path,
    source,
    streamOwner,
    sweeps: flags.sweep,
    count: flags.count ?? Number.POSITIVE_INFINITY,
    observer: view,
    stop,
  })
  view.follow(source, { sweeps: flags.sweep })
  await watcher.run()
}

/** RCRT's default tenant: whose events are followed unless one is given. */
const DEFAULT_OWNER_ID = '00000000-0000-0000-0000-000000000001'

/** As long as `backfill` waits: the next run of cron must not find this one still waiting. */
const ONCE_OUTAGE_MS = 300_000
const ONCE_BATCH = { rows: 200, targetMs: 1_000 }

async function sweepOnce(
  options: SessionOptions,
  session: Session,
  view: WatchView,
  { limit = Number.MAX_SAFE_INTEGER, maxConnections }: { limit: number | undefined; maxConnections: number },
): Promise<void> {
  await new Drain({
    ...options,
    ...session,
    pacer: new Pacer(Number.POSITIVE_INFINITY),
    batchSize: new BatchSize(ONCE_BATCH.rows, ONCE_BATCH.targetMs),
    limit,
    batchesAtOnce: batchesAtOnce(options.threads, maxConnections),
    observer: view,
  }).run()
}
