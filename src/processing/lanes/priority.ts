import type { LaneSchemas } from '../../database/due/lane.ts'

/** Which shares of the work lanes get, as a person asks for them. */
export interface Priority {
  readonly lanes: readonly LaneWeight[]
  /** What has waited longer counts double, in milliseconds. */
  readonly lateAfter: number
}

/** A schema is in the first lane whose glob it matches. */
export interface LaneWeight {
  readonly glob: string
  /** A whole number, 1 and more. */
  readonly weight: number
}

export interface NamedLane extends LaneSchemas {
  /** Its glob, or `rest`. */
  readonly name: string
  readonly weight: number
}

const WEIGHT_OF_REST = 1

/** The lanes that all breadcrumbs are in, one each: those that are named, then the rest. */
export function lanesOf(lanes: readonly LaneWeight[]): NamedLane[] {
  const globs = lanes.map(({ glob }) => glob)
  return [
    ...lanes.map((lane, at) => ({ ...lane, name: lane.glob, earlierGlobs: globs.slice(0, at) })),
    { name: 'rest', glob: undefined, earlierGlobs: globs, weight: WEIGHT_OF_REST },
  ]
}
