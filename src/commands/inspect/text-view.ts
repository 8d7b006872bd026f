import type { ChalkInstance } from 'chalk'
import { entityLines } from '../../cli/output/extraction.ts'
import type { Output } from '../../cli/output/output.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { Entities } from '../../extraction/breadcrumb.ts'
import type { ReadPassage } from '../../extraction/reading/trace.ts'
import { printable } from '../../printable.ts'

const INDENT = '  '

type Colour = 'cyan' | 'yellow' | 'blue' | 'magenta' | 'green' | 'red'

/** Of other types, what is found is green. */
const COLOURS: Readonly<Record<string, Colour>> = {
  name: 'cyan',
  identifier: 'yellow',
  url: 'blue',
  schema: 'magenta',
  email: 'red',
  mention: 'red',
}

/** Each passage with its path, what was found in it highlighted by type, and below it the same by name. */
export function textLines(passages: readonly ReadPassage[], { style, stdoutTerminal }: Output): string[] {
  if (passages.length === 0) return ['', style.bold('Text'), 'none that extraction reads']
  const width = stdoutTerminal.columns()
  return ['', style.bold('Text'), ...passages.flatMap((passage) => passageLines(passage, style, width))]
}

function passageLines({ path, text, found }: ReadPassage, style: ChalkInstance, width: number): string[] {
  const room = width - INDENT.length
  const lines = (text ?? '').split('\n').flatMap((line) => wrapped(printable(line).split(' '), room))
  const shown =
    text === null ? [style.dim('(not shown)')] : highlighted(lines.join('\n'), found, style).split('\n')
  return [
    ...wrapped([printable(path)], width).map((line) => style.dim(line)),
    ...[...shown, ...foundLines(found, style, room)].map((line) => INDENT + line),
  ]
}

/** Each type in the colour of what is highlighted. */
function foundLines(found: Entities, style: ChalkInstance, width: number): string[] {
  return Object.entries(found).flatMap(([type, values]) =>
    entityLines({ [type]: values }, width).map((line, at) =>
      at === 0 ? line.replace(printable(type), (name) => colourOf(type, style)(name)) : line,
    ),
  )
}

/**
 * What was found and stands there as it was found, or in the plural, the longest first. What is highlighted begins
 * anew in each line, since lines are indented later.
 */
function highlighted(text: string, found: Entities, style: ChalkInstance): string {
  const types = new Map<string, string>()
  for (const [type, values] of Object.entries(found))
    for (const value of values) if (!types.has(value.toLowerCase())) types.set(value.toLowerCase(), type)
  if (types.size === 0) return text
  const longestFirst = [...types.keys()].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${longestFirst.map(literal).join('|')})(?:e?s)?(?![\\p{L}\\p{N}])`,
    'giu',
  )
  return text.replace(pattern, (match) => {
    const words = match.toLowerCase().replace(/\s+/g, ' ')
    const type = types.get(words) ?? types.get(words.replace(/s$/, '')) ?? types.get(words.replace(/es$/, ''))
    const colour = colourOf(type ?? 'keyword', style)
    return match
      .split('\n')
      .map((part) => colour(part))
      .join('\n')
  })
}

/** A space also stands for the end of a line. */
function literal(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+')
}

function colourOf(type: string, style: ChalkInstance): (text: string) => string {
  return type === 'keyword' ? style.bold : style[COLOURS[type] ?? 'green']
}
