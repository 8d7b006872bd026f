import { parseArgs } from 'node:util'
import { connect } from '@nats-io/transport-node'
import type pg from 'pg'
import { wholeNumber } from '../../src/cli/arguments/values.ts'
import { openEmbedded } from '../../src/database/embedded/open.ts'
import { isCode } from '../../src/database/embedded/ownership.ts'
import { messageOf } from '../../src/errors.ts'
import { publishOnNats } from './nats-publisher.ts'
import { type AnnouncedBreadcrumb, RcrtStandIn } from './rcrt-stand-in.ts'
import { insertBreadcrumb, publishByPolling, publishByTrigger } from './rcrt-stand-in-database.ts'

const HELP = `Usage: npm run rcrt-stand-in -- [options]

Stands in for RCRT's HTTP API: tokens, the event stream with pings, and an event for every breadcrumb that the
database gets. For trying out \`rcrt-entities watch\`.

  --embedded [dir]       the tool's embedded database (the default; directory .rcrt-entities)
  --database-url <url>   a PostgreSQL server with RCRT's tables, for tests: it gets a trigger while this runs
  --port <n>             default: 8080
  --every <seconds>      insert a sample breadcrumb so often; 0 for never (default: 3)
  --no-auth              streams need no token
  --nats-url <url>       publish the events on NATS, too, as RCRT does

  POST /breadcrumbs with {"title", "context", "schema_name", "tags"} inserts one.
`

const OWNER_ID = '00000000-0000-0000-0000-000000000001'

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      embedded: { type: 'boolean' },
      'database-url': { type: 'string' },
      port: { type: 'string', default: '8080' },
      every: { type: 'string', default: '3' },
      auth: { type: 'boolean', default: true },
      'nats-url': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(HELP)
  const every = Number(values.every)
  if (Number.isNaN(every)) throw new Error(`--every is '${values.every}', but has to be a number of seconds`)
  const port = wholeNumber('--port', { min: 0, max: 65_535 })(values.port)
  const closing: (() => Promise<void> | void)[] = []
  try {
    const url = values['database-url']
    const embedded = url === undefined ? await openEmbedded(positionals[0] ?? '.rcrt-entities') : undefined
    if (embedded) closing.push(() => embedded.close())
    const target: pg.ClientConfig = embedded?.connectionOptions ?? { connectionString: url }
    const create = (breadcrumb: Record<string, unknown>) => insertBreadcrumb(target, OWNER_ID, breadcrumb)
    const standIn = await RcrtStandIn.start({ port, auth: values.auth, create })
    closing.push(() => standIn.close())
    const natsUrl = values['nats-url']
    const nats =
      natsUrl === undefined ? undefined : await connect({ servers: natsUrl, maxReconnectAttempts: -1 })
    closing.push(() => nats?.close())
    const publish = embedded ? publishByPolling : publishByTrigger
    const announce = (breadcrumb: AnnouncedBreadcrumb) => {
      standIn.announce(breadcrumb)
      if (nats) publishOnNats(nats, breadcrumb)
    }
    const publisher = await publish(target, announce).catch((error) => {
      throw new Error(`cannot use the database: ${messageOf(error)}`, { cause: error })
    })
    closing.push(() => publisher.close())
    console.log(`RCRT stand-in at ${standIn.url.origin}`)
    closing.push(insertSamples(every, create))
    await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
  } finally {
    for (const close of closing.reverse()) await close()
  }
}

/** In one line. */
function explained(error: unknown): string {
  const message = messageOf(error).split('\n')[0] ?? ''
  if (isCode(error, 'EADDRINUSE')) return `${message}: name another with --port`
  if (isCode(error, 'ERR_PARSE_ARGS_UNKNOWN_OPTION')) return `${message.split('.')[0]}: --help lists them`
  return message
}

const SUBJECTS = [
  'the Deno tool runner',
  'pgvector indexes',
  'JWT rotation',
  'the SSE gateway',
  'Ada Lovelace',
]
/** In the past, where one and many take the same form. */
const VERBS = ['explained', 'broke', 'replaced', 'sped up', 'documented']

function insertSamples(
  everySeconds: number,
  create: (breadcrumb: Record<string, unknown>) => Promise<string>,
): () => void {
  if (everySeconds <= 0) return () => undefined
  let count = 0
  const timer = setInterval(() => {
    count++
    const subject = SUBJECTS[count % SUBJECTS.length]
    const object = SUBJECTS[(count + 2) % SUBJECTS.length]
    const text = `In session ${count}, ${subject} ${VERBS[count % VERBS.length]} ${object}.`
    create({ title: `Message ${count}`, context: { content: text }, schema_name: 'user.message.v1' }).then(
      (id) => console.log(`inserted ${id}: ${text}`),
      (error: unknown) => console.error(`stand-in: ${String(error)}`),
    )
  }, everySeconds * 1000)
  return () => clearInterval(timer)
}

try {
  await main()
} catch (error) {
  console.error(`error: ${explained(error)}`)
  process.exitCode = 1
}
