import { setEnvironmentData } from 'node:worker_threads'
import { type InHand, readInHand } from '../../database/scratch/in-hand.ts'
import { drainPart, type Worker } from './drain-part.ts'
import { type Recovery, recovered } from './recovery.ts'

/** Under this name threads find what tells them whether one has died yet: one number, shared. */
export const DOOM = 'rcrt-entities drill'

const WORKER_FILE = new URL('./doomed-worker.js', import.meta.url)

/** Ends a thread in the middle of the rows that it was given; another takes its place. */
export async function endThread(worker: Worker): Promise<Recovery> {
  const doom = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  let inHand: Promise<InHand> | undefined
  const threadEnded = (): void => {
    inHand ??= readInHand(worker.scratch, 'thread')
    // Whoever waits for it below is told; unless the work fails first, which is what counts then.
    inHand.catch(() => undefined)
  }
  setEnvironmentData(DOOM, doom)
  try {
    const observer = { worked() {}, threadEnded }
    await drainPart(worker, 'thread', { pool: { workerFile: WORKER_FILE, observer } })
  } finally {
    setEnvironmentData(DOOM)
  }
  return recovered(worker.scratch, 'thread', await inHand)
}
