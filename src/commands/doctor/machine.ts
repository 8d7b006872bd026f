import type { CommandContext } from '../../cli/context.ts'
import { messageOf } from '../../errors.ts'
import { type Check, fault, ok } from './check.ts'

/** As package.json has it. */
const OLDEST_NODE = [20, 19] as const

/** What the tool needs where it runs. */
export function machineChecks({ host }: CommandContext): readonly Check[] {
  return [
    { group: 'machine', name: 'node', look: async () => nodeVerdict(host.nodeVersion) },
    { group: 'machine', name: 'language model', look: modelVerdict },
  ]
}

function nodeVerdict(version: string) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldest, oldestMinor] = OLDEST_NODE
  if (major > oldest || (major === oldest && minor >= oldestMinor)) return ok(version)
  return fault(`${version} is too old`, `install Node ${OLDEST_NODE.join('.')} or later`)
}

async function modelVerdict() {
  try {
    const { createExtractor } = await import('../../extraction/extractor.ts')
    const { keywords } = createExtractor().extractText('Ada Lovelace writes about the lighthouse.')
    if (keywords.includes('lighthouse')) return ok('loads, and finds keywords')
    return fault('loads, and finds nothing in a sentence', REINSTALL)
  } catch (error) {
    return fault(`does not load: ${messageOf(error).split('\n')[0]}`, REINSTALL)
  }
}

const REINSTALL = 'install rcrt-entities again: npm install --global rcrt-entities-<version>.tgz, or npm ci'
