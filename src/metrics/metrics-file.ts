import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { messageOf, ToolError } from '../errors.ts'

/**
 * Writes the file so that a reader finds the old text or the new one, never a part: beside it, and then over it. The
 * node exporter passes over what does not end in `.prom`.
 * @throws {ToolError} `configuration`
 */
export async function writeMetricsFile(file: string, text: string): Promise<void> {
  const draft = join(dirname(file), `.${basename(file)}.draft`)
  try {
    await writeFile(draft, text, { mode: 0o644 })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw new ToolError('configuration', `${file} can't be written: ${messageOf(error)}`, {
      cause: error,
      hint: '--metrics-file takes a file in a folder that this user may write to',
    })
  }
}
