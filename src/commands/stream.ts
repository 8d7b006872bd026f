import type { StreamAction, StreamFlags } from '../cli/arguments/stream.ts'
import type { CommandContext } from '../cli/context.ts'
import type { GlobalFlags } from '../cli/settings/database.ts'
import { type JetStreamSettings, jetStreamSettings } from '../cli/settings/jetstream.ts'
import { type ErrorKind, EXIT_CODES, type ExitCode, ToolError } from '../errors.ts'
import { withJetStream } from '../events/jetstream/connection.ts'
import { type Ensured, ensureStream } from '../events/jetstream/ensure.ts'
import { streamStatus } from '../events/jetstream/stream-status.ts'
import { StreamFailure, type StreamFailureKind } from '../events/stream-failure.ts'
import { ensuredLines, statusLines } from './stream/view.ts'

/** Creates the stream that `watch --source jetstream` reads, or tells how it is doing. */
export async function run(
  context: CommandContext,
  action: StreamAction,
  flags: StreamFlags & GlobalFlags,
): Promise<ExitCode> {
  const settings = jetStreamSettings(flags, context.env)
  try {
    return action === 'ensure' ? await ensure(context, settings) : await status(context, settings)
  } catch (error) {
    if (!(error instanceof StreamFailure)) throw error
    const hint = HINTS[error.kind]
    throw new ToolError(KINDS[error.kind], error.message, { ...(hint && { hint }), cause: error })
  }
}

async function ensure({ output }: CommandContext, settings: JetStreamSettings): Promise<ExitCode> {
  const { place, design } = settings
  const ensured = await withJetStream(place, ({ manager }) => ensureStream(manager, design))
  if (output.json) output.document({ ...names(settings), ...ensured, consumer: ensured.consumer ?? null })
  else for (const line of ensuredLines(design, ensured, output)) output.result(line)
  if (isAsWanted(ensured)) return EXIT_CODES.done
  output.note('Nothing of it was changed. Name others with --stream and --consumer, or change these settings')
  return EXIT_CODES.usage
}

function isAsWanted({ differences }: Ensured): boolean {
  return differences.length === 0
}

function names({ design }: JetStreamSettings) {
  return { streamName: design.stream, consumerName: design.consumer }
}

async function status({ output, stop }: CommandContext, settings: JetStreamSettings): Promise<ExitCode> {
  const { place, design } = settings
  const found = await withJetStream(place, ({ manager }) => streamStatus(manager, design, stop))
  if (output.json) output.document(found)
  else for (const line of statusLines(found, output)) output.result(line)
  return EXIT_CODES.done
}

const KINDS: Readonly<Record<StreamFailureKind, ErrorKind>> = {
  unreachable: 'unreachable',
  closed: 'unreachable',
  silent: 'unreachable',
  deaf: 'unreachable',
  unauthorised: 'configuration',
  missing: 'not-found',
  refused: 'failure',
}

const HINTS: Partial<Record<StreamFailureKind, string>> = {
  unreachable: 'check --nats-url or NATS_URL',
  unauthorised: 'check the user and password, or the token, in --nats-url or NATS_URL, or --nats-creds',
  missing: '`rcrt-entities stream ensure` creates it',
}
