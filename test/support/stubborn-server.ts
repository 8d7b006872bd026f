import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** A message of PostgreSQL's protocol. */
export function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** A request for authentication: https://www.postgresql.org/docs/current/protocol-message-formats.html */
export function authentication(method: number, ...mechanisms: readonly string[]): Buffer {
  const code = Buffer.alloc(4)
  code.writeUInt32BE(method)
  const names = mechanisms.length === 0 ? '' : `${mechanisms.join('\0')}\0\0`
  return message('R', Buffer.concat([code, Buffer.from(names)]))
}

/** Says the same words to all, at once or when spoken to, in the clear or encrypted, and never hangs up. */
export interface StubbornServer {
  readonly port: number
  close(): void
}

export async function startStubbornServer(
  words: Buffer | string,
  how: 'at once' | 'when asked' | 'encrypted' = 'when asked',
): Promise<StubbornServer> {
  const speak = (socket: Socket) => void socket.on('error', () => undefined).write(words)
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    if (how === 'at once') speak(socket)
    else socket.once('data', () => (how === 'encrypted' ? encrypt(socket, speak) : speak(socket)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

/** Agrees to what asked for SSL. */
function encrypt(socket: Socket, speak: (socket: Socket) => void): void {
  const file = (name: string) => readFileSync(new URL(`./certificate/${name}`, import.meta.url))
  const options = { isServer: true, cert: file('server.crt'), key: file('server.key') }
  socket.write('S')
  const encrypted = new TLSSocket(socket, options)
  encrypted.once('data', () => speak(encrypted))
}
