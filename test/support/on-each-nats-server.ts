import { describe } from 'vitest'
import { NATS_SERVERS } from './nats-server.ts'

/** The same tests on each version of the server that this machine has; skipped where it has none. */
export function onEachNatsServer(tests: (binary: string) => void): void {
  if (NATS_SERVERS.length === 0) describe.skip('on nats-server', () => tests(''))
  for (const { version, binary } of NATS_SERVERS) describe(`on nats-server ${version}`, () => tests(binary))
}
