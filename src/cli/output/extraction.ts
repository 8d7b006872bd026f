import type { Entities, Extraction, SkipReason } from '../../extraction/breadcrumb.ts'
import { printable } from '../../printable.ts'
import { widthOf } from './width.ts'
import { wrapped } from './wrap.ts'

const LABEL_WIDTH = 13
const NARROWEST_VALUES = 16
const INDENT = '  '

const REASONS: Readonly<Record<SkipReason, string>> = {
  'no-text': 'no text that people would read',
  'no-keywords': 'no word that carries meaning',
  withheld: 'withheld: the breadcrumb is secret',
}

/** What a person reads of an extraction: entities by type, keywords, and why there are none. */
export function extractionLines(extraction: Extraction, width: number): string[] {
  const { entities, keywords, skipReason, truncated } = extraction
  return [
    ...entityLines(entities, width),
    ...listLines('keywords', keywords, width),
    ...(skipReason === undefined ? [] : listLines('skipped', [REASONS[skipReason]], width)),
    ...(truncated === true
      ? listLines('note', ['the text is longer than the limit; only its beginning was read'], width)
      : []),
  ]
}

/** Entities by type, as plain text in lines of at most `width` columns. */
export function entityLines(entities: Entities, width: number): string[] {
  return Object.entries(entities).flatMap(([type, values]) => listLines(type, values, width))
}

/**
 * A label and values separated by commas, wrapped between values, or between words where one is too long. Where a
 * word has no room beside the label, they stand below it.
 */
export function listLines(label: string, values: readonly string[], width: number): string[] {
  if (values.length === 0) return []
  const room = Math.max(NARROWEST_VALUES, width - LABEL_WIDTH)
  const words = printable(values.join(', ')).split(' ')
  const name = printable(label)
  if (words.every((word) => widthOf(word) <= room))
    return wrapped(words, room).map((text, i) => (i === 0 ? name : '').padEnd(LABEL_WIDTH) + text)
  const below = wrapped(words, Math.max(NARROWEST_VALUES, width - INDENT.length))
  return [...(name === '' ? [] : [name]), ...below.map((text) => INDENT + text)]
}
