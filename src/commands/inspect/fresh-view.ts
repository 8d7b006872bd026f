import { entityLines, listLines } from '../../cli/output/extraction.ts'
import { formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import type { Inspection } from '../../database/records/inspect.ts'
import { changesOf, type FreshReading, type KeywordsAndEntities } from './reading.ts'
import type { Saved } from './save.ts'

/** What extracting again adds and removes, and what came of saving it. */
export function freshLines(
  found: Inspection,
  { extraction }: FreshReading,
  saved: Saved | undefined,
  { style, stdoutTerminal }: Output,
): string[] {
  const width = stdoutTerminal.columns()
  const { added, removed } = changesOf(found, extraction)
  const minus = stdoutTerminal.unicode ? '−' : '-'
  const changes = [
    ...changeLines('+', added, width).map((line) => style.green(line)),
    ...changeLines(minus, removed, width).map((line) => style.red(line)),
  ]
  return [
    '',
    style.bold('Extracted again'),
    ...(changes.length > 0 ? changes : [sameWords(found, extraction.keywords.length)]),
    ...(extraction.skipReason === undefined ? [] : listLines('skipped', [extraction.skipReason], width)),
    ...(saved === undefined ? [] : listLines('saved', [savedWords(saved)], width)),
  ]
}

function changeLines(sign: string, { keywords, entities }: KeywordsAndEntities, width: number): string[] {
  const lists = Object.entries(entities).map(([type, values]) => [`${sign} ${type}`, values] as const)
  return [...listLines(`${sign} keyword`, keywords, width), ...entityLines(Object.fromEntries(lists), width)]
}

/** Of a secret one nobody is told what is stored. */
function sameWords({ sensitivity }: Inspection, keywords: number): string {
  return sensitivity === 'secret'
    ? 'withheld: this breadcrumb is secret'
    : `nothing changes: ${formatNumber(keywords)} keywords`
}

function savedWords({ run, status, error }: Saved): string {
  const undo =
    status === 'processed' || status === 'skipped'
      ? `; \`undo ${run.slice(0, 8)}\` brings back what was there`
      : ''
  return `${status}${error === null ? '' : `: ${error}`}${undo}`
}
