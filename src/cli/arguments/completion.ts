import type { Command } from 'commander'
import { bash } from './completion/bash.ts'
import { completedOf } from './completion/completed.ts'
import { fish } from './completion/fish.ts'
import { zsh } from './completion/zsh.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof SHELLS)[number]

const WRITERS = { bash, zsh, fish }

/** A script that completes commands, flags and values; written from the program itself, so that it can't fall behind. */
export function completionScript(shell: Shell, program: Command): string {
  return WRITERS[shell](completedOf(program))
}
