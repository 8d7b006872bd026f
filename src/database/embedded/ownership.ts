import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'

/** Where the process that owns an embedded database takes connections. A `host` with a slash is a directory. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** For machines without sockets in the file system. */
export const LOOPBACK = '127.0.0.1'

/** What the newest lock file of a directory says. */
export interface Owner {
  readonly generation: number
  readonly pid: number | undefined
  /** Known as soon as the owner listens. */
  readonly address: Address | undefined
  readonly released: boolean
}

/** The right to open a directory's database, held by one process. */
export interface Ownership {
  readonly generation: number
  /** Tells other processes where to connect. */
  announce(address: Address): Promise<void>
  /** False when another process has taken the database over, because this one was silent for too long. */
  isCurrent(): Promise<boolean>
  release(): Promise<void>
}

const LOCK_FILE = /^owner\.(\d+)\.lock$/

/**
 * The current owner according to the lock file of the highest generation. PGlite allows one process a
 * directory, and removing a dead owner's lock file is a race that two starters can both win. So a lock file is
 * never removed to take over: the next generation's is created, which only one process can do.
 */
export async function readOwner(directory: string): Promise<Owner | undefined> {
  const generation = await newestGeneration(directory)
  if (generation === 0) {
    return undefined
  }
  const content = await readFile(lockFile(directory, generation), 'utf8').catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) {
      return ''
    }
    throw error
  })
  return { generation, ...parseLock(content) }
}

/**
 * Becomes the owner that follows `previous`.
 *
 * @returns undefined when another process was faster
 */
export async function takeOwnership(
  directory: string,
  previous: Owner | undefined,
): Promise<Ownership | undefined> {
  const generation = (previous?.generation ?? 0) + 1
  const file = lockFile(directory, generation)
  try {
    await writeFile(file, JSON.stringify({ pid: process.pid }), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (isCode(error, 'EEXIST')) {
      return undefined
    }
    throw error
  }
  const isCurrent = async () => (await newestGeneration(directory)) === generation
  if (!(await isCurrent())) {
    await rm(file, { force: true })
    return undefined
  }
  await removeOlder(directory, generation)
  return {
    generation,
    isCurrent,
    announce: (address) => rewrite(file, { pid: process.pid, address }),
    // The file stays, marked: were it removed, a slow starter could create a generation that was there before.
    release: async () => {
      if (await isCurrent()) {
        await rewrite(file, { released: true })
      }
    },
  }
}

/** Whether a process of that id runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/** Whether an error carries that code, such as `ENOENT`. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** 0 where there is none. */
async function newestGeneration(directory: string): Promise<number> {
  return (await generations(directory)).reduce((newest, each) => Math.max(newest, each), 0)
}

async function generations(directory: string): Promise<number[]> {
  const names = await readdir(directory)
  return names.flatMap((name) => {
    const match = LOCK_FILE.exec(name)
    return match ? [Number(match[1])] : []
  })
}

async function removeOlder(directory: string, generation: number): Promise<void> {
  const older = (await generations(directory)).filter((other) => other < generation)
  await Promise.all(older.map((other) => rm(lockFile(directory, other), { force: true })))
}

async function rewrite(file: string, content: object): Promise<void> {
  await writeFile(`${file}.next`, JSON.stringify(content), { mode: 0o600 })
  await rename(`${file}.next`, file)
}

function lockFile(directory: string, generation: number): string {
  return join(directory, `owner.${generation}.lock`)
}

/** A file that its owner has only just created can still be empty: an owner of whom nothing is known yet. */
function parseLock(content: string): Omit<Owner, 'generation'> {
  const unknown = { pid: undefined, address: undefined, released: false }
  try {
    const lock = JSON.parse(content) as Partial<Record<keyof Owner, unknown>> | null
    return {
      pid: typeof lock?.pid === 'number' ? lock.pid : undefined,
      address: isAddress(lock?.address) ? lock.address : undefined,
      released: lock?.released === true,
    }
  } catch {
    return unknown
  }
}

/** Nobody's lock file may send us to another machine. */
function isAddress(value: unknown): value is Address {
  const { host, port } = (value ?? {}) as Partial<Record<keyof Address, unknown>>
  return typeof host === 'string' && (host === LOOPBACK || isAbsolute(host)) && typeof port === 'number'
}
