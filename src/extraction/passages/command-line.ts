const LONGEST_ARGUMENT = 400
const FLAG = /^--?\p{L}/u
const PROGRAM = /^(?:[\w./-]{0,100}\/)?[a-z][\w.+-]{1,30}$/

/** The command line that a list of arguments is, as a shell would read it; nothing for any other list. */
export function commandLineOf(list: readonly unknown[]): string | undefined {
  if (list.length < 2 || !list.some((argument) => typeof argument === 'string' && FLAG.test(argument)))
    return undefined
  if (!list.every(isArgument) || !(FLAG.test(list[0] ?? '') || PROGRAM.test(list[0] ?? ''))) return undefined
  return list.map((argument) => (/\s/.test(argument) ? `"${argument}"` : argument)).join(' ')
}

function isArgument(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_ARGUMENT && !value.includes('\n')
}
