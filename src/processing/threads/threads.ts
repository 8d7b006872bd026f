import { Piscina } from 'piscina'
import type { BreadcrumbRow } from '../../database/claims/read.ts'
import { messageOf, ToolError } from '../../errors.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import type { ThreadWork } from '../../metrics/run-metrics.ts'
import type { Extracted, WorkerSettings } from './worker.ts'

export interface ThreadOptions {
  readonly threads: number
  /** Another module than the product's own `worker`. */
  readonly workerFile?: URL
  readonly extractor: ExtractorOptions
  /** How far one thread's heap may grow, in MiB. */
  readonly memoryLimit?: number
  /** Told what the threads do, for whoever measures. */
  readonly observer?: ThreadObserver
}

interface ThreadObserver {
  worked(work: ThreadWork): void
  threadEnded(): void
}

type Rows = readonly BreadcrumbRow[]

const WORKER_FILE = new URL('./worker.js', import.meta.url)
/**
 * Makes piscina import the worker's module rather than require it: ending a thread while it requires an ES module, as at
 * the end of a short run, aborts the whole process (a failed assertion of Node 20.20).
 */
const NO_REQUIRE = ['--no-experimental-require-module']
const MEMORY_LIMIT_MIB = 512
/** Measured: as fast as 64, a fifth faster than 8, and 50 MiB less resident memory than V8's own choice. */
const YOUNG_GENERATION_MIB = 16

/**
 * Threads that have the extractor loaded, or load it. One that dies over rows is replaced; one that cannot load
 * ends all of them, since no text is to blame for that.
 */
export class ExtractionThreads {
  readonly #piscina: Piscina<Rows, Extracted[]>
  readonly #ready: Promise<unknown>
  #failure: ToolError | undefined
  #ended: Promise<void> | undefined

  constructor(options: ThreadOptions) {
    this.#piscina = startThreads(options)
    // Unheard, the error of a thread that has no task ends the process. A thread that died after its task was given
    // up is replaced by then; one that could not load is missing.
    this.#piscina.on('error', (error) => {
      if (this.#piscina.threads.length < options.threads) void this.#fail(error)
    })
    this.#piscina.on('message', (work: ThreadWork) => options.observer?.worked(work))
    this.#piscina.on('workerDestroy', () => options.observer?.threadEnded())
    // Each thread gets one of these, since none takes two at once.
    const loading = Array.from({ length: options.threads }, () =>
      this.#piscina.run([]).catch((error: unknown) => this.#fail(error)),
    )
    this.#ready = Promise.race(loading)
  }

  /** Waits for the first thread to be ready; only then the time limit (in milliseconds) counts. */
  async run(rows: Rows, timeLimit: number): Promise<Extracted[]> {
    await this.#ready
    if (this.#failure) throw this.#failure
    try {
      return await this.#piscina.run(rows, { signal: AbortSignal.timeout(timeLimit) })
    } catch (error) {
      throw this.#failure ?? error
    }
  }

  /** Once only: a second `destroy` during the first would let piscina replace the threads that are ending. */
  close(): Promise<void> {
    this.#ended ??= this.#piscina.destroy()
    return this.#ended
  }

  /** Gives up what is under way or waits: threads that are missing would make rows wait until they are charged. */
  #fail(error: unknown): Promise<void> {
    this.#failure ??= cannotStart(error)
    return this.close()
  }
}

function startThreads(options: ThreadOptions): Piscina {
  const { workerFile = WORKER_FILE, threads, extractor, memoryLimit, observer } = options
  try {
    return new Piscina({
      filename: workerFile.href,
      execArgv: NO_REQUIRE,
      minThreads: threads,
      maxThreads: threads,
      workerData: { extractor, isMeasured: observer !== undefined } satisfies WorkerSettings,
      resourceLimits: {
        maxOldGenerationSizeMb: memoryLimit ?? MEMORY_LIMIT_MIB,
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB,
      },
    })
  } catch (error) {
    throw cannotStart(error)
  }
}

function cannotStart(error: unknown): ToolError {
  const [reason] = messageOf(error).split('\n')
  return new ToolError('failure', `an extraction thread cannot start: ${reason}`, {
    cause: error,
    hint: 'if files of rcrt-entities are missing or damaged, install it again; if memory, threads or open files ran out, try again with fewer threads (--concurrency)',
  })
}
