import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { followSse } from '../../../src/events/sse/follow.ts'
import { requestsThrough } from '../../../src/events/sse/request.ts'
import { fixedToken, tokenEndpoint } from '../../../src/events/sse/token.ts'
import { type AnnouncedBreadcrumb, RcrtStandIn } from '../../support/rcrt-stand-in.ts'
import { AGENT, FAST_PINGS, OWNER, SseListener } from '../../support/sse-listener.ts'

let standIn: RcrtStandIn
let listener: SseListener | undefined

beforeEach(async () => {
  standIn = await RcrtStandIn.start(FAST_PINGS)
})

afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await listener?.stop()
  await standIn.close()
})

function listen(options?: ConstructorParameters<typeof SseListener>[1]): SseListener {
  listener = new SseListener(standIn, options)
  return listener
}

function breadcrumb(changes: Partial<AnnouncedBreadcrumb> = {}): AnnouncedBreadcrumb {
  return {
    id: randomUUID(),
    owner_id: OWNER,
    version: 1,
    tags: [],
    schema_name: 'user.message.v1',
    updated_at: new Date().toISOString(),
    context: { content: 'hello' },
    ...changes,
  }
}

/** Announces a new breadcrumb and waits for its id. */
async function expectEventsToFlow(source: SseListener): Promise<void> {
  const { id, ...rest } = breadcrumb()
  standIn.announce({ id, ...rest })
  await source.until(() => source.ids.includes(id))
}

describe('an event stream in good health', () => {
  test('brings the ids of what is announced, after a sweep for what came before', async () => {
    const source = listen()
    await source.connected()
    await expectEventsToFlow(source)
    expect(source.gaps).toEqual(['connected'])
    expect(source.statuses).toEqual([{ state: 'connecting' }, { state: 'connected' }])
  })

  test("brings only what the filter lets through, and only the token's owner's events", async () => {
    const unwanted = breadcrumb()
    const source = listen({ accept: (event) => event.id !== unwanted.id })
    await source.connected()
    standIn.announce(unwanted)
    standIn.announce(breadcrumb({ owner_id: randomUUID() }))
    await expectEventsToFlow(source)
    expect(source.ids).toHaveLength(1)
    expect(source.source.counts).toMatchObject({ events: 2, filtered: 1 })
  })

  test('outlives its token', async () => {
    await standIn.close()
    standIn = await RcrtStandIn.start({ ...FAST_PINGS, tokenSeconds: 0 })
    const source = listen({ tokens: fixedToken(await issueToken(60)) })
    await source.connected()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    await expectEventsToFlow(source)
    expect(standIn.count('GET /events/stream')).toBe(1)
  })

  test('needs no token where the server needs none', async () => {
    await standIn.close()
    standIn = await RcrtStandIn.start({ ...FAST_PINGS, auth: false })
    standIn.faults.token = 503
    const source = listen()
    await source.connected()
    await expectEventsToFlow(source)
  })

  test.each([
    ['has lasted for a minute', 60_000, false, 5],
    ['has not', 59_999, false, 20],
    ['brought an event and outlived the silence of a dead one', 15_000, true, 5],
    ['did not', 14_999, true, 20],
  ])(
    'that %s is opened again after the first pause or a longer one',
    async (_, lasted, announced, expected) => {
      vi.useFakeTimers({ toFake: ['performance'] })
      vi.advanceTimersByTime(100_000)
      const settings = { random: () => 0.5, healthyAfterMs: 60_000, silenceMs: 15_000 }
      const source = listen({ settings })
      for (const times of [1, 2]) {
        await source.connected(times)
        standIn.closeStreams()
      }
      await source.connected(3)
      if (announced) {
        vi.advanceTimersByTime(1)
        standIn.announce(breadcrumb())
        await eventually(() => source.source.counts.events === 1)
      }
      vi.advanceTimersByTime(lasted - Number(announced))
      standIn.closeStreams()
      await source.connected(4)
      expect(source.delays).toEqual([5, 10, expected])
    },
  )

  test('closes its sockets when it is stopped', async () => {
    const source = listen()
    await source.connected()
    expect(standIn.openStreams).toBe(1)
    await source.stop()
    expect(source.statuses.at(-1)).toEqual({ state: 'connected' })
    await eventually(() => standIn.openStreams === 0)
  })

  test('reports a listener that throws instead of reconnecting', async () => {
    const source = followSse({
      apiUrl: standIn.url,
      tokens: fixedToken(await issueToken(60)),
      request: requestsThrough(undefined),
      signal: new AbortController().signal,
      onStatus: ({ state }) => {
        if (state === 'connected') throw new Error('broken')
      },
    })
    const hints = source[Symbol.asyncIterator]()
    await expect(hints.next()).rejects.toThrow(/listener .* failed/)
    await eventually(() => standIn.openStreams === 0)
  })
})

describe('scenarios', () => {
  test('1: a server that is down at the start is found when it comes', async () => {
    const { port } = standIn
    await standIn.close()
    const source = listen()
    await source.until(() => source.count('disconnected') >= 2)
    expect(source.statuses).toContainEqual({
      state: 'disconnected',
      reason: expect.stringContaining(`cannot reach 127.0.0.1:${port}`),
      retryInMs: expect.any(Number),
    })
    standIn = await RcrtStandIn.start({ ...FAST_PINGS, port })
    await source.connected()
    await expectEventsToFlow(source)
  })

  test('2: a stream that ends in mid-frame is opened again, with a sweep', async () => {
    const source = listen()
    await source.connected()
    standIn.send('data: {"type":"breadcrumb.upd')
    standIn.closeStreams()
    await source.connected(2)
    await expectEventsToFlow(source)
    expect(source.source.counts.badFrames).toBe(0)
  })

  test('3: a stream that is reset is opened again, with a sweep', async () => {
    const source = listen()
    await source.connected()
    standIn.resetStreams()
    await source.connected(2)
    await expectEventsToFlow(source)
  })

  test('4 and 5: silence is noticed, nothing leaks, and events flow when the server is back', async () => {
    const source = listen({ settings: { silenceMs: 150 } })
    await source.connected()
    standIn.faults.silent = true
    await source.until(() => source.count('disconnected') >= 3)
    expect(source.statuses).toContainEqual(
      expect.objectContaining({ reason: expect.stringMatching(/nothing came/) }),
    )
    standIn.faults.silent = false
    const event = breadcrumb()
    await eventually(() => {
      // Again and again, since pings that come late on a machine under load are silence, too.
      standIn.announce(event)
      return source.ids.includes(event.id)
    })
    await eventually(() => standIn.openStreams === 1)
  })

  test('6: deafness is told, and reconnects once only', async () => {
    const source = listen()
    await source.connected()
    standIn.faults.deaf = true
    standIn.announce(breadcrumb())
    await pings(4)
    source.source.missedEvents()
    await source.connected(2)
    expect(source.statuses).toContainEqual({ state: 'deaf', reconnecting: true })
    await pings(4)
    source.source.missedEvents()
    await pings(2)
    expect(source.count('deaf')).toBe(1)
    expect(standIn.count('GET /events/stream')).toBe(2)
    standIn.faults.deaf = false
    await expectEventsToFlow(source)
    expect(source.statuses.at(-1)).toEqual({ state: 'hearing' })
  })

  test('6: deafness is told once until events come again, and not of a stream that is closed', async () => {
    const source = listen({ settings: { deafAfterMs: 0, deafReconnectMs: 1_000_000, firstDelayMs: 10_000 } })
    await source.connected()
    const told = () => source.statuses.slice(2)
    source.source.missedEvents()
    await source.connected(2)
    expect(told()).toEqual([
      { state: 'deaf', reconnecting: true },
      { state: 'disconnected', reason: 'pings came and events did not', retryInMs: 0 },
      { state: 'connecting' },
      { state: 'connected' },
    ])
    source.source.missedEvents()
    await expectEventsToFlow(source)
    source.source.missedEvents()
    source.source.missedEvents()
    await expectEventsToFlow(source)
    await expectEventsToFlow(source)
    const states = ['hearing', 'deaf', 'hearing'].map((state) => expect.objectContaining({ state }))
    expect(told().slice(4)).toEqual(states)
    standIn.closeStreams()
    await source.until(() => source.count('disconnected') === 2)
    source.source.missedEvents()
    expect(source.statuses.at(-1)).toMatchObject({ state: 'disconnected' })
  })

  test('6: what was missed while events come is no deafness', async () => {
    const source = listen({ settings: { deafAfterMs: 30_000 } })
    await source.connected()
    const now = performance.now.bind(performance)
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000)
    await expectEventsToFlow(source)
    source.source.missedEvents()
    expect(source.count('deaf')).toBe(0)
  })

  test('7: a refused token is renewed once and at once', async () => {
    const source = listen()
    await source.connected()
    standIn.revokeTokens()
    standIn.closeStreams()
    await source.connected(2)
    expect(standIn.count('POST /auth/token')).toBe(2)
    expect(standIn.count('GET /events/stream')).toBe(3)
    expect(source.count('unauthorised')).toBe(0)
  })

  test.each([401, 403])('8: a refusal that stays (%i) is retried slowly and told clearly', async (status) => {
    standIn.faults.stream = { status }
    const source = listen()
    await source.until(() => source.count('unauthorised') >= 1)
    expect(standIn.count('GET /events/stream')).toBe(2)
    expect(source.statuses.at(-1)).toEqual({
      state: 'unauthorised',
      check: '--token or RCRT_TOKEN, OWNER_ID and AGENT_ID',
      reason: `${standIn.url.origin}/events/stream answered ${status}`,
      retryInMs: expect.toSatisfy((ms: number) => ms >= 600),
    })
    standIn.faults.stream = undefined
    await source.connected()
    expect(standIn.count('POST /auth/token')).toBe(3)
  })

  test('8: a token that was given is not renewed', async () => {
    const source = listen({ tokens: fixedToken('wrong') })
    await source.until(() => source.count('unauthorised') >= 1)
    expect(standIn.requests).toEqual(['GET /events/stream'])
  })

  test.each([500, 'hang'] as const)('9: a token endpoint that fails (%s) is tried again', async (token) => {
    standIn.faults.token = token
    const [request, ids] = [requestsThrough(undefined), { ownerId: OWNER, agentId: AGENT }]
    const tokens = tokenEndpoint({ apiUrl: standIn.url, ...ids, timeoutMs: 300, request })
    const source = listen({ tokens })
    await source.until(() => source.count('disconnected') >= 2)
    expect(standIn.count('GET /events/stream')).toBe(0)
    standIn.faults.token = undefined
    await source.connected()
    await expectEventsToFlow(source)
  })

  test.each([204, 429, 503, 200])('10: an answer that is no stream (%i) is tried again', async (status) => {
    standIn.faults.stream = { status, headers: { 'content-type': 'text/html' } }
    const source = listen()
    await source.until(() => source.count('disconnected') >= 2)
    standIn.faults.stream = undefined
    await source.connected()
    await expectEventsToFlow(source)
  })

  test.each([
    ['text/html; token=hunter2', /is not an event stream \(text\/html\)$/],
    ['hunter2 \u009b2J', /is not an event stream \(no content type\)$/],
  ])('what a header or a body says is not told: %j', async (type, reason) => {
    standIn.faults.stream = { status: 200, headers: { 'content-type': type }, body: 'hunter2' }
    const source = listen()
    await source.until(() => source.count('disconnected') >= 1)
    const told = source.statuses.filter(({ state }) => state === 'disconnected')
    expect(told[0]).toMatchObject({ reason: expect.stringMatching(reason) })
    expect(JSON.stringify(told)).not.toMatch(/hunter2|\u009b/)
  })

  test('10: Retry-After is honoured', async () => {
    standIn.faults.stream = { status: 429, headers: { 'retry-after': '1' } }
    const source = listen()
    await source.until(() => source.count('disconnected') >= 1)
    standIn.faults.stream = undefined
    expect(source.statuses.at(-1)).toMatchObject({ retryInMs: expect.toSatisfy((ms: number) => ms >= 1_000) })
    await source.connected()
    expect(standIn.count('GET /events/stream')).toBe(2)
  })

  test('11: "retry: 0" is ignored', async () => {
    const source = listen({ settings: { random: () => 0.5, healthyAfterMs: Number.POSITIVE_INFINITY } })
    await source.connected()
    standIn.send('retry: 0\n\n')
    for (const times of [2, 3, 4, 5]) {
      standIn.closeStreams()
      await source.connected(times)
      standIn.send('retry: 0\n\n')
    }
    expect(source.delays).toEqual([5, 10, 20, 40])
  })

  test('12: a frame of 50 MB is dropped with a sweep, and the stream goes on', async () => {
    const source = listen()
    await source.connected()
    standIn.send('data: {"type":"breadcrumb.updated","context":"')
    const part = Buffer.alloc(1024 * 1024, 'x')
    for (let sent = 0; sent < 50; sent++) standIn.send(part)
    standIn.send('"}\n\n')
    await expectEventsToFlow(source)
    expect(source.gaps).toEqual(['connected', 'unreadable'])
    expect(source.source.counts).toMatchObject({ connections: 1, oversizedFrames: 1 })
  })

  test('13: frames that make no sense are counted and passed over', async () => {
    const source = listen()
    await source.connected()
    standIn.send('data: {"type":\n\n')
    standIn.send('data: null\n\ndata: [1]\n\n')
    standIn.send('data: {"type":"breadcrumb.updated","breadcrumb_id":"42"}\n\n')
    standIn.send('data: {"type":"bread.baked"}\n\n: a comment\n\n')
    const { id } = breadcrumb()
    standIn.send(`data: {"type":"bc.created","breadcrumb_id":"${id.toUpperCase()}","context":"`)
    standIn.send(Buffer.from([0xff, 0xfe]))
    standIn.send('"}\r\n\r\n')
    await source.until(() => source.ids.includes(id))
    await expectEventsToFlow(source)
    expect(source.source.counts).toMatchObject({ badFrames: 4, unknownTypes: 1, badText: 1, connections: 1 })
    expect(source.gaps).toContain('unreadable')
  })

  test('14: more events than are taken are bounded, and ask for a sweep', async () => {
    const source = listen({ settings: { maxWaiting: 100, batchMs: 60_000, batchSize: 500 } })
    await source.connected()
    for (let count = 0; count < 1_000; count++) standIn.announce(breadcrumb())
    await eventually(() => source.source.counts.events === 1_000)
    expect(source.source.waiting).toBe(100)
    expect(source.source.counts.overflowed).toBe(900)
    expect(source.gaps).toContain('overflow')
  })

  test('15: an id that comes a thousand times is one', async () => {
    const source = listen({ settings: { batchMs: 60_000 } })
    await source.connected()
    standIn.faults.announcements = () => 1_000
    standIn.announce(breadcrumb())
    await eventually(() => source.source.counts.events === 1_000)
    expect(source.source.waiting).toBe(1)
  })
})

async function issueToken(seconds: number): Promise<string> {
  const response = await fetch(new URL('/auth/token', standIn.url), {
    method: 'POST',
    body: JSON.stringify({ owner_id: OWNER, agent_id: OWNER, roles: [], ttl_sec: seconds }),
  })
  return ((await response.json()) as { token: string }).token
}

function pings(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * FAST_PINGS.pingMs))
}

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}
