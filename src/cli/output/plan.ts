import { printable } from '../../printable.ts'
import { counted, formatDuration, formatNumber } from './format.ts'
import type { Output } from './output.ts'
import { type Column, table } from './table.ts'
import { wrapped } from './wrap.ts'

/** What a person is told of a plan. */
export interface ShownPlan {
  readonly due: number
  readonly rows: number
  readonly schemas: readonly { readonly schema: string | null; readonly count: number }[]
  readonly sampled: number
  readonly skippedShare: number
  readonly failedShare: number
  readonly keywords: readonly number[]
  readonly extractedPerSecond: number
  readonly savedPerSecond: number | null
  readonly untried: string | null
  readonly seconds: number
  readonly walBytes: number
  readonly deadTuples: number
  readonly growth: { readonly tableBytes: number; readonly indexBytes: number }
  /** Null where it can't be known. */
  readonly freeBytes: number | null
  readonly replicas: readonly {
    readonly name: string
    readonly lagBytes: number | null
    readonly lagSeconds: number | null
  }[]
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']
const SCHEMAS_SHOWN = 10
const BAR_CELLS = 20
const LABEL_CELLS = 10
/** Keywords a breadcrumb, up to each of these. */
const BUCKETS = [4, 8, 16, 24, 32, 48, 64, 96, 128]

/** `2.1 kB`, `420 MB`. */
function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1]
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

/** A title, what it costs, what is due by schema, and how many keywords a breadcrumb of the sample has. */
export function planLines(plan: ShownPlan, output: Output): string[] {
  if (plan.due === 0) return ['Nothing to do: no breadcrumb matches.']
  const { layout, style, stdoutTerminal } = output
  const bar = (part: number) => (stdoutTerminal.unicode ? '█' : '#').repeat(Math.ceil(part * BAR_CELLS))
  const limited =
    plan.rows < plan.due
      ? ` of ${formatNumber(plan.due)} that are due`
      : plan.due === 1
        ? ' is due'
        : ' are due'
  return [
    style.bold(`${counted(plan.rows, 'breadcrumb')}${limited}`),
    ...costs(plan).flatMap(([label, text]) => labelled(label, text, layout.width)),
    '',
    ...schemaLines(plan, output),
    '',
    style.dim('keywords'),
    ...histogram(plan.keywords).map(
      ({ label, count, part }) =>
        `${label.padStart(LABEL_CELLS)}  ${formatNumber(count).padStart(5)}  ${bar(part)}`,
    ),
  ]
}

function costs(plan: ShownPlan): [string, string][] {
  const { seconds, savedPerSecond, extractedPerSecond, growth, untried, freeBytes, replicas } = plan
  const saved = savedPerSecond === null ? '' : `, saves ${rate(savedPerSecond)} on one connection`
  return [
    ['time', `about ${formatDuration(seconds)}: this machine extracts ${rate(extractedPerSecond)}${saved}`],
    ['WAL', formatBytes(plan.walBytes)],
    [
      'growth',
      `${formatBytes(growth.tableBytes + growth.indexBytes)} until vacuum (table ${formatBytes(growth.tableBytes)}, indexes ${formatBytes(growth.indexBytes)}; ${counted(plan.deadTuples, 'dead tuple')})`,
    ],
    ['free', freeBytes === null ? "the server's disk can't be seen from here" : formatBytes(freeBytes)],
    ['replicas', replicas.length === 0 ? 'none' : replicas.map(replicaWords).join('; ')],
    ['skipped', `${percent(plan.skippedShare)} of a sample of ${formatNumber(plan.sampled)}`],
    ...(plan.failedShare > 0
      ? [['failed', `${percent(plan.failedShare)} of the sample`] as [string, string]]
      : []),
    ...(untried === null ? [] : [['untried', `nothing was saved on trial: ${untried}`] as [string, string]]),
  ]
}

function replicaWords({ name, lagBytes, lagSeconds }: ShownPlan['replicas'][number]): string {
  const lag = lagBytes === null ? 'its lag is hidden from this role' : `${formatBytes(lagBytes)} behind`
  return `${printable(name)}, ${lag}${lagSeconds === null ? '' : ` (${formatDuration(lagSeconds)})`}`
}

function labelled(label: string, text: string, width: number): string[] {
  const lines = wrapped(text.split(' '), width - LABEL_CELLS)
  return lines.map((line, at) => (at === 0 ? label : '').padEnd(LABEL_CELLS) + line)
}

const COLUMNS: readonly Column[] = [
  { title: 'schema', shrinksTo: 12 },
  { title: 'due', align: 'right' },
]

function schemaLines({ schemas }: ShownPlan, { layout, style }: Output): string[] {
  const shown = schemas.slice(0, SCHEMAS_SHOWN)
  const rows = shown.map(({ schema, count }) => [schema ?? '(none)', formatNumber(count)])
  const [header = '', ...lines] = table(COLUMNS, rows, layout)
  const more = schemas.length - shown.length
  return [
    style.dim(header),
    ...lines,
    ...(more > 0 ? [style.dim(`and ${counted(more, 'schema')} more`)] : []),
  ]
}

/** Those buckets that lie between the least and the most; the fullest has a part of 1. */
export function histogram(
  keywords: readonly number[],
): { readonly label: string; readonly count: number; readonly part: number }[] {
  const buckets = [...BUCKETS, Number.POSITIVE_INFINITY].map((upTo, at) => {
    const from = (BUCKETS[at - 1] ?? 0) + 1
    const count = keywords.filter((each) => each >= from && each <= upTo).length
    return { label: Number.isFinite(upTo) ? `${from}-${upTo}` : `${from}-`, count }
  })
  const most = buckets.reduce((highest, { count }) => Math.max(highest, count), 1)
  const first = buckets.findIndex(({ count }) => count > 0)
  const last = buckets.findLastIndex(({ count }) => count > 0)
  return buckets.slice(Math.max(0, first), last + 1).map((each) => ({ ...each, part: each.count / most }))
}

function rate(perSecond: number): string {
  return `${formatNumber(Math.round(perSecond))} rows/s`
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)}%`
}
