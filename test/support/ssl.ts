import { chmod, chown, copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { TestDatabase } from './postgres.ts'
import type { PostgresServer } from './postgres-server.ts'

const certificate = fileURLToPath(new URL('certificate/', import.meta.url))

/** Of localhost, signed by itself. */
export const CERTIFICATE = join(certificate, 'server.crt')

/** The key has to belong to the user that the server runs as, and to be read by nobody else. */
export async function turnOnSsl({ dataDir }: PostgresServer, { pool }: TestDatabase): Promise<void> {
  const { uid, gid } = await stat(dataDir)
  for (const name of ['server.crt', 'server.key']) {
    await copyFile(join(certificate, name), join(dataDir, name))
    await chmod(join(dataDir, name), 0o600)
    await chown(join(dataDir, name), uid, gid)
  }
  await pool.query('ALTER SYSTEM SET ssl = on')
  await pool.query('SELECT pg_reload_conf()')
  while ((await pool.query('SHOW ssl')).rows[0].ssl !== 'on') await delay(50)
}
