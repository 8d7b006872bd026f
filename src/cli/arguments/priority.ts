import type { Command } from 'commander'
import { ToolError } from '../../errors.ts'
import { duration } from './values.ts'

/** Which share of the work breadcrumbs get whose schema matches. */
export interface LaneWeight {
  readonly glob: string
  readonly weight: number
}

export interface PriorityFlags {
  /** In the order in which they were given. */
  readonly priority?: readonly LaneWeight[]
  /** Milliseconds. */
  readonly priorityAge?: number
}

const MOST_WEIGHT = 1_000
/** Each has figures of its own in the metrics. */
const MOST_LANES = 20
const LONGEST_GLOB = 100
const DAYS_30 = 30 * 86_400_000
/** What the lane of all others is called. */
const TAKEN = 'rest'

/** The same for a run and for a watch. */
export function addPriority(command: Command): Command {
  return command
    .optionsGroup('Priority:')
    .option(
      '--priority <glob=weight>',
      'share of each batch for schemas that match, such as user.message.*=8 (the rest has 1); may be repeated',
      laneWeights,
    )
    .option(
      '--priority-age <time>',
      'with --priority: what waits longer than this counts double (default: 1h)',
      duration('--priority-age', { min: 1, max: DAYS_30 }),
    )
    .hook('preAction', (_, action) => refuseIdleAge(action.opts()))
}

/** The lanes so far and one more, which is written such as `user.message.*=8`. */
export function laneWeights(text: string, earlier: readonly LaneWeight[] = []): readonly LaneWeight[] {
  const [, glob = '', digits] = /^(.+)=(\d{1,4})$/.exec(text) ?? []
  const weight = Number(digits ?? 0)
  if (weight < 1 || weight > MOST_WEIGHT || glob.length > LONGEST_GLOB || glob === TAKEN)
    throw new ToolError(
      'usage',
      `--priority is '${text}', but has to be a glob of schemas and a weight from 1 to ${MOST_WEIGHT}, such as user.message.*=8`,
      glob === TAKEN ? { hint: 'all other schemas are the rest, whose weight is 1' } : {},
    )
  if (earlier.some((lane) => lane.glob === glob))
    throw new ToolError('usage', `--priority names ${glob} twice`)
  if (earlier.length === MOST_LANES)
    throw new ToolError('usage', `--priority may be given ${MOST_LANES} times at most`)
  return [...earlier, { glob, weight }]
}

function refuseIdleAge({ priority, priorityAge }: PriorityFlags): void {
  if (priorityAge === undefined || priority !== undefined) return
  throw new ToolError('usage', '--priority-age is for --priority, which is not given', {
    hint: "such as --priority 'user.message.*=8'",
  })
}
