import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { connect } from '../../src/database/connection/connect.ts'
import { prepareForWork } from '../../src/database/connection/open.ts'
import { type AuditReport, installAudit, installClaimAudit, readAudit, repeatedClaims } from './audit.ts'
import { insertBreadcrumbs, type NewBreadcrumb, numberedBreadcrumbs } from './breadcrumbs.ts'
import { type RunningCli, startCli } from './cli.ts'
import { createTestDatabase, type TestDatabase } from './postgres.ts'
import type { AnnouncedBreadcrumb } from './rcrt-stand-in.ts'
import { type Publisher, publishByTrigger } from './rcrt-stand-in-database.ts'

/** Rows a scenario: FAULT_ROWS=10000 for the size that is promised, less where time counts. */
export const FAULT_ROWS = Number(process.env.FAULT_ROWS ?? 1_000)

/** How many times longer than promised something may take, since many scenarios share two cores. */
const PATIENCE = 4

/** A database with an audit, for a stage of either source. */
export async function auditedDatabase(serverUrl?: string): Promise<TestDatabase> {
  const database = await createTestDatabase(serverUrl)
  await installAudit(database.pool)
  const connection = connect({ target: database.url, maxConnections: 2 })
  await prepareForWork(connection, false)
  await connection.close()
  await installClaimAudit(database.pool)
  return database
}

/**
 * A database with an audit, something that publishes what is inserted there, and watchers as processes. One in
 * seventeen breadcrumbs is never announced and one in ten is announced twice, faults aside.
 */
export abstract class Stage {
  readonly database: TestDatabase
  readonly watchers: RunningCli[] = []
  #publisher: Publisher | undefined
  readonly #figures: string[] = []
  #inserted = 0
  #unannounced = 0

  protected constructor(database: TestDatabase) {
    this.database = database
  }

  /** How often a breadcrumb is announced. */
  protected abstract announcements(breadcrumb: Pick<AnnouncedBreadcrumb, 'id'>): number
  protected abstract closeSource(): Promise<void>

  protected async publish(announce: (breadcrumb: AnnouncedBreadcrumb) => void): Promise<void> {
    this.#publisher = await publishByTrigger({ connectionString: this.database.url }, announce)
  }

  protected startWatcher(args: readonly string[], env: Readonly<Record<string, string>>): RunningCli {
    const watcher = startCli(['watch', '--json', ...args], {
      env: { DATABASE_URL: this.database.url, ...env },
    })
    this.watchers.push(watcher)
    return watcher
  }

  async insert(count: number, change: NewBreadcrumb = {}): Promise<string[]> {
    const from = this.#inserted
    this.#inserted += count
    const ids = await insertBreadcrumbs(
      this.database.pool,
      numberedBreadcrumbs(count, (number) => ({
        title: `Breadcrumb ${from + number}`,
        createdAt: new Date(),
        ...change,
      })),
    )
    this.#unannounced += ids.filter((id) => this.announcements({ id }) === 0).length
    return ids
  }

  /** A figure for `end` to print. */
  note(figure: string): void {
    this.#figures.push(figure)
  }

  /** Notes how long something takes that is promised within so many seconds, for `end` to print. */
  async measure(what: string, promisedSeconds: number, work: () => Promise<unknown>): Promise<void> {
    const started = performance.now()
    await work()
    const seconds = (performance.now() - started) / 1000
    this.note(`${what} ${seconds.toFixed(1)} s`)
    expect(seconds, what).toBeLessThan(promisedSeconds * PATIENCE)
  }

  /** From now on: how long until the stream is open again and brings events. */
  eventsReturn(watcher: RunningCli): Promise<void> {
    const before = watcher.stderr.length
    return this.measure('events flow after', 5, async () => {
      await watcher.waitForStderr(new RegExp(`^[\\s\\S]{${before},}Connected`))
      await this.eventsFlow(watcher)
    })
  }

  /** From now on: how long until nothing is left to do. */
  gapIsSwept(): Promise<void> {
    return this.measure('the gap is swept after', 10, () => this.processed())
  }

  /** Waits until every breadcrumb that was inserted has its keywords. */
  async processed(): Promise<AuditReport> {
    for (;;) {
      const report = await readAudit(this.database.pool)
      if (report.lost === 0) return report
      await delay(100)
    }
  }

  /** Waits until a breadcrumb that surely is announced comes out of this watcher. */
  async eventsFlow(watcher: RunningCli): Promise<void> {
    const id = `ffff${randomUUID().slice(4)}`
    await this.insert(1, { id })
    await watcher.waitForStdout(new RegExp(`"processed".*${id}`))
  }

  /**
   * What is promised whatever happens: lost 0, double 0, and every watcher ends well. Prints the figures. What was never
   * announced is swept by a process that does nothing else, sooner than the watchers' next sweep.
   */
  async end(name: string): Promise<{
    lost: number
    doubled: number
    writes: number
    /** At most: claims beyond one a breadcrumb, whether or not their extraction was begun. */
    extraExtractions: number
    codes: unknown[]
  }> {
    await this.startWatcher(['--once'], {}).exit
    const { lost, doubled, effectiveWrites } = await this.processed()
    for (const watcher of this.watchers) watcher.kill('SIGTERM')
    const exits = await Promise.all(this.watchers.map(({ exit }) => exit))
    const extraExtractions = await repeatedClaims(this.database.pool)
    await this.#publisher?.close()
    await this.closeSource()
    await this.database.drop()
    const figures = [
      `${this.#inserted} breadcrumbs, ${this.#unannounced} never announced`,
      `lost ${lost}, double writes ${doubled}, extra extractions at most ${extraExtractions}`,
      ...this.#figures,
    ]
    process.stdout.write(`${name}: ${figures.join('; ')}\n`)
    return {
      lost,
      doubled,
      writes: effectiveWrites - this.#inserted,
      extraExtractions,
      codes: [...new Set(exits.map(({ code, signal }) => signal ?? code))],
    }
  }
}

/** What `end` gives when all went as it should. */
export const CLEAN_END = { lost: 0, doubled: 0, writes: 0, extraExtractions: 0, codes: [0] }

/** By the id: one in seventeen never, one in ten twice. */
export function unreliably({ id }: Pick<AnnouncedBreadcrumb, 'id'>): number {
  const share = Number.parseInt(id.slice(0, 4), 16) / 0x1_0000
  if (share < 0.06) return 0
  return share < 0.16 ? 2 : 1
}
