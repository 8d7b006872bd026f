/** What went wrong, as far as the person who runs the tool has to act differently on it. */
export type ErrorKind = 'failure' | 'not-found' | 'usage' | 'configuration' | 'unreachable'

/** Exit codes of the command line, the same for every command and listed in its help. */
export const EXIT_CODES = {
  done: 0,
  failure: 1,
  usage: 2,
  someFailed: 3,
  unreachable: 4,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

const EXIT_CODE_OF_KIND: Readonly<Record<ErrorKind, ExitCode>> = {
  failure: EXIT_CODES.failure,
  'not-found': EXIT_CODES.failure,
  usage: EXIT_CODES.usage,
  configuration: EXIT_CODES.usage,
  unreachable: EXIT_CODES.unreachable,
}

/**
 * An error meant for a person: `message` says what happened and where, `hint` what to do about it.
 * Neither may hold a password or text of a breadcrumb.
 */
export class ToolError extends Error {
  readonly kind: ErrorKind
  readonly hint: string | undefined

  constructor(kind: ErrorKind, message: string, details: { hint?: string; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ToolError'
    this.kind = kind
    this.hint = details.hint
  }

  get exitCode(): ExitCode {
    return EXIT_CODE_OF_KIND[this.kind]
  }
}

/** What an `AbortSignal`, or a question that ends without an answer, rejects with. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(messageOf).join('; ')
  }
  return error instanceof Error ? error.message : String(error)
}
