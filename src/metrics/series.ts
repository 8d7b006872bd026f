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
    return new Counter(this.#described(name, help, labelNames))
  }

  gauge<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> {
    return new Gauge(this.#described(name, help, labelNames))
  }

  /** Of durations in seconds. */
  histogram(name: string, help: string): Histogram {
    return new Histogram({ ...this.#described(name, help), buckets: DURATION_BUCKETS })
  }

  /** A gauge without labels whose value is asked for each time that it is told. */
  readGauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ ...this.#described(name, help), collect: () => gauge.set(read()) })
  }

  /** A gauge with one label in the same way; a value that is no longer read is no longer told. */
  labelledGauge(name: string, help: string, label: string, read: ReadLabelled): void {
    const collect = () => {
      gauge.reset()
      for (const [value, figure] of read()) gauge.set({ [label]: value }, figure)
    }
    const gauge = new Gauge({ ...this.#described(name, help, [label]), collect })
  }

  /** A counter in the same way. */
  readCounter(name: string, help: string, read: () => number): void {
    const collect = () => {
      counter.reset()
      counter.inc(read())
    }
    const counter: Counter = new Counter({ ...this.#described(name, help), collect })
  }

  labelledCounter(name: string, help: string, label: string, read: ReadLabelled): void {
    const collect = () => {
      counter.reset()
      for (const [value, count] of read()) counter.inc({ [label]: value }, count)
    }
    const counter = new Counter({ ...this.#described(name, help, [label]), collect })
  }

  #described<Label extends string = never>(name: string, help: string, labelNames: Label[] = []) {
    return { name: PREFIX + name, help, labelNames, registers: [this.#registry] }
  }
}

/** Values of a label, and the figure of each. */
type ReadLabelled = () => readonly (readonly [string, number])[]
