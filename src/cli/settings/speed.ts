import type { SpeedFlags } from '../arguments/speed.ts'
import type { CommandContext } from '../context.ts'

/** What flags and machine say of the speed of a run that is planned. */
export function plannedSpeed(
  { host, stop }: CommandContext,
  { limit, concurrency, maxRate }: SpeedFlags & { readonly limit: number },
) {
  const { cores, cpuSeconds } = host
  const threads = concurrency ?? cores
  return { stop, cores, cpuSeconds, limit, threads, maxRate: maxRate ?? Number.POSITIVE_INFINITY }
}
