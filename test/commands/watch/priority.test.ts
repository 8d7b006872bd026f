import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connect } from '../../../src/database/connection/connect.ts'
import { prepareForWork } from '../../../src/database/connection/open.ts'
import { claimedBatches, installClaimAudit } from '../../support/audit.ts'
import { insertBreadcrumbs, numberedBreadcrumbs } from '../../support/breadcrumbs.ts'
import { samplesOf } from '../../support/metrics.ts'
import { watchersForEach } from '../../support/watchers.ts'

const watchers = watchersForEach()

test('each batch of a sweep has of every lane its share, and /metrics tells what waits in each', async () => {
  const { pool, url } = watchers.rcrt.database
  const database = connect({ target: url, maxConnections: 1 })
  await prepareForWork(database, false)
  await database.close()
  await installClaimAudit(pool)
  const createdAt = new Date(Date.now() - 60_000)
  await insertBreadcrumbs(pool, [
    ...Array.from({ length: 40 }, () => ({ schemaName: 'knowledge.v1', createdAt })),
    ...numberedBreadcrumbs(400, () => ({ schemaName: 'user.message.v1' })),
  ])
  const watcher = watchers.start(['--metrics-port', '0', '--priority', 'user.message.*=9'])
  const [, metrics = ''] = await watcher.waitForStderr(/^Metrics at (\S+)$/m)
  const told = async () => samplesOf(await (await fetch(metrics)).text())
  while ((await told()).get('sweeps_total') === 0) await delay(100)
  expect((await claimedBatches(pool)).slice(0, 2)).toEqual([
    { 'user.message.v1': 180, 'knowledge.v1': 20 },
    { 'user.message.v1': 180, 'knowledge.v1': 20 },
  ])
  const lanes = [...(await told()).keys()].filter((name) => name.startsWith('lane_'))
  expect(lanes.sort()).toEqual([
    'lane_oldest_pending_age_seconds{lane="rest"}',
    'lane_oldest_pending_age_seconds{lane="user.message.*"}',
    'lane_pending_breadcrumbs{lane="rest"}',
    'lane_pending_breadcrumbs{lane="user.message.*"}',
  ])
})
