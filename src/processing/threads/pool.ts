import type { BreadcrumbRow } from '../../database/claims/read.ts'
import { ToolError } from '../../errors.ts'
import { chunked } from '../path/chunked.ts'
import { Slots } from './slots.ts'
import { ExtractionThread, type ThreadOptions } from './thread.ts'
import type { Extracted } from './worker.ts'

export interface PoolOptions extends ThreadOptions {
  /** At most. */
  readonly threads: number
  /** How long one text may take, in milliseconds. */
  readonly timeLimit?: number
}

const TIME_LIMIT_MS = 30_000
/** Small enough to keep all threads busy at the end of a batch, large enough to make messages cheap. */
const CHUNK = { items: 25, size: 262_144 }

/**
 * Extracts in worker threads, of which there are no more than the work keeps busy: each loads the language model for
 * itself, in half a second. A text that hangs or kills its thread costs that text, not the process.
 */
export class ExtractionPool {
  readonly #options: PoolOptions
  readonly #slots: Slots
  readonly #timeLimit: number
  readonly #threads: ExtractionThread[] = []
  readonly #idle: ExtractionThread[] = []

  /** Starts no thread yet: a run that finds nothing to do never loads the language model. */
  constructor(options: PoolOptions) {
    this.#options = options
    this.#slots = new Slots(options.threads)
    this.#timeLimit = options.timeLimit ?? TIME_LIMIT_MS
  }

  /**
   * Starts the threads that so many rows keep busy, so that they load the language model while the first breadcrumbs
   * are fetched. More are started when there is more to do than they are.
   */
  start(rows: number): void {
    const needed = Math.min(this.#options.threads, Math.ceil(rows / CHUNK.items))
    while (this.#threads.length < needed) this.#idle.push(this.#startThread())
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
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  /** When a chunk is lost with its thread, each of its rows gets a chance of its own. */
  async #extractChunk(rows: readonly BreadcrumbRow[], stop: AbortSignal): Promise<Extracted[]> {
    if (stop.aborted) return []
    try {
      return await this.#run(rows)
    } catch (error) {
      if (error instanceof ToolError) throw error
      const [only] = rows
      if (rows.length === 1 && only) return [this.#lost(only, error)]
    }
    const extracted: Extracted[][] = []
    for (const row of rows) extracted.push(await this.#extractChunk([row], stop))
    return extracted.flat()
  }

  /** At once, since there are as many slots as threads: the time limit measures work, not waiting. */
  async #run(rows: readonly BreadcrumbRow[]): Promise<Extracted[]> {
    const thread = this.#idle.pop() ?? this.#startThread()
    try {
      return await thread.run(rows, this.#timeLimit)
    } finally {
      this.#idle.push(thread)
    }
  }

  #startThread(): ExtractionThread {
    const thread = new ExtractionThread(this.#options)
    this.#threads.push(thread)
    return thread
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
