import { parseArgs } from 'node:util'
import type pg from 'pg'
import { openEmbedded } from '../../src/database/embedded.ts'
import { RcrtStandIn } from './rcrt-stand-in.ts'
import { insertBreadcrumb, publishByPolling, publishByTrigger } from './rcrt-stand-in-database.ts'

const HELP = `Usage: npm run rcrt-stand-in -- [options]

Stands in for RCRT's HTTP API: tokens, the event stream with pings, and an event for every breadcrumb that the
database gets. For trying out \`rcrt-entities watch\`.

  --embedded [dir]       the tool's embedded database (the default; directory .rcrt-entities)
  --database-url <url>   a PostgreSQL server with RCRT's tables, for tests: it gets a trigger while this runs
  --port <n>             default: 8080
  --every <seconds>      insert a sample breadcrumb so often; 0 for never (default: 3)
  --no-auth              streams need no token

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
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(HELP)
  const url = values['database-url']
  const embedded = url === undefined ? await openEmbedded(positionals[0] ?? '.rcrt-entities') : undefined
  const target: pg.ClientConfig = embedded?.connectionOptions ?? { connectionString: url }
  const create = (breadcrumb: Record<string, unknown>) => insertBreadcrumb(target, OWNER_ID, breadcrumb)
  const standIn = await RcrtStandIn.start({ port: Number(values.port), auth: values.auth, create })
  const publish = embedded ? publishByPolling : publishByTrigger
  const publisher = await publish(target, (breadcrumb) => standIn.announce(breadcrumb))
  console.log(`RCRT stand-in at ${standIn.url.origin}`)
  const stopSamples = insertSamples(Number(values.every), create)
  await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
  stopSamples()
  await standIn.close()
  await publisher.close()
  await embedded?.close()
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

await main()
