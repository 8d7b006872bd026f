import type { Output } from './output.ts'

interface Missing {
  readonly holds: string
  readonly missedBy: 'every run' | 'a run with --priority'
}

/** Tells what would spare a run reading a large table; nothing where nothing is missing. */
export function tellMissing(output: Output, missing: readonly Missing[]): void {
  if (missing.length === 0) return
  const held = missing.map(({ holds }) => holds).join(' and ')
  const lanes = missing.some(({ missedBy }) => missedBy !== 'every run') ? ' --lanes' : ''
  output.note(`To find ${held} without reading the whole table, run \`rcrt-entities migrate${lanes}\` once`)
}
