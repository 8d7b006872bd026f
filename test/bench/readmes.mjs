import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Texts that people wrote and every checkout has: the documentation of the installed packages. */
export function readmes(folder = 'node_modules') {
  return readdirSync(folder, { recursive: true })
    .filter((file) => /(?:^|[/\\])(?:readme|changelog|history)[^/\\]*\.md$/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
}
