import type { Duplex } from 'node:stream'
import pg from 'pg'
import { LoginProblem } from './login-problem.ts'

/** pg's client, which closes its socket when it can't log in: left open, that would keep the process from its end. */
export class Client extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const connection = this.connection as Connection
    connection.attachListeners = guarded(connection)
    let isLoggedIn = false
    connection.once('readyForQuery', () => {
      isLoggedIn = true
    })
    connection.on('error', () => this.drop())
    connection.on('errorMessage', () => {
      if (!isLoggedIn) this.drop()
    })
    connection.on('authenticationSASL', ({ mechanisms }: { readonly mechanisms: readonly string[] }) => {
      if (!mechanisms.includes('SCRAM-SHA-256'))
        connection.emit('error', unknownMethod(mechanisms.join(' or ')))
    })
  }

  /** Ends the connection without a word to the server, which may be silent for ever. */
  drop(): void {
    this.connection.stream.destroy()
  }
}

/** pg's types leave out where it is handed the stream to read from, which with SSL is another than the socket. */
type Connection = pg.Connection & { attachListeners(stream: Pick<Duplex, 'on'>): void }

/** pg's parser throws at what it does not know, out of an event of the stream, where nobody could catch it. */
function guarded(connection: Connection): Connection['attachListeners'] {
  const attach = connection.attachListeners.bind(connection)
  return (stream) => {
    let isFirst = true
    const on = (event: string, listener: (chunk: Buffer) => void) =>
      stream.on(event, (chunk: Buffer) => {
        try {
          if (isFirst && event === 'data') refuseOtherProtocols(chunk)
          isFirst = false
          listener(chunk)
        } catch (error) {
          connection.emit('error', methodProblem(error) ?? error)
        }
      })
    attach({ on } as Pick<Duplex, 'on'>)
  }
}

/** A server begins with a request for authentication, an error, a notice, or the protocol's version that it knows. */
const FIRST_MESSAGES = 'RENv'

function refuseOtherProtocols([first = 0]: Buffer): void {
  if (FIRST_MESSAGES.includes(String.fromCharCode(first))) return
  throw new LoginProblem('NOT_POSTGRESQL', "its first words are not of PostgreSQL's protocol")
}

/** Codes of https://www.postgresql.org/docs/current/protocol-message-formats.html (Authentication…). */
const METHODS: Readonly<Record<string, string>> = { 2: 'Kerberos V5', 7: 'GSSAPI', 9: 'SSPI' }

function methodProblem(error: unknown): LoginProblem | undefined {
  const [, code] = /authenticationOk message type (\d+)/.exec(String(error)) ?? []
  return code === undefined ? undefined : unknownMethod(METHODS[code] ?? `method ${code}`)
}

function unknownMethod(name: string): LoginProblem {
  return new LoginProblem('LOGIN_METHOD', `it asks for ${name}, which is not supported`)
}
