import { counted } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { truncated } from '../../cli/output/table.ts'
import { Waits } from '../../cli/output/waits.ts'
import { splitKeywords } from '../../database/claims/save.ts'
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
  #processed = 0
  #skipped = 0
  #failed = 0

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

  add(extracted: readonly Extracted[]): void {
    for (const one of extracted) {
      const preview = previewOf(one)
      if (preview.error !== undefined) this.#failed += 1
      else if (preview.reason !== null) this.#skipped += 1
      else this.#processed += 1
      if (this.#output.json) this.#previews.push(preview)
      else this.#output.result(this.#line(preview))
    }
  }

  summary(): void {
    const counts = { processed: this.#processed, skipped: this.#skipped, failed: this.#failed }
    if (this.#output.json) {
      this.#output.document({ dryRun: true, ...counts, breadcrumbs: this.#previews })
      return
    }
    const total = this.#processed + this.#skipped + this.#failed
    this.#output.result(
      `Dry run of ${counted(total, 'breadcrumb')}: ${this.#processed} would be processed, ${this.#skipped} skipped, ${this.#failed} fail; nothing was written.`,
    )
  }

  #line({ id, keywords, reason, error }: Preview): string {
    const { isTerminal, unicode, columns } = this.#output.stdoutTerminal
    const what = error ?? (reason === null ? keywords.join(', ') : `(skipped: ${reason})`)
    const line = `${id}  ${what}`
    return isTerminal ? truncated(line, columns(), unicode ? '…' : '...') : line
  }
}

function previewOf(extracted: Extracted): Preview {
  if (extracted.kind === 'error') {
    return { id: extracted.id, keywords: [], entities: {}, reason: null, error: extracted.error }
  }
  const { id, keywords, entities, reason } = extracted.result
  return { id, keywords: splitKeywords(keywords), entities: JSON.parse(entities), reason }
}
