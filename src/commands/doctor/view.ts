import { counted } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { signsOf } from '../../cli/output/signs.ts'
import { wrapped } from '../../cli/output/wrap.ts'
import type { Checked } from './check.ts'

/** In its colour. */
function signOf(state: Checked['state'], { style, stdoutTerminal }: Output): string {
  const { good, bad } = signsOf(stdoutTerminal)
  switch (state) {
    case 'ok':
      return style.green(good)
    case 'warning':
      return style.yellow('!')
    case 'fault':
      return style.red(bad)
    case 'unseen':
      return style.dim('-')
  }
}

/** Of a sign, the longest name and what stands between. */
const INDENT = 21
/** Where less room is left beside names, what is found stands below them. */
const LEAST_ROOM = 40

/** What a check found, and below it how to mend it. */
export function checkLines({ name, state, says, mend }: Checked, output: Output): string[] {
  const { style, layout } = output
  const sign = signOf(state, output)
  const isBeside = layout.width - INDENT >= LEAST_ROOM
  const indent = ' '.repeat(isBeside ? INDENT : 4)
  const text = wrapped(
    (state === 'unseen' ? `not looked at: ${says}` : says).split(' '),
    layout.width - indent.length,
  )
  const found = text.map((line) => indent + (state === 'unseen' ? style.dim(line) : line))
  if (isBeside) found[0] = `${sign} ${name.padEnd(INDENT - 3)} ${found[0]?.trimStart()}`
  return [...(isBeside ? [] : [`${sign} ${name}`]), ...found, ...mendLines(mend, indent, output)]
}

/** Statements are left in one piece, to be copied. */
function mendLines(mend: string | undefined, indent: string, { layout, stdoutTerminal }: Output): string[] {
  if (mend === undefined) return []
  const [sentence = '', ...statements] = mend.split('\n')
  const arrow = stdoutTerminal.unicode ? '→' : '>'
  const lines = wrapped(`${arrow} ${sentence}`.split(' '), layout.width - indent.length)
  return [...lines.map((line) => indent + line), ...statements.map((statement) => `  ${statement}`)]
}

/** The last line. */
export function summary(all: readonly Checked[]): string {
  const count = (state: Checked['state']) => all.filter((one) => one.state === state).length
  const [faults, warnings, left] = [count('fault'), count('warning'), count('unseen')]
  const rest = [
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ...(left > 0 ? [`${left} not looked at`] : []),
  ]
  return [faults > 0 ? `${faults} to mend` : 'Nothing to mend', ...rest].join(', ')
}
