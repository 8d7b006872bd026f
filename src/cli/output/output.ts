import { Chalk, type ChalkInstance } from 'chalk'
import type { Layout } from './table.ts'
import { type Environment, type Terminal, type TerminalFlags, terminalOf } from './terminal.ts'
import { wrappedText } from './wrap.ts'

export interface OutputFlags extends TerminalFlags {
  readonly verbose: boolean
  readonly json: boolean
}

/** Something that occupies the last line of the terminal, above which other lines have to go. */
export interface LiveLine {
  /** Writes a line above. */
  log(line: string): void
}

/** Results go to stdout; progress, notes, hints and errors go to stderr. */
export class Output {
  readonly json: boolean
  readonly verboseWanted: boolean
  readonly quiet: boolean
  readonly stdoutTerminal: Terminal
  readonly terminal: Terminal
  /** Styles for stdout. */
  readonly style: ChalkInstance
  /** Styles for stderr. */
  readonly noteStyle: ChalkInstance
  readonly stderr: NodeJS.WriteStream
  readonly #stdout: NodeJS.WriteStream
  #live: LiveLine | undefined

  constructor(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream, env: Environment, flags: OutputFlags) {
    this.json = flags.json
    this.quiet = flags.quiet
    this.verboseWanted = flags.verbose
    this.#stdout = stdout
    this.stderr = stderr
    this.stdoutTerminal = terminalOf(stdout, env, flags)
    this.terminal = terminalOf(stderr, env, flags)
    this.style = new Chalk({ level: flags.json ? 0 : this.stdoutTerminal.colorLevel })
    this.noteStyle = new Chalk({ level: this.terminal.colorLevel })
  }

  /** For tables on stdout: cut to the terminal's width or to COLUMNS, and not at all in a pipe without. */
  get layout(): Layout {
    const { isBounded, unicode, columns } = this.stdoutTerminal
    return { width: isBounded ? columns() : Number.POSITIVE_INFINITY, ellipsis: unicode ? '…' : '...' }
  }

  /** One line of the result. */
  result(line: string): void {
    if (this.#live !== undefined && this.stdoutTerminal.isTerminal) this.#live.log(line)
    else this.#stdout.write(`${line}\n`)
  }

  /** A sentence of the result, wrapped between words on a terminal. */
  sentence(text: string): void {
    const { isTerminal, columns } = this.stdoutTerminal
    this.result(isTerminal ? wrappedText(text, columns()) : text)
  }

  /** The result as one JSON document; dates become ISO 8601. */
  document(value: unknown): void {
    this.result(JSON.stringify(value, null, 2))
  }

  /** What a person at the terminal wants to know; silent with `--quiet`. */
  note(line: string): void {
    if (!this.quiet) this.#toStderr(line)
  }

  /** Shown with `--quiet`, too. */
  warning(line: string): void {
    this.#toStderr(`${this.noteStyle.yellow('warning:')} ${line}`)
  }

  /** Shown with `--verbose` only. */
  detail(line: string): void {
    if (this.verboseWanted) this.#toStderr(this.noteStyle.dim(line))
  }

  /** While set, lines go above it: those for stdout, too, where that is a terminal. */
  set live(line: LiveLine | undefined) {
    this.#live = line
  }

  /** Sentences for stderr, wrapped between words where it is a terminal. */
  wrapped(text: string): string {
    const { isTerminal, columns } = this.terminal
    return isTerminal ? wrappedText(text, columns()) : text
  }

  #toStderr(text: string): void {
    const line = this.wrapped(text)
    if (this.#live) this.#live.log(line)
    else this.stderr.write(`${line}\n`)
  }
}
