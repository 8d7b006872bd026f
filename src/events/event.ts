import { parseObject } from './json-object.ts'

/** What is kept of an event: the id, and what a cheap filter may look at. */
export interface BreadcrumbEvent {
  /** Lower-case uuid. */
  readonly id: string
  readonly ownerId: string | undefined
  readonly schemaName: string | undefined
  /** 1 for a creation. */
  readonly version: number | undefined
}

export type Frame =
  | { readonly kind: 'event'; readonly event: BreadcrumbEvent }
  | { readonly kind: 'ping' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bad' }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** RCRT streams the first; the others are names that its other publishers use for the same thing. */
const EVENT_TYPES: ReadonlySet<unknown> = new Set([
  'breadcrumb.updated',
  'breadcrumb.created',
  'bc.updated',
  'bc.created',
])

/** Reads the data of one frame. */
export function parseFrame(data: string): Frame {
  const frame = parseObject(data)
  if (frame === undefined || typeof frame.type !== 'string') return { kind: 'bad' }
  if (frame.type === 'ping') return { kind: 'ping' }
  if (!EVENT_TYPES.has(frame.type)) return { kind: 'unknown' }
  const id = frame.breadcrumb_id
  if (typeof id !== 'string' || !UUID.test(id)) return { kind: 'bad' }
  return {
    kind: 'event',
    event: {
      id: id.toLowerCase(),
      ownerId: text(frame.owner_id),
      schemaName: text(frame.schema_name),
      version: typeof frame.version === 'number' ? frame.version : undefined,
    },
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
