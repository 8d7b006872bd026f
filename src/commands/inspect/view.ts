import type { InspectFlags } from '../../cli/arguments/inspect.ts'
import { entityLines, listLines } from '../../cli/output/extraction.ts'
import { formatTime } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { Claim, Inspection } from '../../database/records/inspect.ts'
import { entitiesByType } from '../../database/records/stored.ts'
import { printable } from '../../printable.ts'
import { placementText } from '../../search/placement.ts'
import type { AskedQuestion, Looked } from './document.ts'
import { explain } from './explain.ts'
import { freshLines } from './fresh-view.ts'
import { textLines } from './text-view.ts'

/** What a person reads of `inspect`: the breadcrumb, its state and why, entities by type, keywords. */
export function inspectionLines(
  { found, asked, reading, saved }: Looked,
  flags: InspectFlags,
  output: Output,
): string[] {
  const { style, stdoutTerminal } = output
  const width = stdoutTerminal.columns()
  const field = (name: string, value: string) => listLines(name, [value], width)
  return [
    ...wrapped(titleOf(found).split(' '), width).map((line) => style.bold(line)),
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
    ...section(style.bold('Entities'), entityLines(entitiesByType(found.entities), width)),
    ...section(style.bold('Keywords'), listLines('', found.keywords ?? [], width)),
    ...(reading && flags.text ? textLines(reading.passages, output) : []),
    ...(reading && (flags.fresh || flags.save) ? freshLines(found, reading, saved, output) : []),
  ]
}

function titleOf({ title }: Inspection): string {
  if (title === null) return '(withheld: this breadcrumb is secret)'
  return printable(title).trim() || '(untitled)'
}

function askedLines(
  { query, keywords, placement }: AskedQuestion,
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
