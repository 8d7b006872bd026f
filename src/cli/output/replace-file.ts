import { open, rename, rm } from 'node:fs/promises'
import { messageOf, ToolError } from '../../errors.ts'

/**
 * Writes a file, or replaces it, so that whoever reads it meanwhile finds the old text or the new one, whole.
 * @param flag names the file in errors
 * @param pid tells what several processes write apart
 * @throws {ToolError} `usage`
 */
export async function replaceFile(flag: string, path: string, text: string, pid: number): Promise<void> {
  try {
    await replace(path, text, `${path}.${pid}.tmp`)
  } catch (error) {
    throw new ToolError('usage', `${flag} names a file that can't be written: ${messageOf(error)}`, {
      cause: error,
      hint: 'name one in a folder that is there and may be written',
    })
  }
}

async function replace(path: string, text: string, beside: string): Promise<void> {
  const file = await open(beside, 'w')
  try {
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
