import { existsSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, rm, rmdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { messageOf, ToolError } from '../../errors.ts'
import { isCode } from './ownership.ts'

/** Where sockets go whose path would be too long in the database's own directory. */
const PRIVATE_PARENT = resolve(tmpdir())
const PRIVATE_NAME = /^rcrt-entities-\w{6}$/
const SOCKET = /^\.s\.PGSQL\.\d+$/
/** What the tool makes in the directory of a database, and so writes and removes. */
const OWN_ENTRY = /^(?:data|creating|socket|owner\.\d+\.lock(?:\.next)?)$/

/**
 * Makes the directory of a database where it is missing.
 *
 * @throws ToolError `configuration` for one that can't be made, or in which a link would lead us elsewhere
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await makeMissing(path)
  } catch (error) {
    throw new ToolError('configuration', `cannot make the directory ${path}: ${messageOf(error)}`, {
      hint: 'name a directory that you may write to: --embedded <dir>',
      cause: error,
    })
  }
  await refuseLinks(path)
}

/** What mkdir's own `recursive` does, but for ending where a parent that is there gives ENOENT, as /proc does. */
async function makeMissing(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (isCode(error, 'EEXIST') && (await stat(path)).isDirectory()) return
    if (!isCode(error, 'ENOENT') || existsSync(dirname(path))) throw error
    await makeMissing(dirname(path))
    await makeMissing(path)
  }
}

/** A directory can come with somebody's repository or archive, and its links lead to files of ours. */
async function refuseLinks(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true })
  const link = entries.find((entry) => entry.isSymbolicLink() && OWN_ENTRY.test(entry.name))
  if (link === undefined) return
  throw new ToolError('configuration', `${join(path, link.name)} is a link, which the tool does not follow`, {
    hint: 'remove it, or name another directory: --embedded <dir>',
  })
}

/** Makes an empty directory that only its user can reach; one that is there may hold nothing but old sockets. */
export async function makeSocketDirectory(path: string): Promise<void> {
  if (existsSync(path)) await removeSocketDirectory(path)
  await mkdir(path, { mode: 0o700 })
}

/** The same in the system's temporary directory, under a short name. */
export function makePrivateDirectory(): Promise<string> {
  return mkdtemp(join(PRIVATE_PARENT, 'rcrt-entities-'))
}

/**
 * Removes what `makePrivateDirectory` made, whose owner may have been killed. The path may come from a lock file
 * that somebody planted: anything else stays as it is, and so does whatever is no socket.
 */
export async function removePrivateDirectory(path: string): Promise<void> {
  const resolved = resolve(path)
  if (dirname(resolved) !== PRIVATE_PARENT || !PRIVATE_NAME.test(basename(resolved))) return
  try {
    const entry = await lstat(resolved)
    if (entry.isDirectory() && entry.uid === process.getuid?.()) await removeSocketDirectory(resolved)
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'ENOTEMPTY')) throw error
  }
}

async function removeSocketDirectory(path: string): Promise<void> {
  const sockets = (await readdir(path)).filter((name) => SOCKET.test(name))
  await Promise.all(sockets.map((name) => rm(join(path, name), { force: true })))
  await rmdir(path)
}
