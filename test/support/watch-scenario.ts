import type { RunningCli } from './cli.ts'
import type { TestDatabase } from './postgres.ts'
import { type AnnouncedBreadcrumb, RcrtStandIn, type StandInOptions } from './rcrt-stand-in.ts'
import { auditedDatabase, Stage, unreliably } from './stage.ts'

/** A stage whose watchers read the event stream of a stand-in for RCRT. */
export class WatchScenario extends Stage {
  standIn: RcrtStandIn
  readonly #standInOptions: StandInOptions

  private constructor(database: TestDatabase, standIn: RcrtStandIn, standInOptions: StandInOptions) {
    super(database)
    this.standIn = standIn
    this.#standInOptions = standInOptions
  }

  /** `serverUrl` where it is to have a PostgreSQL server of its own. */
  static async start(standInOptions: StandInOptions = {}, serverUrl?: string): Promise<WatchScenario> {
    const database = await auditedDatabase(serverUrl)
    const standIn = await RcrtStandIn.start(standInOptions)
    const scenario = new WatchScenario(database, standIn, standInOptions)
    standIn.faults.announcements = unreliably
    await scenario.publish((breadcrumb) => scenario.standIn.announce(breadcrumb))
    return scenario
  }

  /** Starts a watcher that talks JSON; `apiUrl` where it is not to reach the stand-in directly. */
  watch(args: readonly string[] = [], apiUrl: URL = this.standIn.url): RunningCli {
    return this.startWatcher(args, { RCRT_API_URL: apiUrl.href })
  }

  /** The same, once its first sweep is over and the stream open. */
  async ready(args: readonly string[] = [], apiUrl: URL = this.standIn.url): Promise<RunningCli> {
    const watcher = this.watch(args, apiUrl)
    await watcher.waitForStderr(/Ready/)
    return watcher
  }

  async stopApi(): Promise<void> {
    await this.standIn.close()
  }

  async restartApi(): Promise<void> {
    const { faults, port } = this.standIn
    this.standIn = await RcrtStandIn.start({ ...this.#standInOptions, port })
    Object.assign(this.standIn.faults, faults)
  }

  protected announcements(breadcrumb: Pick<AnnouncedBreadcrumb, 'id'>): number {
    return this.standIn.faults.announcements === unreliably ? unreliably(breadcrumb) : 1
  }

  protected closeSource(): Promise<void> {
    return this.standIn.close()
  }
}
