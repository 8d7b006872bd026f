import { printable } from '../../printable.ts'
import { formatNumber } from './format.ts'
import { wrapped } from './wrap.ts'

/** An order that a run was given. */
export interface ShownOrder {
  readonly action: 'pause' | 'stop' | 'rate'
  readonly rate: number | null
  readonly givenBy: string
  readonly reason: string | null
  readonly until: string | null
}

const DAY_MS = 86_400_000
const INDENT = '  '

/** Such as `paused by ana@etl-7 until 14:05: vacuum`. */
export function orderWords(order: ShownOrder, now = new Date()): string {
  const until = order.until === null ? '' : ` until ${clockTime(new Date(order.until), now)}`
  const reason = order.reason === null ? '' : `: ${printable(order.reason)}`
  return `${effectOf(order)} by ${printable(order.givenBy)}${until}${reason}`
}

/** The same below a row of a table, so wide at most. */
export function orderLines(orders: readonly ShownOrder[], width: number): string[] {
  return orders.flatMap((order) =>
    wrapped(orderWords(order).split(' '), width - INDENT.length).map((line) => INDENT + line),
  )
}

/** What a run says as it obeys an order to stop. */
function stopWords(order: ShownOrder): string {
  return `${capitalised(orderWords(order))}. Saving what is in hand. Ctrl-C to quit at once.`
}

/** Has a run end as at a signal when it is ordered to stop. */
export function endsAtOrder({
  terminate,
}: {
  readonly terminate: (words: string) => void
}): (order: ShownOrder) => void {
  return (order) => terminate(stopWords(order))
}

/** The orders that a run stands under, as it tells of them. */
export class OrdersShown {
  /** Who paused it, until when and why; undefined while it goes on. */
  pause: string | undefined
  /** The same of a rate. */
  rate: string | undefined

  /** @returns what to tell of the change, a line each. */
  change(orders: readonly ShownOrder[]): string[] {
    const [pause, rate] = [wordsOf(orders, 'pause'), wordsOf(orders, 'rate')]
    const lines = [
      ...told(this.pause, pause, 'Resumed'),
      ...told(this.rate, rate, 'At its own rate again: the order is over'),
    ]
    this.pause = pause
    this.rate = rate
    return lines
  }
}

function told(before: string | undefined, now: string | undefined, over: string): string[] {
  if (before === now) return []
  return [now === undefined ? over : capitalised(now)]
}

function wordsOf(orders: readonly ShownOrder[], action: ShownOrder['action']): string | undefined {
  const order = orders.find((each) => each.action === action)
  return order && orderWords(order)
}

function effectOf({ action, rate }: ShownOrder): string {
  if (action === 'rate') return `held to ${formatNumber(rate ?? 0)}/s`
  return action === 'pause' ? 'paused' : 'stopped'
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Where the reader is; with the day where it is not within the next one. */
function clockTime(time: Date, now: Date): string {
  const clock = time.toTimeString().slice(0, 5)
  if (time.getTime() - now.getTime() < DAY_MS) return clock
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())} ${clock}`
}
