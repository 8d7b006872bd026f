import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { firstThatGreets } from '../../../src/events/jetstream/greeting.ts'

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

async function serverThat(answers: (socket: Socket) => void): Promise<string> {
  const server = createServer(answers)
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('one server that greets is enough', async () => {
  const silent = await serverThat(() => undefined)
  const sound = await serverThat((socket) => void socket.on('error', () => undefined).write('INFO {}\r\n'))
  expect(await firstThatGreets([silent, sound], 500)).toBe(sound)
})

test('a server that accepts and says nothing is given up, and its socket closed', async () => {
  let closed = false
  const frozen = await serverThat((socket) => void socket.resume().on('close', () => (closed = true)))
  await expect(firstThatGreets([frozen], 100)).rejects.toMatchObject({
    kind: 'unreachable',
    message: `NATS at ${frozen} does not answer`,
  })
  await vi.waitUntil(() => closed)
})

test.each([
  ['refuses', async () => '127.0.0.1:1', 'connection refused'],
  ['hangs up', () => serverThat((socket) => void socket.end()), /closed the connection/],
])('a server that %s is told', async (_, start, message) => {
  await expect(firstThatGreets([await start()], 5_000)).rejects.toThrow(message)
})
