import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { DatabaseFault } from '../../../src/database/connection/fault.ts'
import type { FaultClass } from '../../../src/database/connection/fault-table.ts'
import { Patience } from '../../../src/processing/run/patience.ts'
import { pause } from '../../../src/timing/pause.ts'

vi.mock('../../../src/timing/pause.ts', { spy: true })
afterEach(() => {
  vi.restoreAllMocks()
})

const told: string[] = []
const observer = { waiting: (reason: string) => told.push(reason), resumed: () => told.push('resumed') }

function patience(stop = new AbortController().signal): Patience {
  return new Patience({ outageLimit: 60_000, observer, stop })
}

/** Fails so often, then succeeds. */
function failing(times: number, faultClass: FaultClass): () => Promise<string> {
  let left = times
  return async () => {
    left -= 1
    if (left >= 0)
      throw new DatabaseFault('failure', faultClass, `a fault of class ${faultClass}`, { cause: undefined })
    return 'done'
  }
}

test.each(['outage', 'contention', 'slow'] as const)('a fault of class %s passes', async (faultClass) => {
  expect(await patience().retry(failing(2, faultClass))).toBe('done')
})

test.each(['data', 'fatal'] as const)('a fault of class %s is thrown at once', async (faultClass) => {
  await expect(patience().retry(failing(1, faultClass))).rejects.toThrow(faultClass)
})

test('whoever can do less at once is told of what took too long at once', async () => {
  await expect(patience().retry(failing(1, 'slow'), 'throw')).rejects.toThrow('slow')
})

test.each(['outage', 'contention', 'slow'] as const)(
  'a fault of class %s is thrown when stopping',
  async (faultClass) => {
    await expect(patience(AbortSignal.abort()).retry(failing(1, faultClass))).rejects.toThrow(faultClass)
  },
)

test('what lasts is told, and that it is over', async () => {
  told.length = 0
  await patience().retry(failing(1, 'outage'))
  expect(told).toEqual(['a fault of class outage', 'resumed'])
})

test.each(['data', 'slow'] as const)(
  'an outage is over, too, when a fault of class %s answers',
  async (faultClass) => {
    told.length = 0
    const [outage, answer] = [failing(1, 'outage'), failing(1, faultClass)]
    const work = (tries: number) => (tries === 1 ? outage() : answer())
    await expect(patience().retry(work, 'throw')).rejects.toThrow(faultClass)
    expect(told).toEqual(['a fault of class outage', 'resumed'])
  },
)

test('an outage that outlasts patience is not over', async () => {
  told.length = 0
  const impatient = new Patience({ outageLimit: 0, observer, stop: new AbortController().signal })
  await expect(impatient.retry(failing(1, 'outage'))).rejects.toThrow('outage')
  expect(told).toEqual([])
})

test('an outage is waited for from when it is noticed, however long that took', async () => {
  const { signal } = new AbortController()
  const work = failing(1, 'outage')
  const afterLongSilence = async () => {
    await delay(50)
    return work()
  }
  expect(await new Patience({ outageLimit: 25, observer, stop: signal }).retry(afterLongSilence)).toBe('done')
})

test('pauses double to 4 s at most, each anywhere below: work goes on soon after the database is back', async () => {
  expect(await pausesWith(1)).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000])
  expect(await pausesWith(0.5)).toEqual([125, 250, 500, 1_000, 2_000, 2_000])
})

/** The pauses between seven tries, in milliseconds; they are not waited for. */
async function pausesWith(random: number): Promise<unknown[]> {
  vi.spyOn(Math, 'random').mockReturnValue(random)
  const pauses = vi.mocked(pause).mockClear().mockResolvedValue(undefined)
  await patience().retry(failing(6, 'outage'))
  return pauses.mock.calls.map(([milliseconds]) => milliseconds)
}
