import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises'

const MEMORY = '/dev/shm'
/** A suite needs about a quarter of it. */
const ROOM_BYTES = 4 * 2 ** 30

/**
 * Puts the temporary files of tests, and of what they start, into memory, unless TMPDIR says where they go. A database
 * is 300 files, and each test has one of its own: ext4 without a journal does not use again what was removed in the last
 * half minute, and finds that out for each new file by looking through all of it.
 *
 * @returns what removes them; nothing happens where memory has no files, or little room, as in most containers
 */
export async function putFilesIntoMemory(): Promise<() => Promise<void>> {
  if (process.env.TMPDIR !== undefined || !(await hasRoom())) return async () => undefined
  const directory = await mkdtemp(`${MEMORY}/rcrt-tests-`)
  // PostgreSQL runs as another user where this one is root.
  await chmod(directory, 0o711)
  process.env.TMPDIR = directory
  return () => rm(directory, { recursive: true, force: true })
}

async function hasRoom(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const { bavail, bsize } = await statfs(MEMORY)
  return bavail * bsize >= ROOM_BYTES
}
