import { counted, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { Progress } from '../../cli/output/progress.ts'
import { truncated } from '../../cli/output/table.ts'
import { Waits } from '../../cli/output/waits.ts'
import { splitKeywords } from '../../database/claims/joined-keywords.ts'
import type { WaitObserver } from '../../processing/run/patience.ts'
import type { Extracted } from '../../processing/threads/worker.ts'

interface Preview {
  readonly id: string
  readonly keywords: readonly string[]
  readonly entities: unknown
  readonly reason: string | null
  readonly error?: string
}

/** Shows what a backfill would write: a line each, or one JSON document. */
export class RehearsalView implements WaitObserver {
  readonly #output: Output
  readonly #waits = new Waits()
  readonly #previews: Preview[] = []
  readonly #counts = { processed: 0, skipped: 0, failed: 0 }
  #total = 0
  #progress: Progress | undefined

  constructor(output: Output) {
    this.#output = output
  }

  waiting(reason: string): void {
    this.#waits.begin(reason)
    this.#output.detail(`waiting: ${reason}`)
  }

  resumed(): void {
    const over = this.#waits.end()
    if (over !== undefined) this.#output.note(over)
  }

  found(total: number): void {
    this.#total = total
    if (total > 0) this.#progress = new Progress(this.#output, total)
  }

  stop(): void {
    this.#progress?.stop()
  }

  add(extracted: readonly Extracted[]): void {
    for (const one of extracted) {
      const preview = previewOf(one)
      this.#counts[outcomeOf(preview)] += 1
      if (this.#output.json) this.#previews.push(preview)
      else this.#output.result(this.#line(preview))
    }
    this.#progress?.update({
      ...this.#counts,
      done: this.#done,
      own: this.#done,
      total: this.#total,
      retrying: 0,
    })
  }

  summary(): void {
    const { processed, skipped, failed } = this.#counts
    if (this.#output.json) {
      this.#output.document({ dryRun: true, ...this.#counts, breadcrumbs: this.#previews })
      return
    }
    this.#output.sentence(
      `Dry run of ${counted(this.#done, 'breadcrumb')}: ${formatNumber(processed)} would be processed, ${formatNumber(skipped)} skipped, ${formatNumber(failed)} fail; nothing was written.`,
    )
  }

  get #done(): number {
    const { processed, skipped, failed } = this.#counts
    return processed + skipped + failed
  }

  #line({ id, keywords, reason, error }: Preview): string {
    const { width, ellipsis } = this.#output.layout
    const what = error ?? (reason === null ? keywords.join(', ') : `(skipped: ${reason})`)
    return truncated(`${id}  ${what}`, width, ellipsis)
  }
}

function outcomeOf({ error, reason }: Preview): 'processed' | 'skipped' | 'failed' {
  if (error !== undefined) return 'failed'
  return reason === null ? 'processed' : 'skipped'
}

function previewOf(extracted: Extracted): Preview {
  if (extracted.kind === 'error') {
    return { id: extracted.id, keywords: [], entities: {}, reason: null, error: extracted.error }
  }
  const { id, keywords, entities, reason } = extracted.result
  return { id, keywords: splitKeywords(keywords), entities: JSON.parse(entities), reason }
}
