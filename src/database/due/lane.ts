import { globMatcher, likePattern } from '../../extraction/rules/glob.ts'
import type { Parameters } from '../connection/parameters.ts'
import type { KnownSchemas } from './schema-names.ts'

/** Of each lane of several: its schemas match its glob, and none of an earlier lane. */
export interface LaneSchemas {
  /** Undefined for the last lane, which has what no other has, also what has no schema. */
  readonly glob: string | undefined
  readonly earlierGlobs: readonly string[]
}

/** Breadcrumbs that are looked for apart from those of other lanes. */
export interface Lane extends LaneSchemas {
  /** Where they were looked up, the schemas that there are. */
  readonly known?: KnownSchemas
  /** What has waited longer is late, in milliseconds. */
  readonly lateAfter: number
}

/** Tells which schemas are in a lane; null stands for none. */
export function laneMatcher({ glob, earlierGlobs }: LaneSchemas): (schema: string | null) => boolean {
  const earlier = earlierGlobs.map(globMatcher)
  const own = glob === undefined ? undefined : globMatcher(glob)
  return (schema) => {
    if (schema === null) return own === undefined
    return (own === undefined || own(schema)) && !earlier.some((matches) => matches(schema))
  }
}

/** The same as a condition on breadcrumb `b`. Of names the planner knows how many breadcrumbs have them. */
export function laneCondition(lane: Lane, parameters: Parameters): string {
  const isOfAny = nameCondition(lane, parameters)
  return lane.glob === undefined ? `(b.schema_name IS NULL OR ${isOfAny})` : isOfAny
}

function nameCondition(lane: Lane, parameters: Parameters): string {
  const { glob, earlierGlobs, known } = lane
  if (known?.names)
    return `b.schema_name = ANY (${parameters.add(known.names.filter(laneMatcher(lane)))}::text[])`
  const patterns = (globs: readonly string[]) => `(${parameters.add(globs.map(likePattern))}::text[])`
  const isOfOther = `b.schema_name NOT LIKE ALL ${patterns(earlierGlobs)}`
  return glob === undefined ? isOfOther : `b.schema_name LIKE ANY ${patterns([glob])} AND ${isOfOther}`
}

/** Whether what waits since `time`, a column, is late. */
export function isLateColumn({ lateAfter }: Lane, time: string, parameters: Parameters): string {
  return `${time} < now() - make_interval(secs => ${parameters.add(lateAfter / 1000)}) AS "isLate"`
}
