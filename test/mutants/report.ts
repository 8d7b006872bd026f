import type { Answer } from './host.ts'
import type { Mutant } from './mutant.ts'
import { GOAL } from './rooms.ts'
import { reasonFor } from './survivors.ts'

type Judged = Answer & { readonly mutant: Mutant }

/** Prints what came of a room's mutants. @returns whether enough were killed, and a reason stands for each other. */
export function report(room: string, judged: readonly Judged[], isWhole: boolean): boolean {
  const valid = judged.filter(({ verdict }) => verdict !== 'invalid')
  const survived = valid.filter(({ verdict }) => verdict === 'survived')
  const unexplained = survived.filter(({ mutant }) => reasonFor(mutant) === undefined)
  for (const { mutant } of unexplained)
    process.stdout.write(`survived: ${mutant.file}:${mutant.line}  ${mutant.change}\n`)
  const share = 1 - survived.length / Math.max(1, valid.length)
  process.stdout.write(
    `${room}: ${valid.length - survived.length} of ${valid.length} mutants killed (${(share * 100).toFixed(1)} %), ` +
      `${survived.length} survived, ${unexplained.length} of them without a reason\n`,
  )
  return share >= GOAL && (unexplained.length === 0 || !isWhole)
}
