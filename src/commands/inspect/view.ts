import { entityLines, listLines } from '../../cli/output/extraction.ts'
import { formatTime } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import type { Claim, Inspection } from '../../database/records/inspect.ts'
import type { Entities } from '../../extraction/breadcrumb.ts'
import { printable } from '../../printable.ts'
import { placementText } from '../../search/placement.ts'
import type { Asked } from './document.ts'
import { explain } from './explain.ts'

/** What a person reads of `inspect`: the breadcrumb, its state and why, entities by type, keywords. */
export function inspectionLines(
  found: Inspection,
  { style, stdoutTerminal }: Output,
  asked?: Asked,
): string[] {
  const width = stdoutTerminal.columns()
  const field = (name: string, value: string) => listLines(name, [value], width)
  return [
    style.bold(titleOf(found)),
    ...field('id', found.id),
    ...field('schema', found.schemaName ?? '(none)'),
    ...field('version', String(found.version)),
    ...field('sensitivity', found.sensitivity),
    ...listLines('tags', found.tags, width),
    ...field('created', formatTime(found.createdAt)),
    ...field('updated', formatTime(found.updatedAt)),
    ...field('size', `${found.sizeBytes} bytes`),
    ...field('embedded', found.embedded ? 'yes' : 'no'),
    ...field('state', found.state),
    ...(found.claim === null ? [] : field('held by', holderOf(found.claim))),
    ...field('why', explain(found)),
    ...(asked === undefined ? [] : askedLines(asked, field)),
    ...section(style.bold('Entities'), entityLines(entitiesOf(found), width)),
    ...section(style.bold('Keywords'), listLines('', found.keywords ?? [], width)),
  ]
}

function titleOf({ title }: Inspection): string {
  if (title === null) return '(withheld: this breadcrumb is secret)'
  return printable(title).trim() || '(untitled)'
}

function askedLines(
  { query, keywords, placement }: Asked,
  field: (name: string, value: string) => string[],
): string[] {
  return [
    '',
    ...field('question', query),
    ...field('asks for', keywords.join(', ') || 'nothing'),
    ...field('found?', placementText(placement)),
  ]
}

function holderOf({ run }: Claim): string {
  if (run === null) return 'a run that is not on record'
  return `${run.command} on ${run.host}, pid ${run.pid}, started ${formatTime(run.startedAt)}`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines]
}

/**
 * By type, as `extract` shows them; JSONB keeps an order of its own. Other programs may have written other shapes:
 * what is not lists of strings by type is left out.
 */
function entitiesOf({ entities }: Inspection): Entities {
  if (typeof entities !== 'object' || entities === null) return {}
  const lists = Object.entries(entities).filter(
    (entry): entry is [string, string[]] =>
      Array.isArray(entry[1]) && entry[1].every((value) => typeof value === 'string'),
  )
  return Object.fromEntries(lists.sort(([a], [b]) => (a < b ? -1 : 1)))
}
