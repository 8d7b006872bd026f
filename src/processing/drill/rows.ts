import type { ScratchRow } from '../../database/scratch/rows.ts'

/** What a drill breaks, one after the other. Each has rows of its own. */
export const FAULTS = ['process', 'thread', 'connection'] as const
export type Fault = (typeof FAULTS)[number]

const SENTENCES = 24
const WHO = ['the harbour office', 'a night watchman', 'the survey team', 'our lighthouse', 'the ferry crew']
const DOES = ['checked', 'repaired', 'measured', 'described', 'compared', 'replaced', 'photographed']
const WHAT = ['rope bridge', 'copper kettle', 'tide table', 'signal lamp', 'wooden crane', 'salt barrel']
const WHERE = ['near the old quay', 'behind the granary', 'below the north pier', 'along the canal']

/** So many rows of some three hundred words each, a share for every fault. */
export function drillRows(count: number): ScratchRow[] {
  return Array.from({ length: count }, (_, number) => ({
    part: FAULTS[number % FAULTS.length] ?? '',
    title: `Drill report ${number + 1} on the ${word(WHAT, number)}`,
    content: Array.from({ length: SENTENCES }, (_, at) => sentence(number + at * 7)).join(' '),
  }))
}

function sentence(seed: number): string {
  return `On round ${seed} ${word(WHO, seed)} ${word(DOES, seed)} the ${word(WHAT, seed)} ${word(WHERE, seed)}.`
}

function word(words: readonly string[], seed: number): string {
  return words[seed % words.length] ?? ''
}
