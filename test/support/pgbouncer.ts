import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Debian installs it where an ordinary user's PATH does not look. */
const PATH = `${process.env.PATH}:/usr/sbin`

export const pgbouncerAvailable = spawnSync('pgbouncer', ['--version'], { env: { PATH } }).status === 0
if (!pgbouncerAvailable) {
  process.stdout.write('SKIPPED: tests through a transaction pooler; install pgbouncer to run them\n')
}

/**
 * A proxy in transaction pooling mode, with few enough connections that clients share them. A strict one
 * leads to the URL's database only, and asks for its password.
 */
export async function startPgbouncer(
  serverUrl: string,
  { strict = false } = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const { hostname, port: serverPort, username, password, pathname } = new URL(serverUrl)
  const directory = await mkdtemp(join(tmpdir(), 'rcrt-pgbouncer-'))
  await chmod(directory, 0o755)
  const port = await freePort()
  const settings = `[databases]
${strict ? pathname.slice(1) : '*'} = host=${hostname} port=${serverPort} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = ${strict ? 'md5' : 'any'}
auth_file = ${join(directory, 'users.txt')}
pool_mode = transaction
default_pool_size = 4
`
  await writeFile(join(directory, 'pgbouncer.ini'), settings)
  await writeFile(join(directory, 'users.txt'), `"${username}" "${password}"\n`)
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const proxy = spawn('pgbouncer', ['-q', ...user, join(directory, 'pgbouncer.ini')], {
    env: { PATH },
    stdio: 'ignore',
  })
  await untilListening(port)
  return {
    url: `postgresql://${username}@127.0.0.1:${port}${pathname}`,
    stop: async () => {
      proxy.kill('SIGKILL')
      await once(proxy, 'close')
      await rm(directory, { recursive: true })
    },
  }
}

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      socket.destroy()
      return
    } catch {
      await delay(20)
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
