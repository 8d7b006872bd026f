import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { messageOf, ToolError } from '../errors.ts'

export interface Served {
  /** Prometheus' text format, and its media type. */
  readonly contentType: string
  text(): Promise<string>
  /** What /healthz says. */
  health(): { readonly isHealthy: boolean; readonly words: string }
}

export interface MetricsServer {
  /** Of /metrics. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves /metrics and /healthz.
 * @param port 0 for a free one.
 * @throws {ToolError} `configuration`
 */
export async function serveMetrics(
  served: Served,
  { host, port }: { host: string; port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    answer(served, request, response).catch((error: unknown) => {
      send(response, 500, 'text/plain', `the metrics can't be told: ${messageOf(error)}`)
    })
  })
  await listening(server, host, port)
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}/metrics`,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}

async function answer(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(response, 405, 'text/plain', 'only GET and HEAD')
  const [path] = (request.url ?? '').split('?')
  if (path === '/metrics') return send(response, 200, served.contentType, await served.text())
  if (path !== '/healthz') return send(response, 404, 'text/plain', 'there are /metrics and /healthz')
  const { isHealthy, words } = served.health()
  send(response, isHealthy ? 200 : 503, 'text/plain', words)
}

function send(response: ServerResponse, status: number, contentType: string, text: string): void {
  response.writeHead(status, { 'content-type': contentType })
  response.end(text.endsWith('\n') ? text : `${text}\n`)
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Later, of a connection that can't be taken, for want of file descriptors: that scrape fails, and no more.
    server.on('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)))
    server.listen({ host, port }, resolve)
  })
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): ToolError {
  const [reason, hint] = REASONS[error.code ?? ''] ?? [error.message, ANOTHER_HOST]
  return new ToolError('configuration', `metrics can't be served at ${host}, port ${port}: ${reason}`, {
    cause: error,
    hint,
  })
}

const ANOTHER_HOST = '--metrics-host takes an address of this machine, 127.0.0.1 or 0.0.0.0 (all of them)'

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  EADDRINUSE: [
    'another program listens there',
    'another --metrics-port; each watch on a machine needs its own',
  ],
  EACCES: ['this user may not', 'a port from 1024 on'],
  EADDRNOTAVAIL: ['the address is not one of this machine', ANOTHER_HOST],
  ENOTFOUND: ['there is no host of that name', ANOTHER_HOST],
  EAI_AGAIN: ["the name can't be resolved", ANOTHER_HOST],
}
