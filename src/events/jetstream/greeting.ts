import { createConnection } from 'node:net'
import { StreamFailure } from '../stream-failure.ts'

/**
 * The first of these servers that greets, which a NATS server does before it is asked anything. NATS' client never
 * closes the socket of one that accepts and says nothing, such as a frozen one: each attempt would leave one behind,
 * and the last would keep the process alive.
 * @param servers such as `nats.example.com:4222`
 * @throws {unknown} what the first of them failed with
 */
export async function firstThatGreets(servers: readonly string[], withinMs: number): Promise<string> {
  try {
    return await Promise.any(servers.map((server) => greets(server, withinMs)))
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error
  }
}

async function greets(server: string, withinMs: number): Promise<string> {
  const { hostname, port } = new URL(`nats://${server}`)
  const host = hostname.replace(/^\[|\]$/g, '')
  const socket = createConnection({ host, port: Number(port), timeout: withinMs })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('data', () => resolve())
      socket.once('timeout', () =>
        reject(new StreamFailure('unreachable', `NATS at ${server} does not answer`)),
      )
      socket.once('end', () => reject(new StreamFailure('closed', `NATS at ${server} closed the connection`)))
      socket.on('error', (error) => reject(inWords(error)))
    })
    return server
  } finally {
    socket.destroy()
  }
}

function inWords(error: NodeJS.ErrnoException): Error {
  return error.code === 'ECONNREFUSED' ? new Error('connection refused', { cause: error }) : error
}
