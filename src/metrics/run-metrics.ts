import { getHeapStatistics } from 'node:v8'
import type { Counter, Gauge, Histogram } from 'prom-client'
import { OTHER_SCHEMAS, SchemaLabels } from './schema-labels.ts'
import { Series } from './series.ts'

/** What can come of a breadcrumb that was claimed. */
const OUTCOMES = [
  ...(['processed', 'skipped', 'retrying', 'failed'] as const),
  ...(['changed', 'busy', 'lost', 'returned'] as const),
]

/** By what a run can be held back: somebody's order to pause, a rate that somebody asked for, what the database bears. */
const HOLDS = ['pause', 'rate', 'pace'] as const

/** What came of one breadcrumb. Its id is never told. */
export interface Outcome {
  readonly status: (typeof OUTCOMES)[number]
  readonly schema: string | null
}

/** What a thread did at one go. */
export interface ThreadWork {
  readonly thread: number
  /** Of its own heap. */
  readonly heapBytes: number
  /** How long each breadcrumb took. */
  readonly milliseconds: readonly number[]
}

export interface RunFacts {
  readonly version: string
  readonly command: 'backfill' | 'watch'
  /** Of the whole process, all threads together. */
  readonly host: { readonly residentBytes: () => number; readonly cpuSeconds: () => number }
  /** Breadcrumbs so far that lost their keywords since they had turned secret. */
  readonly withheld: () => number
}

/** What is asked of a server. */
interface Refreshed {
  refresh(maxAge: number): Promise<void>
}

const MAX_AGE_MS = 15_000

/** What every run tells of itself, whichever command it is of. */
export class RunMetrics {
  readonly series = new Series()
  readonly #schemas = new SchemaLabels()
  /** Labels that have all their series. */
  readonly #known = new Set<string>()
  readonly #outcomes: Counter<'outcome' | 'schema'>
  readonly #extraction: Histogram
  readonly #save: Histogram
  readonly #batch: Gauge
  readonly #threads = new Map<number, number>()
  readonly #readings: Refreshed[] = []

  constructor(facts: RunFacts) {
    const { series } = this
    series
      .gauge('build_info', 'Always 1; the version and the command are its labels.', ['version', 'command'])
      .set({ version: facts.version, command: facts.command }, 1)
    this.#outcomes = series.counter(
      'breadcrumbs_total',
      'Breadcrumbs that were claimed, by what came of them.',
      ['outcome', 'schema'],
    )
    this.#startAtZero(OTHER_SCHEMAS)
    this.#extraction = series.histogram(
      'extraction_duration_seconds',
      'How long the extraction of one breadcrumb took.',
    )
    this.#save = series.histogram(
      'save_duration_seconds',
      'How long the transaction that saves a batch took, tried anew or not.',
    )
    this.#batch = series.gauge('batch_breadcrumbs', 'Breadcrumbs in the batch that was saved last.')
    series.readCounter(
      'withheld_total',
      'Breadcrumbs that turned secret and lost their keywords for that.',
      facts.withheld,
    )
    this.#process(facts.host)
  }

  #process({ residentBytes, cpuSeconds }: RunFacts['host']): void {
    const { series } = this
    series.readGauge('resident_memory_bytes', 'Resident memory of the whole process.', residentBytes)
    series.readCounter('cpu_seconds_total', 'Processor time of all threads.', cpuSeconds)
    const startedAt = Date.now() / 1000
    series.readGauge('start_time_seconds', 'When it began, since the epoch.', () => startedAt)
    series.labelledGauge(
      'heap_used_bytes',
      'V8 heap in use, of the main thread and each other one.',
      'thread',
      () => [
        ['main', getHeapStatistics().used_heap_size],
        ...[...this.#threads].map(([thread, bytes]): [string, number] => [String(thread), bytes]),
      ],
    )
  }

  /** @param by asked each time that all is told; undefined where nothing holds the run back. */
  addHold(by: () => (typeof HOLDS)[number] | undefined): void {
    this.series.labelledGauge('held_back', '1 for what holds the run back this moment.', 'by', () => {
      const current = by()
      return HOLDS.map((hold) => [hold, Number(hold === current)])
    })
  }

  /** Refreshes it each time before all is told. */
  addReading(reading: Refreshed): void {
    this.#readings.push(reading)
  }

  /**
   * In Prometheus' text format.
   * @param maxAge of what servers have to be asked for, in milliseconds
   */
  async text(maxAge = MAX_AGE_MS): Promise<string> {
    await Promise.all(this.#readings.map((reading) => reading.refresh(maxAge)))
    return this.series.text()
  }

  settled(outcomes: readonly Outcome[]): void {
    for (const { status, schema } of outcomes) {
      const label = this.#schemas.labelOf(schema)
      if (!this.#known.has(label)) this.#startAtZero(label)
      this.#outcomes.inc({ outcome: status, schema: label })
    }
  }

  /** A counter that appears with its first count has no increase that a rule could see. */
  #startAtZero(schema: string): void {
    this.#known.add(schema)
    for (const outcome of OUTCOMES) this.#outcomes.inc({ outcome, schema }, 0)
  }

  worked({ thread, heapBytes, milliseconds }: ThreadWork): void {
    this.#threads.set(thread, heapBytes)
    for (const one of milliseconds) this.#extraction.observe(one / 1000)
  }

  /** Which one is not known: the others tell of themselves with their next work. */
  threadEnded(): void {
    this.#threads.clear()
  }

  /** @param milliseconds of one try to save so many. */
  saved(breadcrumbs: number, milliseconds: number): void {
    this.#batch.set(breadcrumbs)
    this.#save.observe(milliseconds / 1000)
  }
}
