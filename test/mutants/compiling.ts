import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Mutant } from './mutant.ts'

const DIRECTORY = 'node_modules/.cache/mutants'

/** The mutants that compile: each stands beside the others as a file of its own, in one run of the compiler. */
export async function compiling(mutants: readonly Mutant[]): Promise<Mutant[]> {
  const files = mutants.map(({ file }, index) =>
    join(DIRECTORY, dirname(relative('src', file)), `${basename(file, '.ts')}.${index}.ts`),
  )
  await rm(DIRECTORY, { recursive: true, force: true })
  await Promise.all(files.map((file) => mkdir(dirname(file), { recursive: true })))
  await Promise.all(files.map((file, index) => writeFile(file, mutants[index]?.source ?? '')))
  await writeFile(join(DIRECTORY, 'tsconfig.json'), JSON.stringify(CONFIGURATION))
  const wrong = await filesWithErrors()
  return mutants.filter((_, index) => !wrong.has(resolve(files[index] ?? '')))
}

/** What a mutant does not import itself is taken from the sources. */
const CONFIGURATION = {
  extends: resolve('tsconfig.json'),
  compilerOptions: { rootDirs: ['.', resolve('src')], noUnusedLocals: false, noUnusedParameters: false },
  include: ['.'],
}

function filesWithErrors(): Promise<Set<string>> {
  const compiler = resolve('node_modules/typescript/bin/tsc')
  const options = ['--noEmit', '--pretty', 'false', '-p', DIRECTORY]
  return new Promise((done) => {
    execFile(process.execPath, [compiler, ...options], { maxBuffer: 2 ** 28 }, (_, stdout) => {
      done(
        new Set([...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, file]) => resolve(file ?? ''))),
      )
    })
  })
}
