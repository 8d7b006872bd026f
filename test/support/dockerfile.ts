import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cleanEnvironment } from './cli.ts'

interface Instruction {
  readonly name: string
  readonly rest: string
}

/** What an image starts, and how it is asked for its health. */
export interface Image {
  /** Where its root is; its paths begin there. */
  readonly root: string
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly healthCheck: readonly string[]
  readonly user: string
}

/**
 * Does what a Dockerfile says, without an engine, each stage in a folder that begins empty. Only the steps of apt-get
 * are left out: they need root.
 */
export function buildImage(file: string, context: string, scratch: string): Image {
  const last = instructionsOf(readFileSync(file, 'utf8'))
    .reduce<Instruction[][]>((stages, instruction) => {
      if (instruction.name === 'FROM') stages.push([])
      stages.at(-1)?.push(instruction)
      return stages
    }, [])
    .map((stage) => buildStage(stage, context, scratch))
    .at(-1)
  if (last === undefined) throw new Error(`${file} has no FROM`)
  return last
}

function instructionsOf(text: string): Instruction[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
  return lines.flatMap((line) => {
    const [, name, rest = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [{ name, rest }]
  })
}

function buildStage(stage: readonly Instruction[], context: string, scratch: string): Image {
  const all = (name: string) => stage.filter((one) => one.name === name).map(({ rest }) => rest)
  const list = (text: string | undefined): string[] => JSON.parse(/\[.*\]/.exec(text ?? '')?.[0] ?? '[]')
  const name = / AS (\w+)$/.exec(all('FROM')[0] ?? '')?.[1] ?? 'last'
  const root = join(scratch, name)
  let directory = root
  for (const { name: step, rest } of stage) {
    if (step === 'WORKDIR') directory = join(root, rest)
    mkdirSync(directory, { recursive: true })
    if (step === 'COPY') copy(rest, { context, scratch, directory })
    if (step === 'RUN' && !rest.includes('apt-get'))
      execFileSync('sh', ['-ec', rest], { cwd: directory, env: cleanEnvironment(), stdio: 'pipe' })
  }
  return {
    root,
    entrypoint: list(all('ENTRYPOINT')[0]),
    command: list(all('CMD')[0]),
    healthCheck: list(all('HEALTHCHECK')[0]),
    user: all('USER').at(-1) ?? 'root',
  }
}

interface Folders {
  readonly context: string
  readonly scratch: string
  readonly directory: string
}

function copy(rest: string, { context, scratch, directory }: Folders): void {
  const [, stage, paths = ''] = /^(?:--from=(\w+) )?(.*)$/.exec(rest) ?? []
  const names = paths.split(' ')
  const target = join(directory, names.pop() ?? '')
  for (const name of names) {
    const source = join(stage === undefined ? context : join(scratch, stage), name)
    if (!existsSync(source)) throw new Error(`COPY ${rest}: there is no ${source}`)
    const place = target.endsWith('/') ? join(target, basename(name)) : target
    // Nobody needs an earlier stage any longer, and a copy of all packages takes a while.
    if (stage === undefined) cpSync(source, place, { recursive: true })
    else renameSync(source, place)
  }
}
