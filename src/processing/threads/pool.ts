import type { BreadcrumbRow } from '../../database/claims/read.ts'
import { ToolError } from '../../errors.ts'
import { chunked } from '../path/chunked.ts'
import { Slots } from './slots.ts'
import { ExtractionThreads, type ThreadOptions } from './threads.ts'
import type { Extracted } from './worker.ts'

export interface PoolOptions extends ThreadOptions {
  /** How long one text may take, in milliseconds. */
  readonly timeLimit?: number
}

const TIME_LIMIT_MS = 30_000
/** Small enough to keep all threads busy at the end of a batch, large enough to make messages cheap. */
const CHUNK = { items: 25, size: 262_144 }

/** Extracts in worker threads. A text that hangs or kills its thread costs that text, not the process. */
export class ExtractionPool {
  readonly #options: PoolOptions
  readonly #slots: Slots
  readonly #timeLimit: number
  #started: ExtractionThreads | undefined

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
   * comes back. Throws a `ToolError`, and blames no row, when a thread cannot start.
   */
  async extract(rows: readonly BreadcrumbRow[], stop: AbortSignal): Promise<Extracted[]> {
    const chunks = chunked(rows, ({ context }) => context?.length ?? 0, CHUNK)
    const extracted = await Promise.all(
      chunks.map((chunk) => this.#slots.run(() => this.#extractChunk(chunk, stop))),
    )
    return extracted.flat()
  }

  async close(): Promise<void> {
    await this.#started?.close()
  }

  /** When a chunk is lost with its thread, each of its rows gets a chance of its own. */
  async #extractChunk(rows: readonly BreadcrumbRow[], stop: AbortSignal): Promise<Extracted[]> {
    if (stop.aborted) return []
    try {
      // Runs at once, since there are as many slots as threads: the time limit measures work, not waiting.
      return await this.#threads().run(rows, this.#timeLimit)
    } catch (error) {
      if (error instanceof ToolError) throw error
      const [only] = rows
      if (rows.length === 1 && only) return [this.#lost(only, error)]
    }
    const extracted: Extracted[][] = []
    for (const row of rows) extracted.push(await this.#extractChunk([row], stop))
    return extracted.flat()
  }

  #threads(): ExtractionThreads {
    this.#started ??= new ExtractionThreads(this.#options)
    return this.#started
  }

  #lost({ id, version }: BreadcrumbRow, error: unknown): Extracted {
    const timedOut = error instanceof Error && error.name === 'AbortError'
    const reason = timedOut ? `its text took longer than ${this.#timeLimit / 1000} s` : threadDeath(error)
    return { kind: 'error', id, version, error: reason }
  }
}

/** The exception's own words may quote the text. */
function threadDeath(error: unknown): string {
  const { name, code } = error as { readonly name?: string; readonly code?: string }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return 'its text took more memory than a thread may have'
  return `its thread died of: ${code ?? name}`
}
