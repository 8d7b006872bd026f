import { Piscina } from 'piscina'
import type { BreadcrumbRow } from '../../database/claims/read.ts'
import { messageOf, ToolError } from '../../errors.ts'
import type { ExtractorOptions } from '../../extraction/options.ts'
import type { ThreadWork } from '../../metrics/run-metrics.ts'
import type { Extracted, WorkerSettings } from './worker.ts'

export interface ThreadOptions {
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
 * A thread that has the extractor loaded, or loads it. One that dies over rows is replaced; one that cannot load blames
 * no text. A pool of piscina's own each: piscina starts as many threads as it may, or ends those that are idle.
 */
export class ExtractionThread {
  readonly #piscina: Piscina<Rows, Extracted[]>
  readonly #ready: Promise<unknown>
  #failure: ToolError | undefined
  #ended: Promise<void> | undefined

  constructor(options: ThreadOptions) {
    this.#piscina = startThread(options)
    // Unheard, the error of a thread that has no task ends the process. A thread that died after its task was given
    // up is replaced by then; one that could not load is missing.
    this.#piscina.on('error', (error) => {
      if (this.#piscina.threads.length === 0) void this.#fail(error)
    })
    this.#piscina.on('message', (work: ThreadWork) => options.observer?.worked(work))
    this.#piscina.on('workerDestroy', () => options.observer?.threadEnded())
    this.#ready = this.#piscina.run([]).catch((error: unknown) => this.#fail(error))
  }

  /** Waits for the thread to be ready; only then the time limit (in milliseconds) counts. */
  async run(rows: Rows, timeLimit: number): Promise<Extracted[]> {
    await this.#ready
    if (this.#failure) throw this.#failure
    try {
      return await this.#piscina.run(rows, { signal: AbortSignal.timeout(timeLimit) })
    } catch (error) {
      throw this.#failure ?? error
    }
  }

  /** Once only: a second `destroy` during the first would let piscina replace the thread that is ending. */
  close(): Promise<void> {
    this.#ended ??= this.#piscina.destroy()
    return this.#ended
  }

  /** Gives up what waits: a thread that is missing would make rows wait until they are charged. */
  #fail(error: unknown): Promise<void> {
    this.#failure ??= cannotStart(error)
    return this.close()
  }
}

function startThread(options: ThreadOptions): Piscina {
  const { workerFile = WORKER_FILE, extractor, memoryLimit, observer } = options
  try {
    return new Piscina({
      filename: workerFile.href,
      execArgv: NO_REQUIRE,
      minThreads: 1,
      maxThreads: 1,
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
