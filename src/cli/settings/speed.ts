import type { CommandContext } from '../context.ts'

/** How much may be done, and how fast. */
interface SpeedFlags {
  readonly limit: number
  readonly concurrency?: number
  readonly maxRate?: number
}

/** What flags and machine say of the speed of a run that is planned. */
export function plannedSpeed({ host, stop }: CommandContext, { limit, concurrency, maxRate }: SpeedFlags) {
  const { cores, cpuSeconds } = host
  const threads = concurrency ?? cores
  return { stop, cores, cpuSeconds, limit, threads, maxRate: maxRate ?? Number.POSITIVE_INFINITY }
}
