import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A TCP proxy whose connections can be cut off in silence: neither end learns of it, as on a dead line. */
export class HalfOpenProxy {
  readonly #server: Server
  readonly #pairs = new Set<[Socket, Socket]>()

  private constructor(targetPort: number) {
    this.#server = createServer((client) => {
      const target = connect(targetPort, '127.0.0.1')
      const pair: [Socket, Socket] = [client, target]
      this.#pairs.add(pair)
      client.pipe(target).pipe(client)
      client.on('close', () => {
        this.#pairs.delete(pair)
        target.destroy()
      })
      client.on('error', () => client.destroy())
      target.on('error', () => client.destroy())
    })
  }

  static async start(targetPort: number): Promise<HalfOpenProxy> {
    const proxy = new HalfOpenProxy(targetPort)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`)
  }

  /** Connections that clients have not closed. */
  get open(): number {
    return this.#pairs.size
  }

  /** Nothing passes any more on the connections there are; new ones work. */
  cutOff(): void {
    for (const [client, target] of this.#pairs) {
      client.unpipe()
      target.unpipe()
      target.resume()
    }
  }

  async close(): Promise<void> {
    for (const [client] of this.#pairs) client.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
