/** What a stream and its consumer are to be. Times are milliseconds. */
export interface StreamDesign {
  readonly stream: string
  readonly subjects: readonly string[]
  /** `workqueue` keeps a message until it is acked, and refuses a second reader. */
  readonly retention: Retention
  /** Durable, and shared by all workers that give its name. */
  readonly consumer: string
  /** Without an ack for so long, a message is delivered again. */
  readonly ackWaitMs: number
  readonly maxDeliver: number
}

type Retention = 'limits' | 'workqueue'

/** How long messages are kept, as RCRT's first design has it. */
export const MAX_AGE_MS = 86_400_000
/** Unacked messages of all workers together; the server's own limit of 1,000 starves four of them. */
export const MAX_ACK_PENDING = 20_000
