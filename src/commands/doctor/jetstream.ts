import type { DoctorFlags } from '../../cli/arguments/doctor.ts'
import { formatNumber } from '../../cli/output/format.ts'
import type { Environment } from '../../cli/output/terminal.ts'
import { natsSettings } from '../../cli/settings/jetstream.ts'
import { withJetStream } from '../../events/jetstream/connection.ts'
import { forbiddenSubjects } from '../../events/jetstream/rights.ts'
import { streamDepth } from '../../events/jetstream/stream-status.ts'
import { haveCreations, haveUpdates } from '../../events/jetstream/twins.ts'
import { type Check, fault, ok, unseen, type Verdict, warning } from './check.ts'

/** What `watch --source jetstream` needs. */
export function jetStreamChecks(flags: DoctorFlags, env: Environment): readonly Check[] {
  const place = natsSettings(flags, env)
  const { stream, consumer } = flags
  return [
    {
      group: 'jetstream',
      name: 'nats',
      mend: 'check --nats-url or NATS_URL with the user and password, or the token, in it, and --nats-creds; JetStream has to be on for this account',
      look: async () => {
        await withJetStream(place, async () => undefined)
        return ok(`${place.servers.join(', ')} answers, with JetStream`)
      },
    },
    {
      group: 'jetstream',
      name: 'stream',
      needs: ['nats'],
      mend: 'run `rcrt-entities stream ensure`',
      look: () =>
        withJetStream(place, async ({ manager }) =>
          streamVerdict((await manager.streams.info(stream)).config, stream),
        ),
    },
    {
      group: 'jetstream',
      name: 'consumer',
      needs: ['stream'],
      mend: 'run `rcrt-entities stream ensure`',
      look: () =>
        withJetStream(place, async ({ manager }) =>
          consumerVerdict((await streamDepth(manager, { stream, consumer })).consumer),
        ),
    },
    {
      group: 'jetstream',
      name: 'nats rights',
      needs: ['consumer'],
      look: async () => rightsVerdict(await forbiddenSubjects(place, { stream, consumer })),
    },
    {
      group: 'jetstream',
      name: 'sync_interval',
      look: async () =>
        unseen(
          'a NATS server tells it to its system account alone, which has no streams; its configuration has it (2m by default). What a power failure takes within it, a sweep finds',
        ),
    },
  ]
}

interface StreamSettings {
  readonly subjects: readonly string[]
  readonly storage: string
}

/** RCRT publishes a creation as an update, too. */
function streamVerdict({ subjects, storage }: StreamSettings, name: string): Verdict {
  const captures = `${name} captures ${subjects.join(', ')}`
  if (!haveUpdates(subjects))
    return fault(
      `${captures}, and RCRT publishes ${haveCreations(subjects) ? 'updates on bc.*.updated: sweeps alone find them' : 'on bc.*.created and bc.*.updated'}`,
      'name another with --stream, or change its subjects',
    )
  if (storage === 'memory')
    return warning(
      `${name} is kept in memory: what is in it goes with the server`,
      'make another in files: `rcrt-entities stream ensure --stream <name>`',
    )
  return ok(captures)
}

interface ConsumerState {
  readonly name: string
  readonly ackPolicy: string
  readonly pending: number
}

function consumerVerdict({ name, ackPolicy, pending }: ConsumerState): Verdict {
  if (ackPolicy !== 'explicit')
    return fault(
      `${name} has ${ackPolicy} ack: what a watcher that dies had in hand is not given to others`,
      'name another with --consumer, and run `rcrt-entities stream ensure`',
    )
  return ok(`${name} is there, with ${formatNumber(pending)} pending`)
}

function rightsVerdict(forbidden: readonly string[]): Verdict {
  if (forbidden.length === 0) return ok('this user may ask for messages and ack them')
  return fault(
    'this user may not ask for messages or ack them',
    ["let the server's configuration allow it to publish on:", ...forbidden].join('\n'),
  )
}
