import { afterEach, beforeEach, expect, test } from 'vitest'
import { Pacer } from '../../../src/processing/pace/pacer.ts'
import { Tally } from '../../../src/processing/run/tally.ts'
import { Batches } from '../../../src/processing/watch/batches.ts'
import type { WatchObserver } from '../../../src/processing/watch/watcher.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { type OpenPath, openPath } from '../../support/path.ts'
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let open: OpenPath
beforeEach(async () => {
  database = await createTestDatabase()
  open = await openPath(database.url)
})
afterEach(async () => {
  await open.close()
  await database.drop()
})

const SLOTS = 3

test('what an event announces while sweeps fill all slots goes before what they have next', async () => {
  const ids = await insertBreadcrumbs(database.pool, numberedBreadcrumbs(2 * SLOTS + 1))
  const [announced = '', ...swept] = ids
  const order: string[] = []
  const observer: WatchObserver = {
    ...{ backlog() {}, announced() {}, passedOver() {}, swept() {}, withheld() {}, refused() {} },
    ...{ waiting() {}, resumed() {} },
    settled: (breadcrumbs) => order.push(...breadcrumbs.map(({ id }) => id)),
  }
  const batches = new Batches(open, {
    ...{ observer, atOnce: SLOTS, count: Number.POSITIVE_INFINITY, stop: open.stop, tally: new Tally() },
    pacer: new Pacer(Number.POSITIVE_INFINITY),
    requestSweep() {},
  })
  const sweeps = swept.map((id) => batches.process([id], 'swept'))
  await Promise.all([...sweeps, batches.process([announced], 'announced')])
  expect(order).toHaveLength(ids.length)
  // Three were at work when it came; of those that waited for longer none was begun before it.
  expect(order.indexOf(announced)).toBeLessThan(2 * SLOTS)
  expect(
    order.slice(0, order.indexOf(announced)).filter((id) => swept.slice(SLOTS + 2).includes(id)),
  ).toEqual([])
})
