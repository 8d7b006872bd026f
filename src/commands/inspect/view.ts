import type { Output } from '../../cli/output.ts'
import type { Inspection } from '../../database/inspect.ts'
import { explain } from './explain.ts'

/** What a person reads of `inspect`: the breadcrumb, its state and why, entities by type, keywords. */
export function inspectionLines(found: Inspection, { style, stdoutTerminal }: Output): string[] {
  const width = stdoutTerminal.columns()
  const field = (name: string, value: string) => wrapped(`${name.padEnd(LABEL)}`, value, width)
  return [
    style.bold(found.title ?? '(withheld: this breadcrumb is secret)'),
    ...field('id', found.id),
    ...field('schema', found.schemaName ?? '(none)'),
    ...field('version', String(found.version)),
    ...field('sensitivity', found.sensitivity),
    ...field('tags', found.tags.join(', ') || '(none)'),
    ...field('created', found.createdAt.toISOString()),
    ...field('updated', found.updatedAt.toISOString()),
    ...field('size', `${found.sizeBytes} bytes`),
    ...field('embedded', found.embedded ? 'yes' : 'no'),
    ...field('state', found.state),
    ...field('why', explain(found)),
    ...section('Entities', Object.entries(entitiesOf(found)), field, style.bold),
    ...section('Keywords', found.keywords?.length ? [['', found.keywords]] : [], field, style.bold),
  ]
}

const LABEL = 13

function section(
  title: string,
  entries: readonly (readonly [string, readonly string[]])[],
  field: (name: string, value: string) => string[],
  bold: (text: string) => string,
): string[] {
  if (entries.length === 0) return []
  return ['', bold(title), ...entries.flatMap(([name, values]) => field(name, values.join(', ')))]
}

/** Other programs may have written other shapes: what is not lists of strings by type is left out. */
function entitiesOf({ entities }: Inspection): Record<string, readonly string[]> {
  if (typeof entities !== 'object' || entities === null) return {}
  const lists = Object.entries(entities).filter(
    (entry): entry is [string, string[]] =>
      Array.isArray(entry[1]) && entry[1].every((value) => typeof value === 'string'),
  )
  return Object.fromEntries(lists)
}

/** Text in lines of at most so many characters, each after the label or as far in. */
function wrapped(label: string, text: string, width: number): string[] {
  const room = Math.max(16, width - label.length)
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line)
}
