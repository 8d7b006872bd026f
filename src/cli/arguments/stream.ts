import { Argument, type Command } from 'commander'
import { addJetStream, type JetStreamFlags } from './jetstream.ts'

export type StreamFlags = JetStreamFlags

const STREAM_ACTIONS = ['ensure', 'status'] as const

export type StreamAction = (typeof STREAM_ACTIONS)[number]

export function addStream(program: Command): Command {
  const command = program
    .command('stream')
    .summary('create the JetStream stream that watch --source jetstream reads, or tell how it is doing')
    .description(
      'ensure: creates the stream and the consumer where they are missing. What is there with other settings is shown, left alone, and exits with 2. status: messages, what is pending, in flight and exhausted, and rates.',
    )
    .addArgument(new Argument('<action>', 'what to do').choices(STREAM_ACTIONS))
  return addJetStream(command).addHelpText('after', EXAMPLES)
}

const EXAMPLES = `
Examples:
  $ rcrt-entities stream ensure --nats-url nats://nats.example.com:4222
  $ rcrt-entities stream ensure --retention workqueue --subjects 'bc.*.created'
  $ rcrt-entities stream status --json | jq .consumer.pending
`
