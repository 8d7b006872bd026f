import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']
const HANG_LIMIT_MS = 60_000
const NONCE = 'looked-at-by-a-test'

const browser = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find(isProgram)

/** False where there is no browser: `test.skipIf(!browserAvailable)`. */
export const browserAvailable = browser !== undefined
if (!browserAvailable)
  process.stdout.write('SKIPPED: pages in a real browser; install chromium to look at them\n')

/**
 * Opens a page in a headless browser and lets `look` measure it there, under the page's own policy but for this one
 * script.
 * @param look the body of a function, run once the page is loaded, that returns what JSON can hold
 */
export async function lookAt(page: string, width: number, look: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'rcrt-page-'))
  try {
    const script = `<script nonce="${NONCE}">addEventListener('load', () => {
      const seen = document.createElement('pre')
      seen.id = 'seen'
      seen.textContent = encodeURIComponent(JSON.stringify((() => { ${look} })()))
      document.body.append(seen)
    })</script>`
    const path = join(folder, 'page.html')
    await writeFile(
      path,
      page
        .replace('default-src &#39;none&#39;', `$&; script-src 'nonce-${NONCE}'`)
        .replace('<title>', `${script}$&`),
    )
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${join(folder, 'profile')}`,
    ]
    const { stdout } = await promisify(execFile)(
      browser ?? '',
      [...flags, `--window-size=${width},1000`, '--dump-dom', pathToFileURL(path).href],
      { timeout: HANG_LIMIT_MS, maxBuffer: 64 << 20 },
    )
    const [, seen] = /<pre id="seen">([^<]*)<\/pre>/.exec(stdout) ?? []
    if (seen === undefined) throw new Error(`the browser measured nothing:\n${stdout.slice(0, 2_000)}`)
    return JSON.parse(decodeURIComponent(seen))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
