import { ToolError } from '../../src/errors.ts'

/** The error for people that this ends with; throws when it ends with none. */
export function refusalOf(work: () => unknown): ToolError {
  try {
    work()
  } catch (error) {
    if (error instanceof ToolError) return error
    throw error
  }
  throw new Error('it was not refused')
}
