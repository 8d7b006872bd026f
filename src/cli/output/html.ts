import { printable } from '../../printable.ts'

/** A piece of a page; whatever text went into it was escaped. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Markup | readonly Part[]

/** Writes markup; texts and numbers in it are escaped, lists stand one after the other. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, at) => (at === 0 ? '' : written(parts[at - 1] ?? '')) + text).join(''))
}

function written(part: Part): string {
  if (part instanceof Markup) return part.text
  if (typeof part === 'number') return String(part)
  if (typeof part !== 'string') return part.map(written).join('')
  return printable(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
