import { listLines } from '../../cli/output/extraction.ts'
import { counted, formatAge } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { truncated } from '../../cli/output/table.ts'
import { widthOf } from '../../cli/output/width.ts'
import { printable } from '../../printable.ts'
import { KEYWORD_SHARE, VECTOR_SHARE } from '../../search/score.ts'
import type { RcrtShown, SearchResult, ShownHit } from './result.ts'

interface Shown {
  readonly explain?: true
}

/** What a person reads of a search: what was asked for, then each breadcrumb with what it matches and what not. */
export function searchLines(result: SearchResult, flags: Shown, output: Output, now: Date): string[] {
  const width = output.stdoutTerminal.columns()
  const { style } = output
  return [
    ...askedLines(result, flags, width),
    ...(result.excludedSchemas.length === 0
      ? []
      : [
          style.dim(
            `without ${counted(result.excludedSchemas.length, 'schema')} that RCRT leaves out (--all-schemas)`,
          ),
        ]),
    ...(result.like === null || result.comparesVectors
      ? []
      : [style.dim('by keywords alone: the database has no pgvector')]),
    '',
    ...(result.hits.length === 0 ? [nothing(result)] : []),
    ...result.hits.flatMap((hit) => hitLines(hit, result, { flags, output, width, now })),
    ...rcrtLines(result, output, width),
  ]
}

function nothing({ keywords }: SearchResult): string {
  if (keywords.length === 0) return 'Nothing is found: the question has no word that carries meaning.'
  return 'Nothing is found: no breadcrumb carries any of these keywords.'
}

function askedLines({ keywords }: SearchResult, { explain }: Shown, width: number): string[] {
  const asked = keywords.map(({ keyword, carriedBy, share }) =>
    explain ? `${keyword} (in ${Math.round(carriedBy)}, counts ${percent(share)})` : keyword,
  )
  return listLines('asked for', asked.length === 0 ? ['nothing'] : asked, width)
}

interface Place {
  readonly flags: Shown
  readonly output: Output
  readonly width: number
  readonly now: Date
}

function hitLines(hit: ShownHit, result: SearchResult, place: Place): string[] {
  const { flags, output, width } = place
  return [
    ...headLines(hit, place),
    ...field('matched', flags.explain ? hit.parts.map(partOf) : hit.matched, width),
    ...(result.query === '' ? [] : field('not', hit.missing, width)),
    ...(flags.explain ? field('score', [scoreOf(hit, result)], width) : []),
    output.style.dim(`    ${hit.id}`),
  ]
}

const NARROWEST_TITLE = 10

/** Rank, score and title, with schema and age at the right margin, or below where there is no room. */
function headLines(hit: ShownHit, { output, width, now }: Place): string[] {
  const { style, stdoutTerminal } = output
  const cut = (text: string, room: number) => truncated(text, room, stdoutTerminal.unicode ? '…' : '...')
  const head = `${String(hit.rank).padStart(2)}  ${hit.score.toFixed(3)}  `
  const tail = `  ${hit.schema ?? '(no schema)'}  ${hit.updatedAt === null ? '' : formatAge(hit.updatedAt, now)}`
  const room = width - head.length - widthOf(tail)
  if (room < NARROWEST_TITLE)
    return [head + style.bold(cut(titleOf(hit), width - head.length)), style.dim(cut(`  ${tail}`, width))]
  const title = cut(titleOf(hit), room)
  return [head + style.bold(title) + ' '.repeat(room - widthOf(title)) + style.dim(tail)]
}

function field(label: string, values: readonly string[], width: number): string[] {
  return listLines(label, values, width - 4).map((line) => `    ${line}`)
}

function titleOf({ title }: { readonly title: string | null }): string {
  if (title === null) return '(withheld: secret)'
  return printable(title).trim() || '(untitled)'
}

function partOf({ keyword, weight, part }: ShownHit['parts'][number]): string {
  return `${keyword} +${part.toFixed(3)} (weight ${weight ?? 'unknown'})`
}

function scoreOf({ score, vectorScore }: ShownHit, { like }: SearchResult): string {
  if (like === null) return `${score.toFixed(3)}, of keywords alone`
  const ofBest = (score - VECTOR_SHARE * vectorScore) / KEYWORD_SHARE
  return `${score.toFixed(3)} = ${KEYWORD_SHARE} × ${ofBest.toFixed(3)} of the best by keywords + ${VECTOR_SHARE} × ${vectorScore.toFixed(3)} by vector`
}

/** RCRT's ranking, and where each stands in ours. */
function rcrtLines({ rcrt, hits }: SearchResult, output: Output, width: number): string[] {
  if (rcrt === null) return []
  const ranks = new Map(hits.map(({ id, rank }) => [id, rank]))
  const line = (hit: RcrtShown) => {
    const ours = ranks.get(hit.id)
    const head = `${String(hit.rank).padStart(2)}  ${hit.score.toFixed(3)}  `
    const text = `${titleOf(hit)}${ours === undefined ? '' : ` (here ${ours})`}`
    return head + truncated(text, width - head.length, output.stdoutTerminal.unicode ? '…' : '...')
  }
  return [
    '',
    output.style.bold('As RCRT ranks them'),
    ...listLines('asked for', rcrt.keywords.length === 0 ? ['nothing'] : rcrt.keywords, width),
    ...rcrt.hits.map(line),
  ]
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}
