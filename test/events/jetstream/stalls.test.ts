import { expect, test } from 'vitest'
import { Stalls } from '../../../src/events/jetstream/stalls.ts'

const ACK_WAIT_MS = 20

function look({ pending = 5, delivered = 10, ackPending = 0 } = {}) {
  return {
    num_pending: pending,
    num_ack_pending: ackPending,
    delivered: { consumer_seq: delivered, stream_seq: delivered },
    config: { max_ack_pending: 100 },
  }
}

/** Whether a stall was noticed within these looks, the last of which stops the watch. */
async function isStall(looks: readonly ReturnType<typeof look>[], isPulling = true): Promise<boolean> {
  const stop = new AbortController()
  const left = [...looks]
  const stalls = new Stalls(async () => {
    const next = left.shift() ?? look({ pending: 0 })
    if (left.length === 0) stop.abort()
    return next
  }, ACK_WAIT_MS)
  stalls.isPulling = isPulling
  if (!isPulling) setTimeout(() => stop.abort(), 5 * ACK_WAIT_MS)
  try {
    await stalls.watch(stop.signal)
    return false
  } catch (error) {
    expect(error).toMatchObject({ kind: 'deaf', message: expect.stringMatching(/^5 messages are pending/) })
    return true
  }
}

test('messages that are pending while none is delivered for two ack waits are a stall', async () => {
  expect(await isStall([look(), look(), look()])).toBe(true)
})

test.each([
  ['one ack wait', [look(), look()]],
  ['deliveries to anybody', [look(), look({ delivered: 11 }), look({ delivered: 12 })]],
  ['nothing pending', [look({ pending: 0 }), look({ pending: 0 }), look({ pending: 0 })]],
  ['as many in hand as may be', [1, 2, 3].map(() => look({ ackPending: 100 }))],
] as const)('%s is none', async (_, looks) => {
  expect(await isStall(looks)).toBe(false)
})

test('who asks for no messages has no stall', async () => {
  expect(await isStall([look(), look(), look()], false)).toBe(false)
})
