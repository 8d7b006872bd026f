import { formatAge, formatNumber } from '../../cli/output/format.ts'
import type { Output } from '../../cli/output/output.ts'
import { type Column, table } from '../../cli/output/table.ts'
import type { StreamDesign } from '../../events/jetstream/design.ts'
import type { Ensured } from '../../events/jetstream/ensure.ts'
import type { StreamStatus } from '../../events/jetstream/stream-status.ts'

const DIFFERENCES: readonly Column[] = [
  { title: 'of' },
  { title: 'setting' },
  { title: 'wanted', shrinksTo: 10 },
  { title: 'found', shrinksTo: 10 },
]

/** What `stream ensure` did, and where what is there is other than wanted. */
export function ensuredLines(
  design: StreamDesign,
  { stream, consumer, differences }: Ensured,
  { layout }: Output,
): string[] {
  const lines = [sentence('Stream', design.stream, stream)]
  if (consumer !== undefined) lines.push(sentence('Consumer', design.consumer, consumer))
  if (differences.length === 0) return lines
  const rows = differences.map(({ of, setting, wanted, found }) => [of, setting, wanted, found])
  return [...lines, '', 'It has other settings than wanted:', ...table(DIFFERENCES, rows, layout)]
}

function sentence(what: string, name: string, how: 'created' | 'found'): string {
  return how === 'created' ? `${what} ${name} is created.` : `${what} ${name} is there.`
}

const FIGURES: readonly Column[] = [{ title: '' }, { title: '', shrinksTo: 20 }]

/** What a person reads of `stream status`. */
export function statusLines(
  { stream, consumer, perSecond }: StreamStatus,
  { layout, style }: Output,
): string[] {
  const number = formatNumber
  const stuck = `${number(consumer.exhausted)} or more, past ${number(consumer.maxDeliver)} deliveries: sweeps find their breadcrumbs`
  const figures: (readonly [string, string])[] = [
    ['messages', `${number(stream.messages)}, ${number(stream.bytes)} bytes`],
    ['oldest', stream.oldest === null ? '-' : formatAge(new Date(stream.oldest), new Date())],
    ['pending', number(consumer.pending)],
    ['in flight', number(consumer.inFlight)],
    ['redelivered', number(consumer.redelivered)],
    ['exhausted', consumer.exhausted === 0 ? '0' : stuck],
    ['waiting pulls', number(consumer.waitingPulls)],
    [
      'a second',
      `${number(perSecond.arriving)} arriving, ${number(perSecond.delivered)} delivered, ${number(perSecond.acknowledged)} acknowledged`,
    ],
  ]
  return [
    `Stream ${style.bold(stream.name)}: ${stream.subjects.join(', ')}; ${stream.retention} retention, ${stream.storage} storage, ${stream.maxAgeSeconds} s`,
    `Consumer ${style.bold(consumer.name)}: ${consumer.ackPolicy} ack, ack wait ${consumer.ackWaitSeconds} s, ${consumer.maxDeliver} deliveries`,
    ...table(FIGURES, figures, layout).slice(1),
  ]
}
