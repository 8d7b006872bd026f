import type { Output } from '../../cli/output/output.ts'

/** What was done, in the order in which it was done. */
export type Step =
  | { readonly did: 'applied'; readonly what: 'migration'; readonly version: number; readonly name: string }
  | { readonly did: 'installed'; readonly what: 'functions'; readonly name: 'search' }
  | {
      /** `awaited`: another process built it meanwhile. */
      readonly did: 'built' | 'repaired' | 'awaited' | 'removed'
      readonly what: 'index'
      readonly name: string
      /** What it holds, in words that follow `the index on`. */
      readonly holds: string
    }
  | { readonly did: 'removed'; readonly what: 'schema'; readonly name: 'rcrt_entities' }

/** What would be done. */
export interface PlannedStep {
  readonly what: 'schema' | 'functions' | 'index'
  readonly name: string
  /** Statements, with the semicolon after each. */
  readonly sql: string
}

/** A line for each step, or the document of `migrate --json`. */
export function showSteps(steps: readonly Step[], nothing: string, output: Output): void {
  if (output.json) output.document({ steps })
  else for (const line of steps.length === 0 ? [nothing] : steps.map(stepLine)) output.sentence(line)
}

/** The SQL, or the document of `migrate --dry-run --json`. */
export function showPlan(steps: readonly PlannedStep[], output: Output): void {
  if (output.json) output.document({ dryRun: true, steps })
  else
    for (const line of steps.length === 0 ? ['-- Nothing to do.'] : steps.map(({ sql }) => sql))
      output.result(line)
}

function stepLine(step: Step): string {
  switch (step.what) {
    case 'migration':
      return `Applied migration ${step.version}: ${step.name}.`
    case 'functions':
      return 'Installed the functions that search.'
    case 'index':
      return INDEX_LINES[step.did](`the index on ${step.holds}`)
    case 'schema':
      return 'Removed the schema rcrt_entities.'
  }
}

const INDEX_LINES = {
  built: (index: string) => `Built ${index}.`,
  repaired: (index: string) => `Repaired ${index}, left half built before.`,
  awaited: (index: string) => `Another process built ${index}.`,
  removed: (index: string) => `Removed ${index}.`,
}
