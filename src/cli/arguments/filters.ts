import type { Command } from 'commander'
import { ToolError } from '../../errors.ts'
import { type Moment, moment } from './values.ts'

/** Which breadcrumbs a command is about; shared by those that work through many. */
export interface FilterFlags {
  readonly schema?: readonly string[]
  readonly excludeSchema?: readonly string[]
}

export interface TimeFlags {
  readonly since?: Moment
  readonly until?: Moment
}

export function addFilters(command: Command): Command {
  return command
    .option('--schema <glob>', 'only schemas that match, such as knowledge.*; may be repeated', collected)
    .option('--exclude-schema <glob>', 'no schemas that match; may be repeated', collected)
}

export function addTimes(command: Command, now: Date): Command {
  return command
    .option(
      '--since <time>',
      'only breadcrumbs created at or after this, such as 2026-11-01 or 7d',
      moment('--since', now),
    )
    .option('--until <time>', 'only breadcrumbs created before this', moment('--until', now))
    .hook('preAction', (_, action) => refuseEmptySpan(action.opts()))
}

function refuseEmptySpan({ since, until }: TimeFlags): void {
  if (since === undefined || until === undefined || since.at < until.at) return
  throw new ToolError(
    'usage',
    `--since is ${since.at.toISOString()}, but has to be before --until, ${until.at.toISOString()}`,
    { hint: 'the span ends just before --until: for the day of 2026-11-01, add --until 2026-11-02' },
  )
}

/** Of an option that may be given several times. */
export function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}
