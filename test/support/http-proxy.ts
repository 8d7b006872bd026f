import { once } from 'node:events'
import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** An HTTP proxy that alone knows where a host is: whoever goes there without it finds nobody. */
export class HttpProxy {
  /** First line of every request, oldest first. */
  readonly requests: string[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(port: number) {
    const target = { host: '127.0.0.1', port }
    this.#server = createServer((request, response) => {
      this.#note(request)
      const { pathname, search } = new URL(request.url ?? '')
      const { method, headers } = request
      const onward = forward({ ...target, method, headers, path: pathname + search }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      })
      onward.on('error', () => response.destroy())
      response.on('close', () => onward.destroy())
      request.pipe(onward)
    })
    this.#server.on('connect', (request: IncomingMessage, socket: Socket) => {
      this.#note(request)
      const onward = connect(target, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
      onward.on('error', () => socket.destroy())
      socket.on('error', () => onward.destroy())
      socket.pipe(onward).pipe(socket)
    })
    this.#server.on('connection', (socket) => this.#sockets.add(socket))
  }

  /** @param port of the server on this machine to which every request goes, whatever its host */
  static async start(port: number): Promise<HttpProxy> {
    const proxy = new HttpProxy(port)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`)
  }

  async close(): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }

  #note({ method, url }: IncomingMessage): void {
    this.requests.push(`${method} ${url}`)
  }
}
