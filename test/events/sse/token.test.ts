import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { requestsThrough, type SendRequest } from '../../../src/events/sse/request.ts'
import { endpoint, tokenEndpoint } from '../../../src/events/sse/token.ts'
import { RcrtStandIn } from '../../support/rcrt-stand-in.ts'
import { AGENT, OWNER } from '../../support/sse-listener.ts'

const request = requestsThrough(undefined)
const signal = new AbortController().signal
let standIn: RcrtStandIn

afterEach(() => standIn.close())

async function provider(tokenSeconds: number, changes: { agentId?: string; timeoutMs?: number } = {}) {
  standIn = await RcrtStandIn.start({ tokenSeconds })
  return tokenEndpoint({ apiUrl: standIn.url, ownerId: OWNER, agentId: AGENT, request, ...changes })
}

test('a token serves until it has less than a minute left', async () => {
  const lasting = await provider(3_600)
  expect(await lasting.get(signal)).toBe(await lasting.get(signal))
  expect(standIn.requests).toHaveLength(1)
  await standIn.close()
  const fleeting = await provider(59)
  await fleeting.get(signal)
  await fleeting.get(signal)
  expect(standIn.requests).toHaveLength(2)
})

test('a refused token is not used again', async () => {
  const tokens = await provider(3_600)
  await tokens.get(signal)
  expect(tokens.refused()).toBe(true)
  await tokens.get(signal)
  expect(standIn.requests).toHaveLength(2)
})

test('malformed ids, errors and silence are told apart, without the token', async () => {
  const malformed = await provider(3_600, { agentId: 'agent' })
  await expect(malformed.get(signal)).rejects.toMatchObject({
    ...{ kind: 'unauthorised', status: 400 },
    message: expect.stringContaining('refuses this owner or agent id (400)'),
  })
  await standIn.close()
  const tokens = await provider(3_600)
  standIn.faults.token = 500
  await expect(tokens.get(signal)).rejects.toMatchObject({ kind: 'refused', status: 500 })
  await standIn.close()
  const impatient = await provider(3_600, { timeoutMs: 100 })
  standIn.faults.token = 'hang'
  await expect(impatient.get(signal)).rejects.toMatchObject({
    kind: 'silent',
    message: expect.stringContaining('within 100 ms'),
  })
})

test('an answer that never ends is silence, too', async () => {
  const server = createServer((_, response) => response.writeHead(200).write('{')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const apiUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const tokens = tokenEndpoint({ apiUrl, ownerId: OWNER, agentId: AGENT, timeoutMs: 100, request })
  await expect(tokens.get(signal)).rejects.toMatchObject({ kind: 'silent' })
  server.close()
})

test('what asks for a token is the agent, with the roles that RCRT gives to one', async () => {
  const tokens = await provider(3_600)
  const asked: Parameters<SendRequest>[1][] = []
  const { get } = tokenEndpoint({
    ...{ apiUrl: standIn.url, ownerId: OWNER, agentId: AGENT },
    request: (url, sent) => {
      asked.push(sent)
      return request(url, sent)
    },
  })
  expect(await get(signal)).toEqual(await tokens.get(signal))
  expect(asked[0]?.headers).toEqual({ 'content-type': 'application/json' })
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    owner_id: OWNER,
    agent_id: AGENT,
    roles: ['curator', 'emitter', 'subscriber'],
  })
})

test.each([['ä b'], ['a ä'], ['ä'], ['']])('a token that no header can carry is none: %j', async (token) => {
  standIn = await RcrtStandIn.start({})
  const answer = async () => new Response(JSON.stringify({ token, exp: 4_000_000_000 }))
  const { get } = tokenEndpoint({ apiUrl: standIn.url, ownerId: OWNER, agentId: AGENT, request: answer })
  await expect(get(signal)).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/^http:.*\/auth\/token answered without a token$/),
  })
})

test('a server that signs no tokens is tried without one', async () => {
  const tokens = await provider(3_600)
  standIn.faults.token = 503
  expect(await tokens.get(signal)).toBeUndefined()
})

test.each([
  ['http://localhost:8080', 'http://localhost:8080/events/stream'],
  ['http://localhost:8080/', 'http://localhost:8080/events/stream'],
  ['https://example.org/rcrt/api', 'https://example.org/rcrt/api/events/stream'],
])('the API may live at %s', (base, expected) => {
  expect(endpoint(new URL(base), 'events/stream').href).toBe(expected)
})
