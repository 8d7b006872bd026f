import type { NatsConnection } from '@nats-io/transport-node'
import type { AnnouncedBreadcrumb } from './rcrt-stand-in.ts'

/** Publishes a breadcrumb as RCRT's server does: a creation on both subjects, an update on one, without headers. */
export function publishOnNats(nats: NatsConnection, { id, ...rest }: AnnouncedBreadcrumb): void {
  const kinds = rest.version === 1 ? ['created', 'updated'] : ['updated']
  for (const kind of kinds) {
    nats.publish(
      `bc.${id}.${kind}`,
      JSON.stringify({ type: `breadcrumb.${kind}`, breadcrumb_id: id, ...rest }),
    )
  }
}
