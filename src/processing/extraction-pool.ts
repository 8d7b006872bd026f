import { Piscina } from 'piscina'
import type { BreadcrumbRow } from '../database/read.ts'
import { messageOf } from '../errors.ts'
import type { ExtractorOptions } from '../extraction/options.ts'
import type { Extracted } from './extraction-worker.ts'
import { Slots } from './slots.ts'

export interface PoolOptions {
  /** The compiled `extraction-worker`. */
  readonly workerFile: URL
  readonly threads: number
  readonly extractor: ExtractorOptions
  /** How long one text may take, in milliseconds. */
  readonly timeLimit?: number
  /** How far one thread's heap may grow, in MiB. */
  readonly memoryLimit?: number
}

const TIME_LIMIT_MS = 30_000
const MEMORY_LIMIT_MIB = 512
/** Measured: as fast as 64, a fifth faster than 8, and 50 MiB less resident memory than V8's own choice. */
const YOUNG_GENERATION_MIB = 16
/** Small enough to keep all threads busy at the end of a batch, large enough to make messages cheap. */
const CHUNK_ROWS = 25
const CHUNK_CHARACTERS = 262_144

/** Extracts in worker threads. A text that hangs or kills its thread costs that text, not the process. */
export class ExtractionPool {
  readonly #options: PoolOptions
  readonly #slots: Slots
  readonly #timeLimit: number
  #piscina: Piscina<readonly BreadcrumbRow[], Extracted[]> | undefined

  /** Starts no thread yet: a run that finds nothing to do never loads the language model. */
  constructor(options: PoolOptions) {
    this.#options = options
    this.#slots = new Slots(options.threads)
    this.#timeLimit = options.timeLimit ?? TIME_LIMIT_MS
  }

  /** Starts the threads, so that they load the language model while the first breadcrumbs are fetched. */
  start(): void {
    this.#threads()
  }

  /**
   * Extracts rows, in any order. When `stop` is aborted, rows that no thread has begun with are left out of what
   * comes back.
   */
  async extract(rows: readonly BreadcrumbRow[], stop: AbortSignal): Promise<Extracted[]> {
    const chunks = chunked(rows)
    const extracted = await Promise.all(
      chunks.map((chunk) => this.#slots.run(() => this.#extractChunk(chunk, stop))),
    )
    return extracted.flat()
  }

  async close(): Promise<void> {
    await this.#piscina?.destroy()
  }

  /** When a chunk is lost with its thread, each of its rows gets a chance of its own. */
  async #extractChunk(rows: readonly BreadcrumbRow[], stop: AbortSignal): Promise<Extracted[]> {
    if (stop.aborted) return []
    try {
      return await this.#inThread(rows)
    } catch (error) {
      const [only] = rows
      if (rows.length === 1 && only) return [this.#lost(only, error)]
    }
    const extracted: Extracted[] = []
    for (const row of rows) extracted.push(...(await this.#extractChunk([row], stop)))
    return extracted
  }

  /** Runs at once, since there are as many slots as threads: the time limit measures work, not waiting. */
  #inThread(rows: readonly BreadcrumbRow[]): Promise<Extracted[]> {
    return this.#threads().run(rows, { signal: AbortSignal.timeout(this.#timeLimit) })
  }

  #threads(): Piscina<readonly BreadcrumbRow[], Extracted[]> {
    this.#piscina ??= startThreads(this.#options)
    return this.#piscina
  }

  #lost({ id, version }: BreadcrumbRow, error: unknown): Extracted {
    const timedOut = error instanceof Error && error.name === 'AbortError'
    const reason = timedOut ? `its text took longer than ${this.#timeLimit / 1000} s` : threadDeath(error)
    return { kind: 'error', id, version, error: reason }
  }
}

function startThreads({ workerFile, threads, extractor, memoryLimit }: PoolOptions): Piscina {
  const piscina = new Piscina({
    filename: workerFile.href,
    minThreads: threads,
    maxThreads: threads,
    workerData: extractor,
    resourceLimits: {
      maxOldGenerationSizeMb: memoryLimit ?? MEMORY_LIMIT_MIB,
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB,
    },
  })
  // A thread that dies after its task was given up belongs to no task: unheard, its error ends the process.
  piscina.on('error', () => undefined)
  return piscina
}

function threadDeath(error: unknown): string {
  const outOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return outOfMemory
    ? 'its text took more memory than a thread may have'
    : `its thread died: ${messageOf(error)}`
}

function chunked(rows: readonly BreadcrumbRow[]): BreadcrumbRow[][] {
  const chunks: BreadcrumbRow[][] = []
  let characters = 0
  for (const row of rows) {
    const length = row.context?.length ?? 0
    const last = chunks.at(-1)
    if (last && last.length < CHUNK_ROWS && characters + length <= CHUNK_CHARACTERS) {
      last.push(row)
      characters += length
    } else {
      chunks.push([row])
      characters = length
    }
  }
  return chunks
}
