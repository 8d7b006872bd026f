import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { TokenSigner } from './rcrt-stand-in-tokens.ts'

/** A breadcrumb as RCRT announces it. */
export interface AnnouncedBreadcrumb {
  readonly id: string
  readonly owner_id: string
  readonly version: number
  readonly tags: readonly string[]
  readonly schema_name: string | null
  readonly updated_at: string
  readonly context: unknown
}

/** What goes wrong at the moment; each may be switched on and off while the server runs. */
export interface StandInFaults {
  /** Answer of `POST /auth/token`; `hang` gives none. */
  token?: number | 'hang' | undefined
  /** Answer of `GET /events/stream` instead of a stream. */
  stream?:
    | {
        readonly status: number
        readonly headers?: Readonly<Record<string, string>>
        readonly body?: string
      }
    | undefined
  /** Open streams and new requests get nothing at all, not even pings: a frozen server or a half-open line. */
  silent?: boolean
  /** Streams get pings and no events. */
  deaf?: boolean
  /** Answer of `GET /health`; 200 by default. */
  health?: number
  /** How often a breadcrumb is announced; once by default. */
  announcements?: (breadcrumb: AnnouncedBreadcrumb) => number
}

export interface StandInOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly pingMs?: number
  /** Life of a token where the request asks for none. */
  readonly tokenSeconds?: number
  /** False for a server whose authentication is switched off. */
  readonly auth?: boolean
  /** Answers `POST /breadcrumbs`; returns the new id. */
  readonly create?: (breadcrumb: Record<string, unknown>) => Promise<string>
  /** Answers `GET /breadcrumbs/{id}/full`; without, no token is good enough for that. */
  readonly knows?: (id: string) => Promise<boolean>
}

/** RCRT's HTTP API, as far as this tool sees it, over real HTTP. */
export class RcrtStandIn {
  readonly faults: StandInFaults = {}
  /** Method and path of every request, oldest first. */
  readonly requests: string[] = []
  /** Stays known after `close`, so that another can take the same one. */
  port = 0
  readonly #options: StandInOptions
  readonly #server: Server
  readonly #signer: TokenSigner
  readonly #sockets = new Set<Socket>()
  readonly #streams = new Map<ServerResponse, string | undefined>()
  readonly #pings: NodeJS.Timeout

  private constructor(options: StandInOptions) {
    this.#options = options
    this.#signer = new TokenSigner(options.tokenSeconds ?? 3600)
    this.#server = createServer((request, response) => this.#answer(request, response))
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    this.#pings = setInterval(() => this.#ping(), options.pingMs ?? 5_000)
  }

  static async start(options: StandInOptions = {}): Promise<RcrtStandIn> {
    const standIn = new RcrtStandIn(options)
    await new Promise<void>((resolve, reject) => {
      standIn.#server.once('error', (error) => {
        clearInterval(standIn.#pings)
        reject(error)
      })
      standIn.#server.listen(options.port ?? 0, '127.0.0.1', resolve)
    })
    standIn.port = (standIn.#server.address() as AddressInfo).port
    return standIn
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${this.port}`)
  }

  get openStreams(): number {
    return this.#streams.size
  }

  get openSockets(): number {
    return this.#sockets.size
  }

  count(request: string): number {
    return this.requests.filter((made) => made === request).length
  }

  /** Publishes a breadcrumb to the streams of its owner. */
  announce(breadcrumb: AnnouncedBreadcrumb): void {
    const times = this.faults.announcements?.(breadcrumb) ?? 1
    const { id, ...rest } = breadcrumb
    const frame = `data: ${JSON.stringify({ type: 'breadcrumb.updated', breadcrumb_id: id, ...rest })}\n\n`
    if (this.faults.deaf) return
    for (let time = 0; time < times; time++) this.send(frame, breadcrumb.owner_id)
  }

  /** Writes bytes as they are to every open stream, or to those of one owner. */
  send(bytes: string | Uint8Array, ownerId?: string): void {
    if (this.faults.silent) return
    for (const [stream, owner] of this.#streams) {
      const isMeant = ownerId === undefined || owner === undefined || owner === ownerId
      if (isMeant && !stream.writableEnded) stream.write(bytes)
    }
  }

  /** Ends every open stream, in the middle of a frame where one was begun. */
  closeStreams(): void {
    for (const stream of this.#streams.keys()) stream.end()
  }

  /** Breaks every open stream with a TCP reset. */
  resetStreams(): void {
    for (const stream of this.#streams.keys()) stream.socket?.resetAndDestroy()
  }

  /** No token that was issued so far is good any longer. */
  revokeTokens(): void {
    this.#signer.changeKey()
  }

  async close(): Promise<void> {
    clearInterval(this.#pings)
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #ping(): void {
    const ts = `${new Date().toISOString().slice(0, 19)}Z`
    this.send(`data: ${JSON.stringify({ type: 'ping', ts })}\n\n`)
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url)
    const route = `${request.method} ${url.pathname}`
    this.requests.push(route)
    if (this.faults.silent || (route === 'POST /auth/token' && this.faults.token === 'hang')) return
    if (route === 'GET /events/stream') {
      this.#openStream(request, url, response)
      return
    }
    this.#document(route, request).then(
      ([status, body]) => json(response, status, body),
      (error: unknown) => json(response, 400, { error: String(error) }),
    )
  }

  async #document(route: string, request: IncomingMessage): Promise<[status: number, body: unknown]> {
    if (route === 'POST /auth/token') return this.#issueToken(await readJson(request))
    if (route === 'GET /health') return [this.faults.health ?? 200, 'ok']
    const [, asked] = /^GET \/breadcrumbs\/([^/]+)\/full$/.exec(route) ?? []
    if (asked !== undefined) return this.#tell(asked)
    if (route !== 'POST /breadcrumbs') return [404, { error: 'not found' }]
    if (!this.#options.create) return [503, { error: 'no database' }]
    return [201, { id: await this.#options.create(await readJson(request)) }]
  }

  async #tell(id: string): Promise<[status: number, body: unknown]> {
    if (!this.#options.knows) return [403, { error: 'curator role required' }]
    return (await this.#options.knows(id)) ? [200, { id }] : [404, 'not found']
  }

  #issueToken(body: Record<string, unknown>): [status: number, body: unknown] {
    if (typeof this.faults.token === 'number') return [this.faults.token, { error: 'switched off' }]
    const { owner_id, agent_id, roles, ttl_sec } = body
    if (!isUuid(owner_id) || !isUuid(agent_id)) return [400, { error: 'malformed uuid' }]
    const { token, exp } = this.#signer.sign(owner_id, typeof ttl_sec === 'number' ? ttl_sec : undefined)
    return [200, { token, owner_id, agent_id, roles, exp }]
  }

  #openStream(request: IncomingMessage, url: URL, response: ServerResponse): void {
    const { stream } = this.faults
    const bearer =
      request.headers.authorization?.replace(/^Bearer /, '') ?? url.searchParams.get('access_token')
    const owner = this.#signer.ownerOf(bearer ?? '')
    if (stream) response.writeHead(stream.status, stream.headers).end(stream.body)
    else if (owner === undefined && this.#options.auth !== false)
      json(response, 401, { error: 'unauthorized' })
    else {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
      response.flushHeaders()
      this.#streams.set(response, owner)
      response.on('close', () => this.#streams.delete(response))
    }
  }
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString())
  if (typeof value !== 'object' || value === null) throw new Error('not an object')
  return value as Record<string, unknown>
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
}
