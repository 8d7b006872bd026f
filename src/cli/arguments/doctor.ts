import type { Command } from 'commander'
import { addNats, type NatsFlags } from './jetstream.ts'
import { addApi, type WatchFlags } from './watch.ts'

export type DoctorFlags = NatsFlags & Pick<WatchFlags, 'apiUrl' | 'token' | 'agentId'>

export function addDoctor(program: Command): Command {
  const command = program
    .command('doctor')
    .summary('check that everything is set up right, and tell how to mend what is not')
    .description(
      "Looks at this machine, the database, the tool's own schema, RCRT's event stream and, where NATS_URL names a server, JetStream. Writes nothing. " +
        'Exits with 1 when something has to be mended; warnings do not count.',
    )
    .optionsGroup('Event stream:')
  return addNats(addApi(command)).addHelpText('after', EXAMPLES)
}

const EXAMPLES = `
Examples:
  $ rcrt-entities doctor --embedded
  $ rcrt-entities doctor --api-url http://localhost:8081
  $ rcrt-entities doctor --json | jq -r '.checks[] | select(.state == "fault").mend'
`
