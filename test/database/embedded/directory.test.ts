import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  makeDirectory,
  makePrivateDirectory,
  makeSocketDirectory,
  removePrivateDirectory,
} from '../../../src/database/embedded/directory.ts'
import { openEmbedded } from '../../../src/database/embedded/open.ts'
import { readOwner } from '../../../src/database/embedded/ownership.ts'

let parent: string
let precious: string
let directory: string
let privateDirectory: string

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'rcrt-directory-test-'))
  precious = join(parent, 'precious')
  directory = join(parent, 'database')
  privateDirectory = await makePrivateDirectory()
  for (const made of [precious, directory]) await mkdir(made)
  await writeFile(join(precious, 'file'), 'kept')
  await writeFile(join(precious, '.s.PGSQL.5432'), 'kept')
})

afterEach(async () => {
  expect(await readFile(join(precious, 'file'), 'utf8')).toBe('kept')
  expect(await readFile(join(precious, '.s.PGSQL.5432'), 'utf8')).toBe('kept')
  await rm(parent, { recursive: true, force: true })
  await rm(privateDirectory, { recursive: true, force: true })
})

/** Of a process that is gone. */
function plantLock(content: unknown): Promise<void> {
  return writeFile(join(directory, 'owner.1.lock'), JSON.stringify(content))
}

test('a lock file that leads out of the private directory by .. has nothing removed there', async () => {
  const host = `${privateDirectory}/../${basename(parent)}/precious`
  await plantLock({ released: true, address: { host, port: 1 } })
  const database = await openEmbedded(directory, { seed: async () => 0 })
  expect(database.owner).toBe(true)
  await database.close()
})

test('paths beside and above the private directory, and links in its place, have nothing removed', async () => {
  await rm(privateDirectory, { recursive: true })
  await symlink(precious, privateDirectory)
  const paths = [
    precious,
    `${privateDirectory}/../${basename(parent)}/precious`,
    `${privateDirectory}/..`,
    privateDirectory,
    `${privateDirectory}/`,
    `${privateDirectory}/.`,
    '',
    '/',
  ]
  for (const path of paths) await removePrivateDirectory(path)
  expect((await lstat(privateDirectory)).isSymbolicLink()).toBe(true)
})

test('a private directory of a killed owner goes, with its socket and nothing else', async () => {
  const server = createServer().listen(join(privateDirectory, '.s.PGSQL.7'))
  await new Promise((resolve) => server.once('listening', resolve))
  await writeFile(join(privateDirectory, 'notes'), '')
  await removePrivateDirectory(privateDirectory)
  expect(await readdir(privateDirectory)).toEqual(['notes'])
  await rm(join(privateDirectory, 'notes'))
  await removePrivateDirectory(privateDirectory)
  await expect(lstat(privateDirectory)).rejects.toThrow('ENOENT')
  await removePrivateDirectory(privateDirectory)
  server.close()
})

test("a folder that only has the name of the socket's is not removed, and the error says whose it is", async () => {
  await mkdir(join(directory, 'socket'))
  await writeFile(join(directory, 'socket', 'design.md'), '')
  await expect(openEmbedded(directory)).rejects.toMatchObject({
    kind: 'configuration',
    message: expect.stringContaining(join(directory, 'socket')),
  })
  expect(await readdir(join(directory, 'socket'))).toEqual(['design.md'])
})

test("the socket's directory is made anew, without the sockets of those who are gone", async () => {
  const path = join(directory, 'socket')
  await mkdir(path, { mode: 0o777 })
  await writeFile(join(path, '.s.PGSQL.3'), '')
  await makeSocketDirectory(path)
  expect(await readdir(path)).toEqual([])
  expect((await lstat(path)).mode & 0o777).toBe(0o700)
})

test.each(['data', 'creating', 'socket', 'owner.1.lock', 'owner.2.lock.next'])(
  'a link in the place of %s is refused before anything is written',
  async (name) => {
    await symlink(join(precious, 'file'), join(directory, name))
    await expect(openEmbedded(directory)).rejects.toMatchObject({
      kind: 'configuration',
      message: `${join(directory, name)} is a link, which the tool does not follow`,
    })
    expect(await readdir(directory)).toEqual([name])
  },
)

test("a directory may be a link, and hold other people's links", async () => {
  await symlink(directory, join(parent, 'link'))
  await symlink(precious, join(directory, 'elsewhere'))
  await makeDirectory(join(parent, 'link'))
})

test.each([
  null,
  7,
  'owner',
  [[]],
  { pid: 'one', released: 'yes', address: 'db.example.com' },
  { address: { host: 7, port: 1 } },
  { address: { host: 'db.example.com', port: 5432 } },
  { address: { host: '/tmp', port: '1' } },
])('a lock file with %j names no owner and no address', async (content) => {
  await plantLock(content)
  expect(await readOwner(directory)).toEqual({
    generation: 1,
    pid: undefined,
    address: undefined,
    released: false,
  })
})
