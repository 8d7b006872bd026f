/** What tells of a run how it is called in lists. */
export interface ShownRun {
  readonly command: string
  readonly options: object
  readonly host: string
  readonly pid: number
  readonly seenAt: Date
  readonly ending: string | null
  readonly orders: readonly { readonly action: string }[]
}

/** Those that tell what a run was about. */
const SHOWN_FLAGS = ['once', 'failed', 'stale', 'outdated', 'foreign', 'force']
/** A run records its counts every second; one that is silent was killed, or lost the database. */
const SILENT_AFTER_MS = 60_000

/** Such as `backfill --force`. */
export function commandOf({ command, options }: ShownRun): string {
  const given = new Map<string, unknown>(Object.entries(options))
  return [command, ...SHOWN_FLAGS.filter((flag) => given.get(flag) === true).map((flag) => `--${flag}`)].join(
    ' ',
  )
}

export function hostOf(run: ShownRun): string {
  return `${run.host} (${run.pid})`
}

/** How it ended, or what it does: `running`, `paused`, `stopping`, or `cut off`. */
export function stateOf(run: ShownRun, now: Date): string {
  if (run.ending !== null) return run.ending
  if (now.getTime() - run.seenAt.getTime() > SILENT_AFTER_MS) return 'cut off'
  const actions = run.orders.map(({ action }) => action)
  if (actions.includes('stop')) return 'stopping'
  return actions.includes('pause') ? 'paused' : 'running'
}
