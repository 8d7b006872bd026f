import { type InHand, readInHand } from '../../database/scratch/in-hand.ts'
import { ToolError } from '../../errors.ts'
import { pause } from '../../timing/pause.ts'
import { drainPart, type Worker } from './drain-part.ts'
import { type Recovery, recovered } from './recovery.ts'

/** A process that works on the part `process` at the victim's pace. */
export interface Victim {
  /** By SIGKILL: it can neither save nor give back anything. */
  kill(): void
  /** With what it said on stderr. */
  readonly ended: Promise<string>
}

const POLL_MS = 50
const START_LIMIT_MS = 60_000
/** Slow enough to be killed in the middle. */
const VICTIM_SECONDS = 8

/** Rows a second. */
export function victimRate(rows: number): number {
  return Math.max(1, rows / VICTIM_SECONDS)
}

/** Kills a process that has done some rows and has others in hand; this one takes over once its lease is over. */
export async function killProcess(
  worker: Worker,
  start: () => Victim,
  onKilled: () => void,
): Promise<Recovery> {
  const victim = start()
  try {
    await untilInTheMiddle(worker, victim)
  } finally {
    victim.kill()
    await victim.ended
  }
  const inHand = await readInHand(worker.scratch, 'process')
  onKilled()
  await drainPart(worker, 'process')
  return recovered(worker.scratch, 'process', inHand)
}

async function untilInTheMiddle({ scratch, stop }: Worker, victim: Victim): Promise<void> {
  const limit = performance.now() + START_LIMIT_MS
  let said: string | undefined
  void victim.ended.then((words) => {
    said = words
  })
  const isInTheMiddle = ({ done, ids }: InHand) => done > 0 && ids.length > 0
  while (!isInTheMiddle(await readInHand(scratch, 'process'))) {
    if (said !== undefined) throw noWorker(`ended by itself${said === '' ? '' : `: ${said}`}`)
    if (performance.now() > limit) throw noWorker(`saved nothing within ${START_LIMIT_MS / 1000} s`)
    await pause(POLL_MS, stop)
    stop.throwIfAborted()
  }
}

function noWorker(what: string): ToolError {
  return new ToolError('failure', `the worker process that was to be killed ${what}`)
}
