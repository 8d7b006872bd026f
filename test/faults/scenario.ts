import { expect, type TestContext } from 'vitest'
import { JetStreamScenario } from '../support/jetstream-scenario.ts'
import type { StandInOptions } from '../support/rcrt-stand-in.ts'
import { CLEAN_END, FAULT_ROWS, type Stage } from '../support/stage.ts'
import { WatchScenario } from '../support/watch-scenario.ts'

export const THIRD = Math.ceil(FAULT_ROWS / 3)

type Scenario = (context: TestContext) => Promise<void>

/** A test in which breadcrumbs appear before, during and after a fault; each has to be processed once. */
export function scenario(
  play: (stage: WatchScenario) => Promise<void>,
  options: { standIn?: StandInOptions; expected?: object; serverUrl?: () => string } = {},
): Scenario {
  return played(() => WatchScenario.start(options.standIn, options.serverUrl?.()), play, options.expected)
}

/** The same with a NATS server of its own instead of RCRT's API. */
export function jetStreamScenario(
  binary: string,
  play: (stage: JetStreamScenario) => Promise<void>,
  expected: object = {},
): Scenario {
  return played(() => JetStreamScenario.start(binary), play, expected)
}

function played<S extends Stage>(
  start: () => Promise<S>,
  play: (stage: S) => Promise<void>,
  expected: object = {},
): Scenario {
  return async ({ task }) => {
    const stage = await start()
    await play(stage)
    expect(await stage.end(task.name)).toEqual({ ...CLEAN_END, ...expected })
  }
}
