import { expect, type TestContext } from 'vitest'
import type { StandInOptions } from '../support/rcrt-stand-in.ts'
import { CLEAN_END, FAULT_ROWS, WatchScenario } from '../support/watch-scenario.ts'

export const THIRD = Math.ceil(FAULT_ROWS / 3)

/** A test in which breadcrumbs appear before, during and after a fault; each has to be processed once. */
export function scenario(
  play: (stage: WatchScenario) => Promise<void>,
  options: { standIn?: StandInOptions; expected?: object; serverUrl?: () => string } = {},
): (context: TestContext) => Promise<void> {
  return async ({ task }) => {
    const stage = await WatchScenario.start(options.standIn, options.serverUrl?.())
    await play(stage)
    expect(await stage.end(task.name)).toEqual({ ...CLEAN_END, ...options.expected })
  }
}
