import { readFile } from 'node:fs/promises'
import { mutationsOf } from './mutations/code.ts'
import { type Mutation, mutated } from './mutations/mutation.ts'

/** One source with one mutation. */
export interface Mutant {
  /** Relative to the project. */
  readonly file: string
  readonly line: number
  /** What was there, and what is there instead: short, and the same as long as the code is. */
  readonly change: string
  /** The whole source. */
  readonly source: string
}

export async function mutantsOf(file: string): Promise<Mutant[]> {
  const source = await readFile(file, 'utf8')
  return mutationsOf(source).map((mutation) => ({
    file,
    line: source.slice(0, mutation.start).split('\n').length,
    change: changeOf(source, mutation),
    source: mutated(source, mutation),
  }))
}

/** With what stands around it where it is short, so that one `=` is not taken for another. */
function changeOf(source: string, { start, end, replacement }: Mutation): string {
  const room = end - start < 20 ? 20 : 0
  const from = Math.max(source.lastIndexOf('\n', start - 1) + 1, start - room)
  const lineEnd = source.indexOf('\n', end)
  const to = Math.min(lineEnd === -1 ? source.length : lineEnd, end + room)
  const before = `${source.slice(from, start)}⟦${source.slice(start, end)}⟧${source.slice(end, to)}`
  return `${short(before.trim())} → ${short(replacement)}`
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= 90 ? line : `${line.slice(0, 60)}…${line.slice(-28)}`
}
