import type { Output } from '../../cli/output/output.ts'
import type { StatusLine } from '../../cli/output/status-line.ts'
import { picture } from '../../cli/output/symbols.ts'
import type { KnownKinds } from '../../processing/path/kind-of-failure.ts'
import type { Settled } from '../../processing/path/settled.ts'
import type { PassedOverState } from '../../processing/watch/watcher.ts'
import { type Line, passedOverLine, settledLine } from './words.ts'

/** On stdout a line for each breadcrumb, in words or as JSON, above the status line where there is one. */
export class BreadcrumbLines {
  readonly #output: Output
  readonly #statusLine: StatusLine | undefined
  readonly #known: KnownKinds
  /** The id that each object of JSON carries. */
  run: string | null = null

  constructor(output: Output, statusLine: StatusLine | undefined, known: KnownKinds) {
    this.#output = output
    this.#statusLine = statusLine
    this.#known = known
  }

  announced(ids: readonly string[]): void {
    if (this.#output.json) return
    for (const id of ids) this.#line(['processing', `Processing breadcrumb ${id}`])
  }

  settled(breadcrumbs: readonly Settled[]): void {
    for (const breadcrumb of breadcrumbs) {
      const line = settledLine(breadcrumb)
      if (line === undefined || this.#isCounted(breadcrumb)) continue
      if (this.#output.json) this.event(breadcrumb.status, fieldsOf(breadcrumb))
      else if (this.#output.quiet && breadcrumb.status === 'failed') this.#output.warning(line[1])
      else this.#line(line)
    }
  }

  /** Of a kind that was told already; JSON has them all. */
  #isCounted(settled: Settled): boolean {
    if (this.#output.json || (settled.status !== 'failed' && settled.status !== 'retrying')) return false
    return !this.#known.isNews(settled.status, settled.error)
  }

  passedOver(id: string, state: PassedOverState): void {
    if (this.#output.json) this.event('passed-over', { id, state })
    else this.#line(passedOverLine(id, state))
  }

  /** An object of JSON. */
  event(event: string, details: object): void {
    this.#result(JSON.stringify({ event, time: new Date().toISOString(), run: this.run, ...details }))
  }

  /** For a person: silent with `--quiet`; with the time on a terminal. */
  #line([name, text]: Line): void {
    const { quiet, stdoutTerminal, style } = this.#output
    if (quiet) return
    const time = stdoutTerminal.animated ? `${style.dim(new Date().toTimeString().slice(0, 8))} ` : ''
    const colour = LINE_COLOURS[name]
    this.#result(
      `${time}${picture(name, stdoutTerminal)}${colour === undefined ? text : style[colour](text)}`,
    )
  }

  #result(line: string): void {
    const write = () => this.#output.result(line)
    if (this.#statusLine && this.#output.stdoutTerminal.animated) this.#statusLine.above(write)
    else write()
  }
}

const LINE_COLOURS: Partial<Record<Line[0], 'green' | 'yellow' | 'red' | 'dim'>> = {
  extracted: 'green',
  skipping: 'dim',
  missing: 'yellow',
  failed: 'red',
}

/** What `--json` tells of a breadcrumb beside its status. */
function fieldsOf(settled: Settled): Readonly<Record<string, unknown>> {
  const { status: _, ...rest } = settled
  return settled.status === 'processed' ? { ...rest, entities: JSON.parse(settled.entities) } : rest
}
