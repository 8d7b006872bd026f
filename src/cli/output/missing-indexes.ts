import type { Output } from './output.ts'

/** Tells what would spare a run reading a large table; nothing where nothing is missing. */
export function tellMissing(output: Output, missing: readonly { readonly holds: string }[]): void {
  if (missing.length === 0) return
  const held = missing.map(({ holds }) => holds).join(' and ')
  output.note(`To find ${held} without reading the whole table, run \`rcrt-entities migrate\` once`)
}
