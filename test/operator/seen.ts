import { expect } from 'vitest'
import type { RunningTerminal } from '../support/terminal.ts'
import { draw } from './screen.ts'

/** Commands are there to be copied: their lines are as long as they are. */
const COMMAND = /^ {2}(\$ )?rcrt-entities /
/** What is left of a uuid at the end of a line, or at the beginning of the next, when whole ones are taken out. */
const UUID = /\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/g
const BROKEN_UUID = /\b[\da-f]{8}-[\da-f-]*$|^\s*-?([\da-f]{4}-)*[\da-f]{12}\b/

/** What holds for all that the tool shows, at any width; and the lines that it showed. */
export async function seen(terminal: RunningTerminal, columns: number, code: number): Promise<string[]> {
  const ended = await terminal.exit
  const { lines, tooLong, isCursorVisible } = await draw(ended.output, columns)
  expect(ended.code, lines.join('\n')).toBe(code)
  expect(isCursorVisible, 'the cursor is visible').toBe(true)
  expect(
    tooLong.filter((line) => !COMMAND.test(line)),
    'lines longer than the terminal is wide',
  ).toEqual([])
  expect(
    lines.filter((line) => BROKEN_UUID.test(line.replaceAll(UUID, ''))),
    'broken uuids',
  ).toEqual([])
  return [...lines]
}

/** Words of the wide screen that the narrow one has in two lines. */
export function brokenWords(narrow: readonly string[], wide: readonly string[]): string[] {
  const whole = new Set(wide.flatMap(wordsOf))
  const apart = new Set(narrow.flatMap(wordsOf))
  return narrow
    .slice(1)
    .map((line, at) => (wordsOf(narrow[at] ?? '').at(-1) ?? '') + (wordsOf(line)[0] ?? ''))
    .filter((joined) => whole.has(joined) && !apart.has(joined))
}

function wordsOf(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '')
}
