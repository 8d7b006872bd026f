import { Counter, Gauge, Histogram, Registry } from 'prom-client'

const PREFIX = 'rcrt_entities_'
/** Seconds. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * The metrics that are told together. Names come without the prefix and have their unit; help is what the exposition
 * says of them. A series without labels begins with 0.
 */
export class Series {
  readonly #registry = new Registry()

  get contentType(): string {
    return this.#registry.contentType
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

  counter<Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ): Counter<Label> {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.#registry] })
  }

  gauge<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> {
    return new Gauge({ name: PREFIX + name, help, labelNames, registers: [this.#registry] })
  }

  /** Of durations in seconds. */
  histogram(name: string, help: string): Histogram {
    return new Histogram({
      name: PREFIX + name,
      help,
      buckets: DURATION_BUCKETS,
      registers: [this.#registry],
    })
  }

  /** A gauge without labels whose value is asked for each time that it is told. */
  readGauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: PREFIX + name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read())
      },
    })
  }

  /** A gauge with one label in the same way; a value that is no longer read is no longer told. */
  labelledGauge(name: string, help: string, label: string, read: ReadLabelled): void {
    new Gauge({
      name: PREFIX + name,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const [value, number] of read()) this.set({ [label]: value }, number)
      },
    })
  }

  /** A counter in the same way. */
  readCounter(name: string, help: string, read: () => number): void {
    new Counter({
      name: PREFIX + name,
      help,
      registers: [this.#registry],
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  }

  labelledCounter(name: string, help: string, label: string, read: ReadLabelled): void {
    new Counter({
      name: PREFIX + name,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const [value, count] of read()) this.inc({ [label]: value }, count)
      },
    })
  }
}

/** Values of a label, and the figure of each. */
type ReadLabelled = () => readonly (readonly [string, number])[]
