import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { AnnouncedBreadcrumb } from './rcrt-stand-in.ts'

type Announce = (breadcrumb: AnnouncedBreadcrumb) => void

/** Publishes what a database inserts and updates, until it is closed. */
export interface Publisher {
  close(): Promise<void>
}

const CHANNEL = 'rcrt_stand_in'

/** What RCRT's server does after its own writes; this tool's writes leave `version` alone, so they send nothing. */
const TRIGGER = `
CREATE OR REPLACE FUNCTION rcrt_stand_in_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.version <> OLD.version THEN
    PERFORM pg_notify('${CHANNEL}', NEW.id::text);
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS rcrt_stand_in ON breadcrumbs;
CREATE TRIGGER rcrt_stand_in AFTER INSERT OR UPDATE ON breadcrumbs
  FOR EACH ROW EXECUTE FUNCTION rcrt_stand_in_notify();`

const REMOVE_TRIGGER = `
DROP TRIGGER IF EXISTS rcrt_stand_in ON breadcrumbs;
DROP FUNCTION IF EXISTS rcrt_stand_in_notify();`

const COLUMNS = 'id, owner_id, version, tags, schema_name, updated_at, context'

/**
 * Listens to a trigger that it puts on the table, and removes at the end. For test databases. It comes back after
 * an outage; what was written before it did is never announced.
 */
export async function publishByTrigger(target: pg.ClientConfig, announce: Announce): Promise<Publisher> {
  const publisher = new TriggerPublisher(target, announce)
  await publisher.start()
  return publisher
}

class TriggerPublisher implements Publisher {
  readonly #target: pg.ClientConfig
  readonly #announce: Announce
  #client: pg.Client
  #ids: string[] = []
  #publishing: Promise<void> | undefined
  #returning: Promise<void> = Promise.resolve()
  #closed = false

  constructor(target: pg.ClientConfig, announce: Announce) {
    this.#target = target
    this.#announce = announce
    this.#client = new pg.Client(target)
  }

  async start(): Promise<void> {
    await this.#listen(TRIGGER)
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#returning
    await this.#publishing
    await this.#client.query(`UNLISTEN ${CHANNEL}; ${REMOVE_TRIGGER}`)
    await this.#client.end()
  }

  async #listen(preparation: string): Promise<void> {
    const client = new pg.Client(this.#target)
    // A connection that breaks ends, too.
    client.on('error', () => undefined)
    client.on('notification', ({ payload }) => {
      this.#ids.push(payload ?? '')
      this.#publishing ??= this.#publish()
    })
    await client.connect()
    await client.query(`${preparation} LISTEN ${CHANNEL}`)
    this.#client = client
    client.once('end', () => {
      this.#returning = this.#listenAgain()
    })
  }

  async #listenAgain(): Promise<void> {
    while (!this.#closed) {
      try {
        return await this.#listen('')
      } catch {
        // The server is still away.
        await delay(100)
      }
    }
  }

  async #publish(): Promise<void> {
    try {
      while (this.#ids.length > 0) {
        const { rows } = await this.#client.query(`SELECT ${COLUMNS} FROM breadcrumbs WHERE id = ANY ($1)`, [
          this.#ids.splice(0),
        ])
        for (const row of rows) this.#announce({ ...row, updated_at: row.updated_at.toISOString() })
      }
    } catch (error) {
      console.error(`stand-in: ${String(error)}`)
    } finally {
      this.#publishing = undefined
    }
  }
}

/** Looks for news every so often: for PGlite, whose one session is shared by all connections. */
export async function publishByPolling(
  target: pg.ClientConfig,
  announce: Announce,
  everyMs = 300,
): Promise<Publisher> {
  const pool = new pg.Pool({ ...target, max: 1 })
  pool.on('error', (error) => console.error(`stand-in: ${error.message}`))
  const seen = new Map<string, number>()
  let since = new Date((await pool.query('SELECT now() AS now')).rows[0].now)
  let polling = Promise.resolve()
  const poll = async () => {
    const { rows } = await pool.query(`SELECT ${COLUMNS} FROM breadcrumbs WHERE updated_at >= $1`, [since])
    for (const row of rows) {
      if (seen.get(row.id) !== row.version) announce({ ...row, updated_at: row.updated_at.toISOString() })
      seen.set(row.id, row.version)
      if (row.updated_at > since) since = row.updated_at
    }
  }
  const timer = setInterval(() => {
    polling = polling.then(poll).catch((error: unknown) => console.error(`stand-in: ${String(error)}`))
  }, everyMs)
  return {
    close: async () => {
      clearInterval(timer)
      await polling
      await pool.end()
    },
  }
}

/** Inserts a breadcrumb as RCRT does, embedded already; returns its id. */
export async function insertBreadcrumb(
  target: pg.ClientConfig,
  ownerId: string,
  { title, context, tags, schema_name }: Record<string, unknown>,
): Promise<string> {
  const client = new pg.Client(target)
  await client.connect()
  try {
    await client.query("INSERT INTO tenants (id, name) VALUES ($1, 'Stand-in') ON CONFLICT DO NOTHING", [
      ownerId,
    ])
    const text = JSON.stringify(context ?? {})
    const { rows } = await client.query(
      `INSERT INTO breadcrumbs (id, owner_id, title, context, tags, schema_name, visibility, sensitivity,
  checksum, size_bytes, embedding)
SELECT $1, $2, $3, $4::text::jsonb, $5, $6, 'team', 'low', md5($4::text), length($4::text),
  array_fill(0.05::real, ARRAY[384])
RETURNING id`,
      [randomUUID(), ownerId, title ?? 'Untitled', text, tags ?? [], schema_name ?? 'note.v1'],
    )
    return rows[0].id
  } finally {
    await client.end()
  }
}
