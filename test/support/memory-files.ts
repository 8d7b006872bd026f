import { rmSync } from 'node:fs'
import { chmod, mkdtemp, statfs } from 'node:fs/promises'

const MEMORY = '/dev/shm'
/** A suite needs about a quarter of it. */
const ROOM_BYTES = 4 * 2 ** 30

/**
 * Puts the temporary files of tests, and of what they start, into memory until this process ends, unless TMPDIR says
 * where they go; not where memory has no files, or little room as in most containers. A database is 300 files, and each
 * test has one of its own: ext4 without a journal does not use again what was removed in the last half minute, and finds
 * that out for each new file by looking through all of it.
 */
export async function putFilesIntoMemory(): Promise<void> {
  if (process.env.TMPDIR !== undefined || !(await hasRoom())) return
  const directory = await mkdtemp(`${MEMORY}/rcrt-tests-`)
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))
  // PostgreSQL runs as another user where this one is root.
  await chmod(directory, 0o711)
  process.env.TMPDIR = directory
}

async function hasRoom(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const { bavail, bsize } = await statfs(MEMORY)
  return bavail * bsize >= ROOM_BYTES
}
