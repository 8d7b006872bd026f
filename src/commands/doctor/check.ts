import { ToolError } from '../../errors.ts'
import { StreamFailure } from '../../events/stream-failure.ts'

/** `fault`: has to be mended. `unseen`: was not looked at. */
type State = 'ok' | 'warning' | 'fault' | 'unseen'

/** What came of a check. */
export interface Verdict {
  readonly state: State
  /** What was found, or why nobody looked. Never a password, a token or text of a breadcrumb. */
  readonly says: string
  /** What to do; statements stand on lines of their own. */
  readonly mend?: string
}

export interface Check {
  readonly group: 'machine' | 'database' | 'stream' | 'jetstream'
  /** The same for ever: scripts look for it. */
  readonly name: string
  /** Checks without which this one can't be made. They come before it. */
  readonly needs?: readonly string[]
  /** What to do where it fails with a `StreamFailure`. */
  readonly mend?: string
  /** A `ToolError` or `StreamFailure` is a fault. */
  readonly look: (stop: AbortSignal) => Promise<Verdict>
}

export type Checked = Pick<Check, 'group' | 'name'> & Verdict & { readonly milliseconds: number }

/** Longer than the ten seconds in which a ping has to come, and a connection. */
const LIMIT_MS = 15_000

export function ok(says: string): Verdict {
  return { state: 'ok', says }
}

export function warning(says: string, mend: string): Verdict {
  return { state: 'warning', says, mend }
}

export function fault(says: string, mend: string): Verdict {
  return { state: 'fault', says, mend }
}

export function unseen(says: string): Verdict {
  return { state: 'unseen', says }
}

/**
 * One after the other; those that depend on one that failed are passed by, and none takes longer than a limit.
 * @throws AbortError once stopped
 */
export async function* checked(
  checks: readonly Check[],
  stop: AbortSignal,
  limitMs = LIMIT_MS,
): AsyncGenerator<Checked, void> {
  const missing = new Set<string>()
  for (const check of checks) {
    const { group, name, needs = [] } = check
    const lacking = needs.find((needed) => missing.has(needed))
    const started = performance.now()
    const verdict =
      lacking === undefined ? await inTime(check, stop, limitMs) : unseen(`it needs: ${lacking}`)
    if (verdict.state === 'fault' || verdict.state === 'unseen') missing.add(name)
    yield { group, name, ...verdict, milliseconds: Math.round(performance.now() - started) }
  }
}

async function inTime(check: Check, stop: AbortSignal, limitMs: number): Promise<Verdict> {
  const over = new AbortController()
  const late = fault(
    `no answer within ${limitMs / 1000} s`,
    check.mend ?? 'find out what keeps it: a lock, a firewall, a machine under load; then run this again',
  )
  let timer: NodeJS.Timeout | undefined
  const ends = new Promise<Verdict>((resolve, reject) => {
    timer = setTimeout(() => resolve(late), limitMs)
    over.signal.addEventListener('abort', () => reject(over.signal.reason))
  })
  const end = () => over.abort(stop.reason)
  stop.addEventListener('abort', end)
  try {
    if (stop.aborted) throw stop.reason
    return await Promise.race([told(check, over.signal), ends])
  } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', end)
    // What still goes on ends, and nobody waits for it.
    ends.catch(() => undefined)
    over.abort()
  }
}

async function told({ look, mend }: Check, stop: AbortSignal): Promise<Verdict> {
  try {
    return await look(stop)
  } catch (error) {
    if (error instanceof ToolError) return fault(error.message, error.hint ?? mend ?? ASK_THE_SERVER)
    if (error instanceof StreamFailure) return fault(error.message, mend ?? ASK_THE_SERVER)
    throw error
  }
}

const ASK_THE_SERVER = "see the server's log for more"
