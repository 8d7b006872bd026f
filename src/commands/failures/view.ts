import { counted, formatAge, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { block, type Column, fits, table } from '../../cli/output/table.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { FailureKind } from '../../processing/failures/kinds.ts'

interface Failures {
  readonly failed: number
  readonly kinds: readonly FailureKind[]
  /** The first of them. */
  readonly shown: readonly FailureKind[]
}

const BAR_CELLS = 12
const ID_SHOWN = 8
const COLUMNS: readonly Column[] = [
  { title: 'kind' },
  { title: 'count', align: 'right' },
  { title: '' },
  { title: 'what', shrinksTo: 24 },
  { title: 'last', align: 'right' },
  { title: 'example' },
]

/** What a person reads of `failures`: a row a kind, or a block where that has no room, then what tries one again. */
export function failureLines({ failed, kinds, shown }: Failures, output: Output, now: Date): string[] {
  const { layout, style, stdoutTerminal } = output
  const [first] = shown
  if (first === undefined) return ['No breadcrumb has failed.']
  const rows = shown.map((kind) => [
    kind.code,
    formatNumber(kind.count),
    bar(kind.count / first.count, stdoutTerminal.unicode),
    kind.what,
    formatAge(kind.newest, now),
    kind.example.slice(0, ID_SHOWN),
  ])
  const left = kinds.length - shown.length
  return [
    `${style.red(`${counted(failed, 'breadcrumb')} failed`)}, of ${counted(kinds.length, 'kind')}`,
    '',
    ...(fits(COLUMNS, rows, layout.width)
      ? inColumns(rows, output)
      : shown.flatMap((kind) => inBlock(kind, now, layout.width))),
    ...(left > 0 ? [style.dim(`and ${counted(left, 'kind')} more (--limit)`)] : []),
    '',
    ...wrapped(['Once the cause of one is mended, try it again:'], layout.width),
    `  ${retryCommand(first.code)}`,
  ]
}

export function retryCommand(code: string): string {
  return `rcrt-entities backfill --failed --kind ${code}`
}

function inColumns(rows: readonly (readonly string[])[], { layout, style }: Output): string[] {
  const [header = '', ...lines] = table(COLUMNS, rows, layout)
  return [style.dim(header), ...lines]
}

function inBlock({ code, count, what, newest, example }: FailureKind, now: Date, width: number): string[] {
  const details = [`last ${formatAge(newest, now)} ago`, `such as ${example.slice(0, ID_SHOWN)}`, what]
  return block(`${code}  ${formatNumber(count)}`, details, width)
}

/** The most frequent kind fills it. */
function bar(share: number, unicode: boolean): string {
  return (unicode ? '█' : '#').repeat(Math.max(1, Math.round(share * BAR_CELLS)))
}
